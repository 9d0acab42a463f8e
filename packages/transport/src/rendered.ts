/** Text ready for a platform. `plain` says the same without markup and is always acceptable. */
export interface Rendered {
  readonly text: string;
  readonly plain: string;
  /** `markup`: `text` is in the platform's markup; `plain`: `text` equals `plain`. */
  readonly format: "markup" | "plain";
}

/** How a platform writes. */
export interface Dialect {
  readonly name: string;
  /** Markdown to the platform's markup. Never throws. */
  render(markdown: string): Rendered;
  /** Whether one message can hold this. */
  fits(rendered: Rendered): boolean;
}

/** The same words without markup, after a platform has refused the markup. */
export function plainTwin(rendered: Rendered): Rendered {
  return { text: rendered.plain, plain: rendered.plain, format: "plain" };
}
