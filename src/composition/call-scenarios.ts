import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { z } from "zod";
import type { ConsolePorts, MadeScenario } from "../console/ports.ts";
import { inOwnProcess } from "./own-process.ts";
import type { Surroundings } from "./surroundings.ts";

const PATIENCE_MS = 60_000;

const madeSchema = z.object({ data: z.object({ scenarios: z.array(z.object({ file: z.string() })).length(1) }) });
const refusedSchema = z.object({
  data: z.object({
    scenarios: z.array(z.object({ problem: z.string(), detail: z.array(z.string()) })).length(1),
  }),
});

/**
 * Runs `call:to-scenario` in a separate process, one at a time. Playing the call on a copy of the data keeps a CPU
 * busy, and callers must be answered meanwhile.
 */
export function callScenarios({ parts }: Pick<Surroundings, "parts">): ConsolePorts["scenarioOf"] {
  let isBusy = false;
  return async (callId) => {
    if (isBusy) return { problem: "busy", detail: [] };
    isBusy = true;
    const folder = await mkdtemp(join(tmpdir(), "ascendia-scenario-"));
    try {
      return await converted(
        await inOwnProcess(["call:to-scenario", "--folder", folder, "--", callId], PATIENCE_MS, { parts }),
        folder,
      );
    } finally {
      isBusy = false;
      await rm(folder, { recursive: true, force: true });
    }
  };
}

async function converted(
  { stdout, isOutOfTime }: Awaited<ReturnType<typeof inOwnProcess>>,
  folder: string,
): Promise<MadeScenario> {
  if (isOutOfTime) return { problem: "slow", detail: [] };
  const printed: unknown = JSON.parse(stdout);
  const made = madeSchema.safeParse(printed);
  if (made.success) {
    const [{ file } = { file: "" }] = made.data.data.scenarios;
    return { name: basename(file, ".yaml"), yaml: await readFile(resolve(folder, basename(file)), "utf8") };
  }
  const [refused] = refusedSchema.safeParse(printed).data?.data.scenarios ?? [];
  if (refused === undefined) throw new Error(`call:to-scenario printed ${stdout.slice(0, 500)}`);
  return refused.detail.length > 0 ? { problem: "differs", detail: refused.detail } : { problem: "none", detail: [] };
}
