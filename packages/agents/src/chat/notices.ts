import type { Standing } from "../pool/standing.ts";
import type { Failure, Step } from "../runs/protocol.ts";
import { type BudgetWords, budgetLines } from "./status-words.ts";

/** What the status sentence is made of. */
export interface Status {
  readonly working: boolean;
  readonly seconds: number;
  readonly pending: number;
  /** Spent in this conversation since midnight UTC. */
  readonly tokens: number;
  /** What is left of the budgets; null: it is not known. */
  readonly standing: Standing | null;
}

/** Why a file was not opened. */
export type Unopened = "sound" | "kind" | "size" | "lost";

/** Every visible sentence that is not the model's. */
interface Notices {
  readonly placeholder: string;
  /** What takes its place, one after another, while nothing is streamed yet. */
  readonly patience: readonly string[];
  /** What a run with several steps is at; Markdown. */
  readonly step: (step: Step) => string;
  /** The model cannot be asked now. @param at - a time of day */
  readonly asksAgain: (at: string) => string;
  readonly stopped: string;
  readonly nothingToStop: string;
  readonly fresh: string;
  readonly help: string;
  readonly cut: string;
  readonly refused: string;
  readonly staleButton: string;
  /** Where nothing else can show that work goes on; removed after the answer. */
  readonly working: string;
  /** The same while the model cannot be asked. @param at - a time of day */
  readonly waits: (at: string) => string;
  /** Commands as a platform may suggest them. */
  readonly commands: Readonly<
    Record<"stop" | "new" | "status" | "approvals" | "link" | "unlink" | "help", string>
  >;
  /** Files that could not be opened: what they were and what to do. */
  readonly unopened: (name: string, why: Unopened) => string;
  readonly status: (status: Status) => string;
  readonly failed: Readonly<Record<Failure, string>>;
  readonly retryHint: string;
}

const BUDGET_EN: BudgetWords = {
  names: {
    "person turns": "Your answers today",
    "person tokens": "Your tokens today",
    "person dollars": "Your cost today",
    "conversation turns": "Answers here today",
    "conversation tokens": "Tokens here today, routing included",
    "conversation dollars": "Cost here today",
    "pool turns": "Everybody's answers today",
    "pool tokens": "Everybody's tokens today",
    "pool dollars": "Everybody's cost today",
  },
  line: (name, used, most, left) => `${name}: ${used} of ${most}, ${left} left.`,
  spent: (name, most) => `${name}: all of ${most} used, until midnight UTC.`,
  dollars: (amount) => `${amount} US dollars`,
  turn: (limits) => `One answer may take ${limits}.`,
  limits: {
    seconds: (most) => `${most} s`,
    tokens: (most) => `${most} tokens`,
    steps: (most) => `${most} planned steps`,
  },
  unknown: "What is left of the budgets cannot be told right now.",
};

const en: Notices = {
  placeholder: "Thinking …",
  patience: ["Still thinking …", "This takes a moment …", "I am on it …", "Nearly there, I hope …"],
  step: ({ n, of, what }) => `${n} of ${of}: ${what}`,
  asksAgain: (at) => `The model is overloaded. I will ask it again at ${at}`,
  stopped: "Stopped.",
  nothingToStop: "Nothing is running.",
  fresh: "A fresh start: I have forgotten what we said before.",
  help: [
    "Write to me and I answer. What you write while I work waits for its turn.",
    "",
    "/stop ends the current answer",
    "/new forgets our conversation",
    "/status tells what I am doing",
    "/approvals lists what waits for a decision here",
    "/approve CODE, /reject CODE decide about it",
    "/link links you with yourself on another platform, /unlink ends that",
    "/help shows this",
  ].join("\n"),
  cut: "(The model stopped here, at the longest answer it can give.)",
  refused: "I have an answer, but it cannot be shown here. Please ask for it in another form.",
  staleButton: "This button is no longer in use.",
  working: "I am on it. My answer will follow here.",
  waits: (at) =>
    `The model is overloaded. I will ask it again at ${at}; my answer will follow here.`,
  commands: {
    stop: "end the current answer",
    new: "forget our conversation",
    status: "what I am doing",
    approvals: "what waits for a decision here",
    link: "decide from another platform, too",
    unlink: "no longer decide from there",
    help: "what I can do",
  },
  unopened: (name, why) =>
    ({
      sound: `I cannot listen to ${name}. Please write down what it says.`,
      kind: `I cannot open ${name}. Please send it as a picture, a PDF or text.`,
      size: `${name} is too large for me. Please send a smaller file or the part that matters.`,
      lost: `I could not fetch ${name}. Please send it again.`,
    })[why],
  status: ({ working, seconds, pending, tokens, standing }) =>
    [
      `${working ? `Working for ${seconds} s.` : "Nothing is running."} Waiting messages: ${pending}. Tokens today: ${tokens}.`,
      ...budgetLines(standing, BUDGET_EN, "en"),
    ].join("\n"),
  failed: {
    model_busy: "The model is overloaded and did not answer in time.",
    model_cut: "The connection to the model broke off several times.",
    model_silent: "The model fell silent several times.",
    model_refused: "The model declined to answer this.",
    model_invalid: "The model could not work with this message.",
    model_settings: "I am set up for a model that does not exist. Please tell my operator.",
    model_credentials: "I cannot reach the model: its key is refused. Please tell my operator.",
    budget: "Today's budget for this is used up. It starts afresh at midnight UTC.",
    crashed: "Something went wrong on my side and I could not answer.",
  },
  retryHint: "Your message is kept; please try again later or rephrase it.",
};

const BUDGET_DE: BudgetWords = {
  names: {
    "person turns": "Deine Antworten heute",
    "person tokens": "Deine Tokens heute",
    "person dollars": "Deine Kosten heute",
    "conversation turns": "Antworten hier heute",
    "conversation tokens": "Tokens hier heute, mit der Wegsuche",
    "conversation dollars": "Kosten hier heute",
    "pool turns": "Antworten an alle heute",
    "pool tokens": "Tokens von allen heute",
    "pool dollars": "Kosten von allen heute",
  },
  line: (name, used, most, left) => `${name}: ${used} von ${most}, ${left} übrig.`,
  spent: (name, most) => `${name}: alle ${most} verbraucht, bis Mitternacht (UTC).`,
  dollars: (amount) => `${amount} US-Dollar`,
  turn: (limits) => `Eine Antwort darf ${limits} brauchen.`,
  limits: {
    seconds: (most) => `${most} s`,
    tokens: (most) => `${most} Tokens`,
    steps: (most) => `${most} geplante Schritte`,
  },
  unknown: "Was von den Budgets übrig ist, lässt sich gerade nicht sagen.",
};

const de: Notices = {
  placeholder: "Ich denke nach …",
  patience: [
    "Ich denke noch nach …",
    "Das dauert einen Moment …",
    "Ich bin dran …",
    "Hoffentlich gleich so weit …",
  ],
  step: ({ n, of, what }) => `${n} von ${of}: ${what}`,
  asksAgain: (at) => `Das Modell ist überlastet. Ich frage es um ${at} wieder`,
  stopped: "Gestoppt.",
  nothingToStop: "Es läuft gerade nichts.",
  fresh: "Ein neuer Anfang: Ich habe vergessen, was wir vorher geschrieben haben.",
  help: [
    "Schreib mir, und ich antworte. Was du schreibst, während ich arbeite, kommt danach dran.",
    "",
    "/stop beendet die laufende Antwort",
    "/new vergisst unser Gespräch",
    "/status sagt, was ich gerade tue",
    "/approvals zeigt, was hier auf eine Entscheidung wartet",
    "/approve CODE, /reject CODE entscheiden darüber",
    "/link verbindet dich mit dir auf einer anderen Plattform, /unlink beendet das",
    "/help zeigt das hier",
  ].join("\n"),
  cut: "(Hier hat das Modell aufgehört: Länger darf eine Antwort nicht werden.)",
  refused:
    "Ich habe eine Antwort, sie lässt sich hier aber nicht anzeigen. Bitte frag anders danach.",
  staleButton: "Dieser Knopf gilt nicht mehr.",
  working: "Ich bin dabei. Meine Antwort folgt hier.",
  waits: (at) =>
    `Das Modell ist überlastet. Ich frage es um ${at} wieder; meine Antwort folgt hier.`,
  commands: {
    stop: "die laufende Antwort beenden",
    new: "unser Gespräch vergessen",
    status: "was ich gerade tue",
    approvals: "was hier auf eine Entscheidung wartet",
    link: "auch von einer anderen Plattform aus entscheiden",
    unlink: "nicht mehr von dort aus entscheiden",
    help: "was ich kann",
  },
  unopened: (name, why) =>
    ({
      sound: `Ich kann ${name} nicht anhören. Bitte schreib auf, was darin gesagt wird.`,
      kind: `Ich kann ${name} nicht öffnen. Bitte schick ein Bild, ein PDF oder Text.`,
      size: `${name} ist zu groß für mich. Bitte schick eine kleinere Datei oder den wichtigen Teil.`,
      lost: `Ich konnte ${name} nicht abholen. Bitte schick es noch einmal.`,
    })[why],
  status: ({ working, seconds, pending, tokens, standing }) =>
    [
      `${working ? `Ich arbeite seit ${seconds} s.` : "Es läuft gerade nichts."} Wartende Nachrichten: ${pending}. Tokens heute: ${tokens}.`,
      ...budgetLines(standing, BUDGET_DE, "de"),
    ].join("\n"),
  failed: {
    model_busy: "Das Modell ist überlastet und hat nicht rechtzeitig geantwortet.",
    model_cut: "Die Verbindung zum Modell ist mehrmals abgebrochen.",
    model_silent: "Das Modell ist mehrmals verstummt.",
    model_refused: "Das Modell hat es abgelehnt, darauf zu antworten.",
    model_invalid: "Das Modell konnte mit dieser Nachricht nichts anfangen.",
    model_settings:
      "Ich bin auf ein Modell eingestellt, das es nicht gibt. Bitte sag meinem Betreiber Bescheid.",
    model_credentials:
      "Ich erreiche das Modell nicht: Sein Schlüssel wird abgelehnt. Bitte sag meinem Betreiber Bescheid.",
    budget: "Das Budget für heute ist aufgebraucht. Um Mitternacht (UTC) geht es weiter.",
    crashed: "Bei mir ist etwas schiefgegangen, ich konnte nicht antworten.",
  },
  retryHint:
    "Deine Nachricht ist aufgehoben; versuch es später noch einmal oder formuliere sie anders.",
};

const TABLE: Readonly<Record<string, Notices>> = { en, de };

/** The sentences in a person's language. @param language - BCP 47; fallback English */
export function notices(language?: string): Notices {
  const short = language?.toLowerCase().split("-")[0] ?? "en";
  // The code comes from outside: "constructor" is no language.
  return (Object.hasOwn(TABLE, short) ? TABLE[short] : undefined) ?? en;
}

/** What a person reads when there is no answer: what happened and what to do. */
export function failureNotice(failure: Failure, language?: string): string {
  const { failed, retryHint } = notices(language);
  return `${failed[failure]} ${retryHint}`;
}
