import * as z from "zod";
import { main } from "../../../src/main.ts";
import { Recorder, inputOf } from "../../fakes/streams.ts";

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

/** Runs `ascendia simulate … --json` in this process. */
export async function simulation(argv: readonly string[], cwd: string) {
  const [stdout, stderr] = [new Recorder(), new Recorder()];
  const world = { env: {}, cwd: () => cwd, stdin: inputOf(""), stdout, stderr };
  const code = await main(["simulate", ...argv, "--json"], world);
  const { data } = documentSchema.parse(JSON.parse(stdout.text));
  const bad = data.clinics
    .flatMap(({ runs }) => runs)
    .filter(({ status }) => status !== "passed" && status !== "skipped")
    .map(({ clinic, scenario, status, reason }) => `${clinic} ${scenario} ${status}: ${reason ?? ""}`);
  return { code, totals: data.totals, bad };
}
