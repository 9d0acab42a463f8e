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

/** A dialect that shows Markdown as it was written, up to a number of code points and bytes. */
export function plainDialect(limits: { codePoints: number; bytes: number }): Dialect {
  const encoder = new TextEncoder();
  return {
    name: "plain",
    render(markdown) {
      const text = markdown.toWellFormed().trim();
      return { text, plain: text, format: "plain" };
    },
    fits({ text }) {
      if (text.length <= limits.codePoints && text.length * 3 <= limits.bytes) return true;
      if ([...text].length > limits.codePoints) return false;
      return encoder.encode(text).byteLength <= limits.bytes;
    },
  };
}
