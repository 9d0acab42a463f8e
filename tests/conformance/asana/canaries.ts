/** What must not come out again. */
export const TOKEN = "2/1200/CANARY-asana-token-88d1";
export const ADMIN_TOKEN = "CANARY-admin-of-the-laws-90c1d7";
