import type { Hooks } from "../../contract.ts";
import { must, mustEqual } from "../broken.ts";
import type { Webhook } from "../kit.ts";
import type { Law } from "../law.ts";
import type { Scene } from "../scene.ts";
import { secretsIn } from "../secrets.ts";

/** What is watched, and where it is told. */
async function addressOf<C>(scene: Scene<C>) {
  const { hooks } = scene.transport;
  const address = await scene.driver.address?.();
  must(hooks !== undefined && address !== undefined, "hooks", address, "a driver with `address`");
  return { hooks, ...address };
}

/** Deliveries to an address, of a question that is asked now. */
async function toldTo<C>(scene: Scene<C>, target: string): Promise<readonly Webhook[]> {
  const place = await scene.open();
  await scene.driver.heard();
  await scene.act(place, { kind: "ask", text: "do you hear me?" });
  const heard = await scene.driver.heard();
  return heard.filter(({ registration = "/" }) => target.endsWith(`/${registration}`));
}

async function listed(hooks: Hooks, resource: string, gid: string): Promise<readonly string[]> {
  const all = await hooks.list([resource]);
  return all.filter((one) => one.gid === gid).map(({ target }) => target);
}

/** Subscriptions to what happens at the platform. */
export const HOOKING: readonly Law[] = [
  {
    id: "hooks/made",
    protects:
      "A subscription tells what happens from then on, is listed with its address, and its secret is the one that was told there.",
    needs: ["hooks"],
    async holds(scene) {
      const { hooks, resource, target } = await addressOf(scene);
      const before = await toldTo(scene, target);
      mustEqual("told before there is one", before, []);
      const { gid, secret } = await hooks.create(resource, target);
      try {
        mustEqual("its secret", secret, await scene.driver.confided?.(target));
        mustEqual("listed", await listed(hooks, resource, gid), [target]);
        const told = await toldTo(scene, target);
        const found = await scene.messagesIn(scene.read(told));
        must(found.length > 0, "told of a question", told, "a message");
      } finally {
        await hooks.remove(gid);
      }
    },
  },
  {
    id: "hooks/ended",
    protects:
      "A subscription that is removed tells nothing more, and to remove it again is success.",
    needs: ["hooks"],
    async holds(scene) {
      const { hooks, resource, target } = await addressOf(scene);
      const { gid } = await hooks.create(resource, target);
      for (const time of ["once", "twice"]) {
        mustEqual(`removed ${time}`, await scene.fault(hooks.remove(gid)), null);
      }
      mustEqual("listed", await listed(hooks, resource, gid), []);
      mustEqual("told afterwards", await toldTo(scene, target), []);
    },
  },
  {
    id: "hooks/refused",
    protects: "A subscription that the platform refuses is a fault, and not taken for one.",
    needs: ["hooks"],
    async holds(scene) {
      const { hooks, target } = await addressOf(scene);
      const fault = await scene.fault(hooks.create("no-such-resource", target));
      must(fault !== null, "what is not there", "subscribed to", "a fault");
      mustEqual("secrets in it", secretsIn(fault, scene.ground.secrets), []);
    },
  },
];
