import { byId, setText } from "./dom.js";

/** Long enough to be read, twice. */
const SHOWN_MS = 7_000;
const timers = new Map();

/** Does something at the server; what it refuses is said at the foot of the page. */
export async function attempt(act) {
  try {
    const answer = await act();
    byId("refused").hidden = true;
    return answer ?? {};
  } catch (error) {
    say("refused", error.message);
    return null;
  }
}

/** A word of the bot to whoever has pressed a button, for example. */
export const tell = (text) => say("told", text);

function say(id, text) {
  const toast = byId(id);
  setText(toast, text);
  toast.hidden = false;
  clearTimeout(timers.get(id));
  timers.set(
    id,
    setTimeout(() => {
      toast.hidden = true;
    }, SHOWN_MS),
  );
}
