import type { Channel } from "./edit.ts";

// A terminal prints nothing of a sequence: CSI up to its last byte; OSC, DCS, SOS, PM and APC up to
// their terminator or the end of the line (ECMA-48, 5.4 and 5.6).
const SEQUENCE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: sequences are made of them
  /(?:\x1B\[|\x9B)[0-?]*[ -/]*[@-~]|(?:\x1B[\]PX^_]|[\x90\x98\x9D-\x9F])[^\x07\x1B\x9C\n]*(?:\x07|\x1B\\|\x9C)?|\x1B[ -/]*[0-~]/g;
// From "conceal" (8, and not the eighth colour) to whatever switches it off.
const CONCEALED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
  /(?:\x1B\[|\x9B)(?:\d{1,3};){0,9}(?<![34]8;5;)8(?:;\d{1,3}){0,9}m[\s\S]*?(?:(?:\x1B\[|\x9B)(?:0|28|0;[\d;]{0,20})?m|$)/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const ESCAPE = /[\x1B\x90-\x9F]/;

/** Removes escape sequences of terminals, and what they conceal. */
export function withoutSequences(text: string, report: (channel: Channel) => void): string {
  if (!ESCAPE.test(text)) return text;
  const drop = (channel: Channel) => () => {
    report(channel);
    return "";
  };
  return text.replace(CONCEALED, drop("conceal")).replace(SEQUENCE, drop("escape sequence"));
}
