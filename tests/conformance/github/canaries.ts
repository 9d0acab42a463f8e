/** What must not come out again. */
export const SECRET = "CANARY-github-secret-6f1e02";
