/** As much of Node's module as we use; workerd has it (`nodejs_compat`), its types do not. */
declare module "node:crypto" {
  /** @param pem - PKCS#1 or PKCS#8. @throws when it is no private key */
  export function createPrivateKey(pem: string): {
    export(options: { type: "pkcs8"; format: "pem" }): string;
  };
}
