import { Writable } from "node:stream";
import * as z from "zod";
import { main } from "../../../src/main.ts";

const documentSchema = z.object({
  data: z.object({
    totals: z
      .record(z.string(), z.number())
      .and(z.object({ passed: z.number(), skipped: z.number(), leaks: z.number() })),
    clinics: z.array(
      z.object({
        runs: z.array(
          z.object({ clinic: z.string(), scenario: z.string(), status: z.string(), reason: z.string().nullable() }),
        ),
      }),
    ),
  }),
});

class Recorder extends Writable {
  text = "";

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

async function* nothing(): AsyncGenerator<string> {
  // Nobody types.
}

/** `ascendia simulate … --json` in this process. */
export async function simulation(argv: readonly string[], cwd: string) {
  const [stdout, stderr] = [new Recorder(), new Recorder()];
  const world = { env: {}, cwd: () => cwd, stdin: nothing(), stdout, stderr };
  const code = await main(["simulate", ...argv, "--json"], world);
  const { data } = documentSchema.parse(JSON.parse(stdout.text));
  const bad = data.clinics
    .flatMap(({ runs }) => runs)
    .filter(({ status }) => status !== "passed" && status !== "skipped")
    .map(({ clinic, scenario, status, reason }) => `${clinic} ${scenario} ${status}: ${reason ?? ""}`);
  return { code, totals: data.totals, bad };
}
