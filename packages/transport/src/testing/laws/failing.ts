import { type Fault, TransportError } from "../../faults.ts";
import { must, mustEqual } from "../broken.ts";
import type { Operation, Refusal } from "../kit.ts";
import type { Law } from "../law.ts";
import type { Scene } from "../scene.ts";
import { secretsIn } from "../secrets.ts";

/** Does one thing, once there is something to do it to. @returns the fault, or null */
async function attempt<C>(
  scene: Scene<C>,
  operation: Operation,
  disturb: () => Promise<void>,
): Promise<Fault | null> {
  const { ctx } = await scene.asked();
  const { transport } = scene;
  const text = scene.render("other words");
  switch (operation) {
    case "send":
      await disturb();
      return scene.fault(scene.send(ctx, text));
    case "react": {
      await disturb();
      const { messageRef } = transport.parseContext(ctx);
      return scene.fault(Promise.resolve(transport.react?.(ctx, messageRef, "👀")));
    }
    case "edit":
    case "delete": {
      const ref = await scene.send(ctx, "working");
      await disturb();
      const call =
        operation === "edit"
          ? transport.edit?.(ctx, ref, text, { key: "batch-1:0" })
          : transport.delete?.(ctx, ref);
      return scene.fault(Promise.resolve(call));
    }
    case "read":
      throw new Error("what is read has laws of its own: find, resolve, access");
    default:
      return operation satisfies never;
  }
}

async function refused<C>(scene: Scene<C>, refusal: Refusal): Promise<void> {
  const { name, on = "send", status, headers = {}, body, means } = refusal;
  const reply = { kind: "reply", status, headers, body } as const;
  const fault = await attempt(scene, on, () => scene.driver.disturb(on, reply));
  if (means === "success") return mustEqual(name, fault, null);
  must(fault !== null, name, "success", means);
  const { message, ...rest } = fault;
  const seen = Object.fromEntries(
    Object.entries(rest).filter(([field]) => Object.hasOwn(means, field) || field === "scope"),
  );
  mustEqual(name, seen, means);
  must(message !== "" && !message.includes("\n"), name, message, "one line");
  mustEqual(`secrets in the fault of ${name}`, secretsIn(fault, scene.ground.secrets), []);
  must(!message.includes("other words"), name, message, "nothing of what was said");
}

/** What becomes of calls that fail. */
export const FAILING: readonly Law[] = [
  {
    id: "failing/refusals",
    protects: "Each refusal means what the platform means by it: wait, give up, go plain, move.",
    async holds(scene) {
      for (const refusal of scene.facts.refusals) {
        if (refusal.on === undefined || refusal.on === "send") await refused(scene, refusal);
      }
    },
  },
  ...(["edit", "delete", "react"] as const).map(
    (operation): Law => ({
      id: `failing/refusals-of-${operation}`,
      protects: `What the platform says to a failed ${operation} means what it means by it.`,
      needs: [operation],
      async holds(scene) {
        const rows = scene.facts.refusals.filter(({ on }) => on === operation);
        must(rows.length > 0, `rows of the table for ${operation}`, 0, "at least one");
        for (const refusal of rows) await refused(scene, refusal);
      },
    }),
  ),
  ...(["edit", "delete", "react"] as const).map(
    (operation): Law => ({
      id: `failing/limits-of-${operation}`,
      protects: `A ${operation} that comes too fast is neither done nor forgotten: it waits as long as it is told.`,
      needs: [operation],
      async holds(scene) {
        for (const { name, on = "send", status, headers = {}, body, means } of scene.facts
          .refusals) {
          if (on !== "send" || means === "success" || means.kind !== "rate_limited") continue;
          const reply = { kind: "reply", status, headers, body } as const;
          const fault = await attempt(scene, operation, () =>
            scene.driver.disturb(operation, reply),
          );
          // For whom it holds may differ.
          const { kind = "success", retryAfterSeconds } = fault ?? {};
          const seconds = means.retryAfterSeconds ?? retryAfterSeconds;
          const expected = { kind: means.kind, retryAfterSeconds: seconds };
          mustEqual(name, { kind, retryAfterSeconds }, expected);
        }
      },
    }),
  ),
  {
    id: "failing/limits-have-scope",
    protects:
      "A wait holds for whom the platform means: a limit of the account stops all, one of a chat only it.",
    async holds({ facts }) {
      const limits = facts.refusals.filter(
        ({ means }) => means !== "success" && means.kind === "rate_limited",
      );
      must(limits.length > 0, "rows of the table that say `too many requests`", 0, "at least one");
      // A usual wait, or one in another unit, would be taken for what the platform says.
      const told = limits.some(
        ({ means }) => means !== "success" && (means.retryAfterSeconds ?? 0) > 1,
      );
      must(told, "how long one has to wait", limits, "more than a second, in one of them");
      const kinds = new Set(facts.refusals.map(({ means }) => means !== "success" && means.kind));
      must(kinds.has("unauthorized"), "rows for a token that is refused", 0, "at least one");
      must(kinds.has("forbidden"), "rows for a place where one may not write", 0, "at least one");
    },
  },
  ...(["send", "edit", "delete"] as const).map(
    (operation): Law => ({
      id: `failing/cut-${operation}`,
      protects: `A ${operation} that is not answered may have happened: it is neither success nor refusal.`,
      needs: operation === "send" ? [] : [operation],
      async holds(scene) {
        const after = await attempt(scene, operation, () =>
          scene.driver.disturb(operation, { kind: "cut-after" }),
        );
        mustEqual("cut after it was done", after?.kind ?? "success", "uncertain");
        const before = await attempt(scene, operation, () =>
          scene.driver.disturb(operation, { kind: "cut-before" }),
        );
        const kind = before?.kind ?? "success";
        const open = kind === "uncertain" || kind === "transient";
        must(open, "cut before it was done", kind, "uncertain or transient");
      },
    }),
  ),
  {
    id: "failing/server-error",
    protects: "A 5xx to a create may have been done: it is not simply sent again.",
    async holds(scene) {
      for (const status of [500, 502, 503]) {
        const reply = { kind: "reply", status, body: "<html>no</html>" } as const;
        const fault = await attempt(scene, "send", () => scene.driver.disturb("send", reply));
        mustEqual(`${status}`, fault?.kind ?? "success", "uncertain");
      }
    },
  },
  {
    id: "failing/strange",
    protects:
      "An error that is not the platform's is uncertain, and carries neither token nor `retryable`.",
    async holds({ platform, ground: { secrets } }) {
      const url = `https://api.test/${secrets[0]}/send`;
      const lost = Object.assign(new Error(`Network connection lost: ${url}`), {
        retryable: true,
        cause: new Error(url),
      });
      for (const error of [lost, new TypeError(`fetch failed ${url}`), undefined, url, {}, null]) {
        const fault = platform.classify(error);
        mustEqual(String(error).slice(0, 24), fault.kind, "uncertain");
        mustEqual("secrets in it", secretsIn(fault, secrets), []);
        const strange = Object.keys(fault).filter((name) => !FIELDS.has(name));
        mustEqual("fields that are not a fault's", strange, []);
      }
    },
  },
  {
    id: "failing/own-errors",
    protects: "What has been classified once stays as it is.",
    async holds({ platform }) {
      const fault: Fault = { kind: "too_long", message: "said before", scope: "conversation" };
      mustEqual("an error of ours", platform.classify(new TransportError(fault)), fault);
    },
  },
];

const FIELDS = new Set(["kind", "message", "retryAfterSeconds", "scope", "to"]);
