/** Addresses that a reader can follow. Others say something or do something. */
const SCHEME = /^(?:https?|mailto|tel|ftp|git|ssh|sftp):/i;
const ANY_SCHEME = /^[a-z][a-z\d+.-]*:/i;
/** So many characters of base64 without a break are no word and no number. */
const BLOB = /[A-Za-z\d+%]{60,}={0,2}/g;
/** No address is written with these. */
const FOREIGN = /[\s<>"`]/;
/** A hash is one of a kind, and short. */
const HASH = /^[\da-f]{1,128}$/i;
const PUT = "…";

/** Whether a run of characters is data. */
function isBlob(run: string): boolean {
  return !HASH.test(run) && /[A-Z]/.test(run) && /[a-z]/.test(run);
}

/**
 * What remains of the address of a link or a picture: nobody sees it before following it. Addresses
 * with white space or quotes, of schemes that hold data or code, and long base64 are cut.
 */
export function cleanAddress(address: string): string {
  const plain = address.replace(/[\p{Cc}\p{Cf}]/gu, "");
  if (FOREIGN.test(plain) || (ANY_SCHEME.test(plain) && !SCHEME.test(plain))) return "";
  return withoutBlobs(plain);
}

export function withoutBlobs(text: string): string {
  return text.replace(BLOB, (run) => (isBlob(run) ? PUT : run));
}
