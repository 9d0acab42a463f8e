/** What must not come out again. */
export const TOKEN = "2/1200/CANARY-asana-token-88d1";
