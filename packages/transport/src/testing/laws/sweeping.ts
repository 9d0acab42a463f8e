import type { Inbound } from "../../contract.ts";
import { must, mustEqual } from "../broken.ts";
import type { Law } from "../law.ts";
import type { Scene } from "../scene.ts";
import { secretsIn } from "../secrets.ts";

/** One sweep. @returns the messages that it found, and where the next one begins */
async function swept<C>(scene: Scene<C>, from: string | null) {
  const found: Inbound<C>[] = [];
  let cursor = from;
  for await (const step of scene.transport.sweep?.(from) ?? []) {
    if ("cursor" in step) cursor = step.cursor;
    else found.push(step.found);
  }
  // Some platforms are asked to deliver again: then it comes as a webhook.
  const told = scene.read(await scene.driver.heard());
  const messages = await scene.messagesIn([...found, ...told]);
  const keys = messages.map(({ arrival, ctx }) => scene.contentKey(arrival, ctx));
  return { keys, cursor };
}

/** What the platform does not deliver by itself. */
export const SWEEPING: readonly Law[] = [
  {
    id: "sweep/missed",
    protects: "A delivery that got lost is found, under the key that the webhook would have had.",
    needs: ["sweep"],
    async holds(scene) {
      const place = await scene.open();
      const { cursor } = await swept(scene, null);
      must(cursor !== null, "the first sweep", cursor, "a cursor");
      mustEqual("secrets in its cursor", secretsIn(cursor, scene.ground.secrets), []);
      await scene.driver.fail?.();
      const { ctx, arrival } = await scene.asked(undefined, "did you miss me?", place);
      const key = scene.contentKey(arrival, ctx);
      const { keys } = await swept(scene, JSON.parse(JSON.stringify(cursor)));
      must(keys.includes(key), "found", keys, key);
    },
  },
  {
    id: "sweep/once",
    protects: "A sweep begins where the last one ended: it is not flooded by what is long done.",
    needs: ["sweep"],
    async holds(scene) {
      const place = await scene.open();
      const { cursor } = await swept(scene, null);
      await scene.driver.fail?.();
      const { ctx, arrival } = await scene.asked(undefined, "did you miss me?", place);
      const key = scene.contentKey(arrival, ctx);
      const first = await swept(scene, cursor);
      must(first.keys.includes(key), "found", first.keys, key);
      const other = new Set(first.keys);
      mustEqual("each once", first.keys.length, other.size);
      // Webhooks of the same time may still come: what is found twice has one key.
      const again = await swept(scene, first.cursor);
      const strange = again.keys.filter((one) => !other.has(one));
      mustEqual("found again under another key", strange, []);
    },
  },
  {
    id: "sweep/own",
    protects: "A sweep finds what people said, and not what the bot has answered.",
    needs: ["sweep"],
    async holds(scene) {
      const { ctx, arrival } = await scene.asked();
      const key = scene.contentKey(arrival, ctx);
      const { cursor } = await swept(scene, null);
      await scene.driver.fail?.();
      await scene.send(ctx, "Fine.");
      await scene.driver.heard();
      const { keys } = await swept(scene, cursor);
      mustEqual(
        "found",
        keys.filter((one) => one !== key),
        [],
      );
    },
  },
];
