/** The forms in which a secret may lie in a text: plain, URL-encoded, in JSON, in base64 at each offset. */
export function formsOf(secret: string): string[] {
  const bytes = new TextEncoder().encode(secret);
  // Base64 of a part of a longer text begins at one of three offsets; its middle is the same.
  const shifted = [0, 1, 2].map((offset) => {
    const whole = btoa("\0".repeat(offset) + String.fromCharCode(...bytes));
    return whole.slice(offset === 0 ? 0 : 4, -4);
  });
  const url = shifted.map((one) => one.replaceAll("+", "-").replaceAll("/", "_"));
  const json = JSON.stringify(secret).slice(1, -1);
  const forms = [secret, encodeURIComponent(secret), json, ...shifted, ...url];
  // Too short a piece would be found anywhere.
  return [...new Set(forms)].filter((form) => form.length >= 6);
}

/** Which of the secrets a value holds, in any form. */
export function secretsIn(value: unknown, secrets: readonly string[]): string[] {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return secrets.filter((secret) => formsOf(secret).some((form) => text.includes(form)));
}
