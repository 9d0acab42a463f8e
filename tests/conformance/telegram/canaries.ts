/** What must not come out again. */
export const SECRET = "CANARY-webhook-secret-51be20";
export const TOKEN = "900:CANARY-bot-token-7f3a9c";
export const ADMIN_TOKEN = "CANARY-admin-of-the-laws-41b7e0";
