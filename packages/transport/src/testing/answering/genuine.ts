import { must, mustEqual } from "../broken.ts";
import type { Proof, Signer, Webhook } from "../kit.ts";
import type { AnsweringLaw } from "./laws.ts";
import type { World } from "./world.ts";

const WORDS = "a-genuine-question";

/** A delivery that is not what the platform has sent, with what is wrong with it. */
type Forged = readonly [what: string, webhook: Webhook];

/** What is refused of a delivery, and that it is taken as it was. */
export const GENUINE: readonly AnsweringLaw[] = [
  {
    id: "answering/unsigned",
    protects: "A delivery without its proof is refused, and nothing of it is stored.",
    needs: ({ facts }) => facts.proof !== undefined,
    holds: (world) =>
      refused(world, async (webhook, { header }) => [
        [`no ${header}`, { ...webhook, headers: without(webhook, header) }],
        [`an empty ${header}`, withHeader(webhook, header, "")],
      ]),
  },
  {
    id: "answering/altered",
    protects:
      "A delivery of which one byte was changed is refused, and nothing of it is stored: of its body, where that is signed.",
    needs: ({ facts }) => facts.proof !== undefined,
    holds: (world) =>
      refused(world, async (webhook, { header, covers }) => {
        const proof = proofIn(webhook, header);
        const { body } = webhook;
        if (covers === "nothing") {
          return [changed(proof), proof.slice(0, -1), `${proof}x`, proof.toUpperCase()]
            .filter((value) => value !== proof)
            .map((value) => [`another ${header}`, withHeader(webhook, header, value)]);
        }
        return [
          // Where it holds ids only the last one makes another event of it.
          body.replace(WORDS, "b-genuine-question"),
          changed(body),
          // The same JSON, and not the same bytes.
          `${body} `,
        ]
          .filter((other) => other !== body)
          .map((other) => [`the body ${other.slice(-40)}`, { ...webhook, body: other }]);
      }),
  },
  {
    id: "answering/stranger",
    protects: "A delivery by somebody with another secret is refused, and nothing of it is stored.",
    needs: ({ facts }) => facts.proof !== undefined,
    holds: (world) =>
      refused(world, async (webhook) => [
        ["another secret", await signed(world, webhook, "stranger")],
      ]),
  },
  {
    id: "answering/stale",
    protects: "A delivery that was signed half a day ago is refused: a recorded one is of no use.",
    needs: ({ facts }) => facts.proof?.dated === true,
    holds: (world) =>
      refused(world, async (webhook) => [["a recorded one", await signed(world, webhook, "past")]]),
  },
];

/** Each forged one is refused and changes nothing; what the platform has sent is taken all the same. */
async function refused(
  world: World,
  forge: (webhook: Webhook, proof: Proof) => Promise<readonly Forged[]>,
): Promise<void> {
  const { driver, app } = world.ground;
  const { proof } = world.subject.facts;
  must(proof !== undefined, "the facts", proof, "how deliveries are proved genuine");
  const place = await world.open();
  await driver.act(place, { kind: "ask", text: `about ${WORDS}` });
  const heard = await driver.heard();
  must(heard.length > 0, "what the platform has told of a question", heard, "a delivery");
  const before = await app.stored?.();
  for (const webhook of heard) {
    for (const [what, forged] of await forge(webhook, proof)) {
      const status = await app.deliver(forged);
      must(status === 401 || status === 403, what, status, "401 or 403");
    }
  }
  mustEqual("what is stored", await app.stored?.(), before);
  mustEqual("answers", await driver.seen(place), []);
  // Nothing but what was forged was the reason: signed anew by the platform it is taken, and answered.
  for (const webhook of heard) {
    const status = await app.deliver(await signed(world, webhook, "platform"));
    must(status >= 200 && status < 300, "as the platform signs it", status, "2xx");
  }
  await world.answeredOnce(place, WORDS);
  mustEqual("answers to what was altered", await world.holders(place, "b-genuine-question"), []);
}

async function signed(world: World, webhook: Webhook, by: Signer): Promise<Webhook> {
  const other = await world.ground.driver.sign?.(webhook, by);
  must(other !== undefined, "the driver's `sign`", other, "one, as the facts tell a proof");
  mustEqual("the body that is signed", other.body, webhook.body);
  return other;
}

/** Names of headers are not the same in all letters everywhere. */
const isNamed = (header: string) => (name: string) => name.toLowerCase() === header.toLowerCase();

function without({ headers }: Webhook, header: string): Webhook["headers"] {
  const is = isNamed(header);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !is(name)));
}

function withHeader(webhook: Webhook, header: string, value: string): Webhook {
  return { ...webhook, headers: { ...without(webhook, header), [header]: value } };
}

function proofIn({ headers }: Webhook, header: string): string {
  const name = Object.keys(headers).find(isNamed(header));
  must(name !== undefined, "headers of a delivery", Object.keys(headers), `with ${header}`);
  return headers[name] ?? "";
}

/** The last letter or digit is another one: as long as before, and as well formed. */
function changed(text: string): string {
  return text.replace(/[a-z\d](?=[^a-z\d]*$)/i, (last) => (last === "0" ? "1" : "0"));
}
