/** As much of workerd as the Workers of the bench use. The bench itself is checked as Node code. */
declare module "cloudflare:workers" {
  export interface SqlStorage {
    exec(
      query: string,
      ...values: (string | number | null)[]
    ): {
      one(): Record<string, string | number | null>;
      toArray(): Record<string, string | number | null>[];
    };
  }

  export interface DurableObjectState {
    readonly id: { readonly name?: string };
    waitUntil(work: Promise<unknown>): void;
    readonly storage: {
      readonly sql: SqlStorage;
      setAlarm(time: number): Promise<void>;
      deleteAlarm(): Promise<void>;
    };
  }

  export abstract class DurableObject<E> {
    protected readonly ctx: DurableObjectState;
    protected readonly env: E;
    constructor(ctx: DurableObjectState, env: E);
  }
}
