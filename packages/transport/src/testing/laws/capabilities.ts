import { must, mustEqual } from "../broken.ts";
import type { Law } from "../law.ts";
import { secretsIn } from "../secrets.ts";

/** What a transport says that it can do. */
export const CAPABILITIES: readonly Law[] = [
  {
    id: "capabilities/declared",
    protects:
      "The core goes by what is there: a method that is missing or faked changes what it promises.",
    async holds({ transport, facts }) {
      const there = Object.entries(transport).filter(([, method]) => method !== undefined);
      const names = there.map(([name]) => name).toSorted();
      mustEqual("its methods", names, ["send", "parseContext", ...facts.can].toSorted());
    },
  },
  {
    id: "capabilities/agree",
    protects:
      "What the knowledge promises the transport can do: work is shown, moves are followed.",
    async holds({ platform, facts: { can, refusals } }) {
      const needed = { placeholder: "edit", reaction: "react", note: "delete" } as const;
      const method = needed[platform.progress];
      must(can.includes(method), `progress by ${platform.progress}`, can, `with ${method}`);
      const moves = refusals.some(({ means }) => means !== "success" && means.kind === "moved");
      const follows = platform.relocate !== undefined || !moves || can.includes("find");
      must(follows, "a refusal means `moved`", "no relocate", "relocate in the knowledge");
      must(/^[a-z][a-z0-9-]*$/.test(platform.name), "its name", platform.name, "lower case");
      must(platform.maxBodyBytes > 0, "the largest body", platform.maxBodyBytes, "bytes");
      must(platform.writesPerSecond > 0, "its pace", platform.writesPerSecond, "writes a second");
    },
  },
  {
    id: "capabilities/identity",
    protects: "The bot knows who it is: by that it knows its own messages and its name.",
    needs: ["whoAmI"],
    async holds({ transport, ground }) {
      const me = await transport.whoAmI?.();
      mustEqual("its id", me?.id, ground.me.id);
    },
  },
  {
    id: "capabilities/introduce",
    protects: "Commands are told to the platform, and told again they are no mistake.",
    needs: ["introduce"],
    async holds({ transport, driver }) {
      const before = (await driver.calls()).length;
      for (const name of ["stop", "stop"]) await transport.introduce?.([{ name, about: "Stops" }]);
      const calls = (await driver.calls()).slice(before);
      must(calls.length >= 2, "what introducing calls", calls, "a call each time");
    },
  },
  {
    id: "capabilities/load",
    protects: "A file that cannot be had is a fault, without the address that the token stands in.",
    needs: ["load"],
    async holds(scene) {
      const { ctx } = await scene.asked();
      const file = { kind: "document", id: "no-such-file" } as const;
      const fault = await scene.fault(Promise.resolve(scene.transport.load?.(ctx, file, 1_000)));
      must(fault !== null, "a file that is not there", "loaded", "a fault");
      mustEqual("secrets in it", secretsIn(fault, scene.ground.secrets), []);
    },
  },
  {
    id: "capabilities/pace",
    protects: "A place has a pace: edits that come too fast earn waits of minutes.",
    async holds(scene) {
      for (const kind of scene.facts.places) {
        const { ctx } = await scene.asked(kind);
        const pace = scene.platform.pace(ctx);
        must(pace.scope !== "" && pace.editEverySeconds > 0, `in a ${kind}`, pace, "a pace");
      }
    },
  },
];
