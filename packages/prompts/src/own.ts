/** What the owner of a bot adds to its prompts. */
export interface Own {
  /** Who speaks: "You are Ada, the release manager of Example Ltd." */
  readonly persona?: string | undefined;
  /** What it should know and how it should behave. */
  readonly instructions?: string | undefined;
}

/** The owner's words, below ours. */
export function ownWords({ persona, instructions }: Own = {}): string {
  return [persona, instructions].flatMap((words) => (words ? [`\n\n${words}`] : [])).join("");
}
