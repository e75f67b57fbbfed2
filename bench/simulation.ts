import { rmSync } from "node:fs";
import { createServer } from "node:http";
import * as z from "zod";
import { retellWire } from "../src/adapters/retell/retell-wire.ts";
import { ascendia } from "../test/proof/simulation/command.ts";
import type { BenchRun } from "./load/bench-run.ts";
import { installFleet } from "../test/proof/simulation/fleet.ts";

const counted = z.object({ count: z.number() });
const document = z.object({
  data: z.object({
    totals: z.object({ passed: z.number(), runs: z.number() }),
    timings: z.object({
      webhook: counted,
      functions: counted,
      runs: z.number(),
      elapsedMs: z.number(),
      runsPerSecond: z.number(),
    }),
  }),
});

/** call_started, call_ended and call_analyzed. */
const EVENTS_PER_CALL = 3;

/**
 * Complete booking calls per second, with HTTP and SQLite, compared with the same number of bare round trips of the
 * same client.
 */
export async function run({ quick, note }: BenchRun): Promise<void> {
  const folder = await installFleet(20);
  try {
    const repeat = quick ? "5" : "50";
    const argv = ["simulate", "--all", "--scenario", "book", "--repeat", repeat, "--at", "2026-06-10", "--json"];
    const { stdout, cpuSeconds } = await ascendia(argv, folder);
    const { timings, totals } = document.parse(JSON.parse(stdout)).data;
    const requests = timings.webhook.count + timings.functions.count + EVENTS_PER_CALL * timings.runs;
    const bare = await bareRoundTrips(requests);
    note("a call, by its bare round trips", timings.elapsedMs / bare.elapsedMs);
    const lines = [
      `booking calls           ${timings.runs} in ${timings.elapsedMs} ms, ${timings.runsPerSecond} a second (${totals.passed} of ${totals.runs} runs passed)`,
      `HTTP requests in them   ${requests}, ${(requests / timings.runs).toFixed(1)} a call`,
      `processor time          ${((cpuSeconds * 1000) / timings.runs).toFixed(1)} ms a call, start of the program included`,
      `as many bare round trips ${Math.round(bare.elapsedMs)} ms, of processor time ${Math.round(bare.cpuMs)} ms, one after the other`,
      `ratio                   ${(timings.elapsedMs / bare.elapsedMs).toFixed(1)} in time, ${((cpuSeconds * 1000) / bare.cpuMs).toFixed(1)} in processor time`,
    ];
    process.stdout.write(`${lines.join("\n")}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns the time it takes to send that many signed requests to a server that answers at once */
async function bareRoundTrips(requests: number): Promise<{ readonly elapsedMs: number; readonly cpuMs: number }> {
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => response.end("{}"));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/`;
  const wire = retellWire("key_of_the_bench", { now: () => 0 });
  const body = JSON.stringify({ filler: "x".repeat(1500) });
  const [began, used] = [performance.now(), process.cpuUsage()];
  for (let sent = 0; sent < requests; sent += 1) await wire.send({ url, method: "POST", body, timeoutMs: 10_000 });
  const [elapsedMs, cpu] = [performance.now() - began, process.cpuUsage(used)];
  server.closeAllConnections();
  server.close();
  return { elapsedMs, cpuMs: (cpu.user + cpu.system) / 1000 };
}
