import { byId, clock, follow, h, setText } from "../dom.js";

const left = (until) => `${Math.max(0, Math.ceil((until - Date.now()) / 1000))} s`;

const writesOf = (many) => (many === 1 ? "1 write" : `${many} writes`);

/** What holds writes back, and how fast they may go. */
export function showPacing(pacing, conversation) {
  follow(byId("pacing"), lines(pacing, conversation), {
    key: ({ key }) => key,
    make: () => h("li"),
    update: (line, { text, tone }) => {
      setText(line, text);
      line.dataset.tone = tone;
    },
  });
}

function lines(pacing, conversation) {
  if (!pacing) return [{ key: "none", tone: "plain", text: "The account has not answered yet." }];
  const { blocked, minute, nextAt } = pacing;
  const perSecond = Math.round(pacing.perSecond * 10) / 10;
  const own = conversation && conversation.blockedUntil > Date.now() ? conversation : null;
  const waiting = blocked.filter(({ until }) => until > Date.now());
  return [
    ...waiting.map(({ where, until }) => ({
      key: `blocked-${where}`,
      tone: "bad",
      text: `${where}: told to wait until ${clock(until)}, ${left(until)} left`,
    })),
    ...(own
      ? [
          {
            key: "own",
            tone: "bad",
            text: `This conversation keeps still until ${clock(own.blockedUntil)}; the wait is a row on disk`,
          },
        ]
      : []),
    ...(waiting.length === 0 && !own
      ? [{ key: "free", tone: "good", text: "Nobody has to wait." }]
      : []),
    {
      key: "rate",
      tone: "plain",
      text:
        nextAt > Date.now() + 1_000
          ? `${writesOf(perSecond)} a second at most; a burst is being spread`
          : `${writesOf(perSecond)} a second at most`,
    },
    ...minute.map(({ where, writes }) => ({
      key: `minute-${where}`,
      tone: "plain",
      text: `${where}: ${writesOf(writes)} in the last minute`,
    })),
  ];
}
