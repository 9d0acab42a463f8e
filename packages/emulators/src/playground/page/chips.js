import { follow, h } from "./dom.js";

/**
 * First messages for somebody who does not know what to write.
 *
 * @param {(text: string) => void} say
 */
export function makeChips(say) {
  const element = h(
    "fieldset",
    { class: "chips" },
    h("legend", { class: "hidden" }, "Suggestions"),
  );
  return {
    element,
    /**
     * @param {string[]} words
     * @param {(word: string) => string} called what one writes, so that the bot is meant
     */
    show(words, called) {
      follow(element, words, {
        key: (word) => word,
        make: (word) => h("button", { type: "button" }, word),
        update: (button, word) => {
          button.onclick = () => say(called(word));
        },
      });
    },
  };
}

/** A plan of several steps, and what is kept: the same everywhere. */
export const PLAN = "compare three code styles, step by step";
export const MEMORY = ["remember that berth 3 leaks", "what do you remember?"];
