let segmenter: Intl.Segmenter | undefined;

/** What a reader takes for single characters. */
export function graphemes(text: string): Intl.Segments {
  // Not before it is needed: to make one loads ICU's tables, which was a tenth of the start of a Worker.
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return segmenter.segment(text);
}
