/** What must not come out again. */
export const SECRET = "CANARY-github-secret-6f1e02";
export const TOKEN = "ghp_CANARYpersonaltoken0c41d7aa90be"; // not a secret
