import type { Barrier, Call } from "../../wire.ts";
import type { RuntimePort } from "../runtime.ts";
import type { Act, Deeds } from "../stage.ts";
import type { Fault } from "./fault.ts";

/**
 * Kills the runtime at a moment that no hand hits: between somebody's approval and the act itself.
 *
 * @param deeds - the wires on which approved acts are carried out
 */
export function killFaults(runtime: RuntimePort, deeds: readonly Deeds[]): Fault[] {
  const fault = (
    name: string,
    title: string,
    about: string,
    moment: "arrived" | "applied",
  ): Fault => {
    let armed: readonly Barrier[] = [];
    const disarm = () => {
      for (const barrier of armed) barrier.release();
      armed = [];
    };
    return {
      id: `runtime-${name}`,
      title,
      about,
      arm() {
        disarm();
        armed = deeds.map(({ wire, is }) => {
          const match = (call: Call) => is(call);
          const barrier = wire.barrier(moment, { match });
          void barrier.hit.then(() => {
            runtime.kill();
            barrier.release("drop");
            disarm();
          });
          return barrier;
        });
      },
      disarm,
      state: () => (armed.length > 0 ? { left: 1, until: null } : null),
    };
  };
  return [
    fault(
      "before-act",
      "Death before the act",
      "An approved act is on its way: the runtime dies, and the platform never hears of it.",
      "arrived",
    ),
    fault(
      "after-act",
      "Death after the act",
      "An approved act is done: the runtime dies before it learns so. It must not do it again.",
      "applied",
    ),
  ];
}

/** How often an approved act took effect between two times, on its own platform. */
export function timesDone(deeds: readonly Deeds[], act: Act, from: number, to: number): number {
  const done = ({ wire, ...deed }: Deeds) =>
    wire.calls.filter(
      (call) =>
        call.applied && call.at >= from && call.at <= to && deed.is(call) && deed.does(call, act),
    );
  return deeds.flatMap(done).length;
}
