import type { Running } from "@trunkline/emulators/playground";

/** One emulated platform of `npm start`, ready to be talked to by its app. */
export interface LocalPlatform extends Running {
  /** Of its app, which is called like the stage. */
  readonly port: number;
  /** What its app needs to be set to. */
  readonly settings: Readonly<Record<string, string>>;
  /** Tells the platform where the app will listen, as an operator would. */
  connect(): Promise<void>;
  close(): Promise<void>;
}
