/** The way of a batch in four steps, as far as it has come. Pure. */
export function steps(batch) {
  const { route, ending, state, seq, streamed, posts, kind } = batch;
  const over = !["waiting", "active"].includes(state);
  const finals = posts.filter(({ role }) => role === "final");
  const seen = finals.filter(({ shown }) => shown === 1).length;
  const command = kind !== "turn";
  const answered = ending !== null || over;
  const failed = ["dead", "undeliverable", "uncertain"].includes(state) || ending === "dead";
  return [
    { name: "Collected", state: "done", text: messages(batch.said.length) },
    ...(command
      ? []
      : [
          {
            name: "Routed",
            state: route ? "done" : answered ? "skipped" : "now",
            text: route ? route.route : "",
          },
        ]),
    {
      name: command ? "Done" : "Answered",
      state: answered ? (failed ? "bad" : "done") : route || command ? "now" : "todo",
      text: answerText(answered, ending, streamed, seq),
    },
    {
      name: "Delivered",
      state: over ? (failed ? "bad" : "done") : answered ? "now" : "todo",
      text: finals.length > 1 || answered ? `${seen} of ${finals.length}` : "",
    },
  ];
}

/** Endings that are no answer. */
const ENDINGS = { dead: "given up" };

function messages(many) {
  if (many === 0) return "a decision";
  return many === 1 ? "1 message" : `${many} messages`;
}

function answerText(answered, ending, streamed, seq) {
  if (answered)
    return ending === null || ending === "answered" ? "stored" : (ENDINGS[ending] ?? ending);
  return streamed > 0 ? `${streamed} characters` : seq > 0 ? "going on" : "";
}
