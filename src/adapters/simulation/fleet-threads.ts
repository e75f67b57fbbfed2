import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { AscendiaError } from "../../domain/errors.ts";
import type { ClinicPlayer, PlayedClinic } from "../../domain/simulation/clinic-player.ts";
import type { FleetHelper } from "../../domain/simulation/ports.ts";
import type { PlayOrder, ThreadAnswer, ThreadStart } from "./thread-messages.ts";

type Installation = Omit<ThreadStart, "request" | "detail">;

export interface FleetThreads {
  readonly helpers: readonly FleetHelper[];
  close(): Promise<void>;
}

/** One thread less than there are cores, each started when it joins; none where the program is not bundled. */
export function fleetThreads(installation: Installation): FleetThreads {
  const entry = fileURLToPath(new URL("./simulation-thread.cjs", import.meta.url));
  const started: Worker[] = [];
  const helper: FleetHelper = {
    join: (request, detail) => {
      const workerData: ThreadStart = { ...installation, request, detail };
      const worker = new Worker(entry, { workerData });
      started.push(worker);
      return threadPlayer(worker);
    },
  };
  return {
    helpers: existsSync(entry) ? Array.from({ length: availableParallelism() - 1 }, () => helper) : [],
    close: async () => {
      for (const worker of started) await worker.terminate();
    },
  };
}

/** Plays one clinic at a time in the thread; one that dies fails the simulation. */
function threadPlayer(worker: Worker): ClinicPlayer {
  const lost = new Promise<never>((_, reject) => {
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`a simulating thread ended with ${code}`)));
  });
  // Closing ends the thread too, when nobody waits for it any more.
  lost.catch(() => undefined);
  return {
    play: async ({ marks, scenarios }, ended) => {
      const answer = new Promise<ThreadAnswer>((resolve) => worker.once("message", resolve));
      const order: PlayOrder = { clinicId: marks.clinic.id, scenarios: scenarios.map(({ name }) => name) };
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window.
      worker.postMessage(order);
      const played = playedOf(await Promise.race([answer, lost]));
      for (const run of played.report.runs) ended(run);
      return played;
    },
  };
}

function playedOf(answer: ThreadAnswer): PlayedClinic {
  if (answer.kind === "played") return answer.played;
  if (answer.kind === "broken") throw new Error(answer.stack);
  const { code, message, hint, detail } = answer;
  throw new AscendiaError(code, message, { ...(hint !== undefined && { hint }), detail });
}
