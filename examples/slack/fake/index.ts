export { MOST_CHARACTERS } from "./methods.ts";
export { shown } from "./shown.ts";
export { SlackFake, type SlackOptions } from "./slack.ts";
export { type Channel, type Kept, messageAt } from "./workspace.ts";
