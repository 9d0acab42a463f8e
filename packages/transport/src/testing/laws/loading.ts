import { must, mustEqual } from "../broken.ts";
import type { Law } from "../law.ts";
import type { Scene } from "../scene.ts";
import { secretsIn } from "../secrets.ts";

/** Every byte there is, and a length that base64 does not divide. */
const BYTES = Uint8Array.from({ length: 3 * 256 + 1 }, (_, n) => n % 256);
const FILE = {
  name: "figures.csv",
  mime: "text/csv",
  data: btoa(String.fromCharCode(...BYTES)),
};

/** Somebody sends the file. @returns the context as it comes back from the store, and the file in it */
async function sent<C>(scene: Scene<C>, kind: string) {
  const place = await scene.open(kind);
  await scene.driver.heard();
  const isKnown = await scene.driver.attach?.(place, "what do they say?", FILE);
  must(isKnown !== undefined, "files", isKnown, "a driver with `attach`");
  if (!isKnown) return null;
  const events = scene.read(await scene.driver.heard());
  const [question] = await scene.messagesIn(events);
  must(question !== undefined, `a file in a ${kind}`, events, "a message");
  const ctx = scene.again(question.ctx);
  const { attachments, text } = scene.transport.parseContext(ctx);
  must(text.includes("what do they say?"), "the words with a file", text, "as they were said");
  const [file] = attachments;
  must(file !== undefined && attachments.length === 1, "its files", attachments, "one");
  return { ctx, file };
}

/** Files that come with a message. */
export const LOADING: readonly Law[] = [
  {
    id: "load/whole",
    protects: "A file that can be had arrives whole, byte by byte, with its name and its type.",
    needs: ["load"],
    async holds(scene) {
      const seen: string[] = [];
      for (const kind of scene.facts.places) {
        const found = await sent(scene, kind);
        if (!found) continue;
        seen.push(kind);
        const { ctx, file } = found;
        mustEqual(`its name in a ${kind}`, file.name, FILE.name);
        // Exactly as large as it may be, and a restart later.
        const loaded = await scene.ground.connect().load?.(ctx, file, BYTES.length);
        mustEqual(`the file of a ${kind}`, loaded, { data: FILE.data, mime: FILE.mime });
        mustEqual("secrets in its reference", secretsIn(file, scene.ground.secrets), []);
      }
      must(seen.length > 0, "places in which somebody can send a file", seen, "at least one");
    },
  },
  {
    id: "load/limit",
    protects:
      "A file that is larger than what is asked for is a fault: nothing of it is handed on.",
    needs: ["load"],
    async holds(scene) {
      for (const kind of scene.facts.places) {
        const found = await sent(scene, kind);
        if (!found) continue;
        const load = scene.transport.load?.(found.ctx, found.file, BYTES.length - 1);
        const fault = await scene.fault(Promise.resolve(load));
        mustEqual("one byte too many", fault?.kind ?? "loaded", "too_long");
        mustEqual("secrets in it", secretsIn(fault, scene.ground.secrets), []);
      }
    },
  },
];
