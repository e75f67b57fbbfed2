import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { type ErrorCode, AscendiaError } from "../../errors.ts";
import type { ClinicPlayer, FleetSimulation, FleetThread, MutantOrder, MutantTrial, TryMutant } from "../ports.ts";
import type { PlayedClinic, SimulationReport } from "../reports/report.ts";

/**
 * A thread holds one clinic's calls at a time, some 70 MB with the program. Without a limit, V8 lets the heap grow to
 * four times its contents before it collects garbage.
 */
const MOST_MEMORY = { maxOldGenerationSizeMb: 640 };

type Installation = Omit<ThreadStart, "request" | "detail">;

export interface FleetThreads {
  readonly helpers: readonly FleetThread[];
  close(): Promise<void>;
}

/** Helpers that each start a thread when they join; none if the program is not bundled. */
export function fleetThreads(installation: Installation, helpers = availableParallelism() - 1): FleetThreads {
  const entry = fileURLToPath(new URL("./simulation-thread.cjs", import.meta.url));
  const started: Worker[] = [];
  const start = (part: Pick<ThreadStart, "request" | "detail">) => {
    const workerData: ThreadStart = { ...installation, ...part };
    const worker = new Worker(entry, { workerData, resourceLimits: MOST_MEMORY });
    started.push(worker);
    return asking(worker);
  };
  const helper: FleetThread = {
    join: (request, detail) => threadPlayer(start({ request, detail })),
    mutate: (request) => threadTrier(start({ request, detail: "whole" })),
  };
  return {
    helpers: existsSync(entry) ? Array.from({ length: helpers }, () => helper) : [],
    close: async () => {
      for (const worker of started) await worker.terminate();
    },
  };
}

type Ask = (order: ThreadOrder) => Promise<ThreadAnswer>;

/** One order at a time; a thread that dies fails the simulation. */
function asking(worker: Worker): Ask {
  const lost = new Promise<never>((_, reject) => {
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`a simulating thread ended with ${code}`)));
  });
  // Closing also ends the thread when nothing waits for it.
  lost.catch(() => undefined);
  return (order) => {
    const answer = new Promise<ThreadAnswer>((resolve) => worker.once("message", resolve));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window.
    worker.postMessage(order);
    return Promise.race([answer, lost]);
  };
}

function threadPlayer(ask: Ask): ClinicPlayer {
  return {
    play: async ({ marks, scenarios }, ended) => {
      const names = scenarios.map(({ name }) => name);
      const answer = await ask({ kind: "play", clinicId: marks.clinic.id, scenarios: names });
      if (answer.kind !== "played") throw failureOf(answer);
      for (const run of answer.played.report.runs) ended(run);
      return answer.played;
    },
  };
}

function threadTrier(ask: Ask): TryMutant {
  return async (order) => {
    const answer = await ask({ kind: "try", order });
    if (answer.kind !== "tried") throw failureOf(answer);
    return answer.trial;
  };
}

function failureOf(answer: ThreadAnswer): Error {
  if (answer.kind === "broken") return new Error(answer.stack);
  if (answer.kind !== "failed") return new Error(`a simulating thread answered "${answer.kind}" to another order`);
  const { code, message, hint, detail } = answer;
  return new AscendiaError(code, message, { ...(hint !== undefined && { hint }), detail });
}

/** What a simulating thread is started with. */
export interface ThreadStart {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly flags: { readonly db?: string; readonly envFile?: string };
  readonly snapshot: Uint8Array;
  readonly request: FleetSimulation;
  readonly detail: SimulationReport["detail"];
}

export type ThreadOrder =
  | { readonly kind: "play"; readonly clinicId: string; readonly scenarios: readonly string[] }
  | { readonly kind: "try"; readonly order: MutantOrder };

export type ThreadAnswer =
  | { readonly kind: "played"; readonly played: PlayedClinic }
  | { readonly kind: "tried"; readonly trial: MutantTrial }
  | {
      readonly kind: "failed";
      readonly code: ErrorCode;
      readonly message: string;
      readonly hint?: string;
      readonly detail?: unknown;
    }
  | { readonly kind: "broken"; readonly stack: string };
