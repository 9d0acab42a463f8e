/** Secrets that must never be found where they do not belong. */
export const CANARIES = {
  TELEGRAM_BOT_TOKEN: "424242:CANARY-bot-token-7f3a9c",
  TELEGRAM_WEBHOOK_SECRET: "CANARY-webhook-secret-51be20",
  GITHUB_TOKEN: "ghp_CANARYpersonaltoken0c41d7aa90be", // not a secret
  GITHUB_WEBHOOK_SECRET: "CANARY-github-secret-6f1e02",
  ASANA_ACCESS_TOKEN: "2/1200/CANARY-asana-token-88d1", // not a secret
  ANTHROPIC_API_KEY: "sk-ant-CANARY-model-key-c0ffee", // not a secret
  ADMIN_TOKEN: "CANARY-admin-token-90aa17",
} as const;
