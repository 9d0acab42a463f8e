/** Used when `MODEL_FAST` is not set: classification. */
export const DEFAULT_FAST = "claude-haiku-5-5";
/** Used when `MODEL_MAIN` is not set: answers. */
export const DEFAULT_MAIN = "claude-sonnet-5-5";
