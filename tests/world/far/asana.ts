import { type AsanaOptions, type AsanaPerson, AsanaServer } from "@trunkline/emulators";
import { CANARIES } from "../canaries.ts";

export type AsanaFarOptions = Partial<Omit<AsanaOptions, "token">>;

/** Asana with a project that the bot subscribes to by itself, and a colleague. */
export class AsanaFar {
  readonly server: AsanaServer;
  readonly tess: AsanaPerson;
  readonly project: { readonly gid: string };
  readonly #origin: string;

  /** @param origin - where the app will listen */
  constructor(options: AsanaFarOptions, origin: string) {
    this.#origin = origin;
    this.server = new AsanaServer({
      token: CANARIES.ASANA_ACCESS_TOKEN,
      retryScale: 0.01,
      limits: null,
      ...options,
    });
    this.tess = this.server.person({ name: "Tess" });
    this.project = this.server.project({ name: "Website" });
  }

  get wire() {
    return this.server.wire;
  }

  /** Waits until so many webhooks have been made and accept what comes. */
  async subscribed(count = 1): Promise<void> {
    const are = () =>
      this.server.webhooks.filter(({ active, gone }) => active && gone === null).length >= count;
    if (are()) return;
    await new Promise<void>((resolve) => {
      const stop = this.server.onChange(() => {
        // After whoever counts the delivery as accepted.
        setImmediate(() => {
          if (!are()) return;
          stop();
          resolve();
        });
      });
    });
  }

  async listen(): Promise<Readonly<Record<string, string>>> {
    return {
      ASANA_API_URL: await this.server.listen(),
      ASANA_ACCESS_TOKEN: CANARIES.ASANA_ACCESS_TOKEN,
      ASANA_ALLOWED_USERS: "*",
      ASANA_PROJECTS: this.project.gid,
      PUBLIC_URL: this.#origin,
    };
  }

  close(): Promise<void> {
    return this.server.close();
  }
}
