import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { table } from "../src/terminal/table.ts";
import { type BusyClinics, storeBusyClinics } from "./load/busy-clinics.ts";
import { type Served, serveBuild } from "./load/built-server.ts";
import { type Kind, requestsOf } from "./load/function-calls.ts";
import { median, sendEach } from "./load/generate.ts";

const KINDS: readonly { readonly kind: Kind; readonly count: number }[] = [
  { kind: "inbound", count: 4000 },
  { kind: "check", count: 800 },
  { kind: "book", count: 400 },
  { kind: "event", count: 800 },
];
const ROUNDS = 7;
const CONNECTIONS = 32;

interface Side {
  readonly server: Served;
  readonly stored: BusyClinics;
}

/**
 * Compares this build with the one in BENCH_BASE (`npm run bench:compare`), each serving its own file, in alternation:
 * the rates and costs as ratios, and how far the rounds spread. Ratios hold on a busy machine; rates do not.
 */
export async function run({ quick }: { readonly quick: boolean }): Promise<void> {
  const base = process.env["BENCH_BASE"];
  if (base === undefined) {
    process.stdout.write("compare: nothing to compare with; run npm run bench:compare BASE\n");
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "ascendia-bench-"));
  const sides: Side[] = [];
  try {
    for (const [name, build] of [["base", base] as const, ["this", "."] as const]) {
      const databasePath = join(folder, name, "sandbox.db");
      mkdirSync(join(folder, name));
      const clinics = quick ? 3 : 8;
      const stored =
        name === "this" ? await storeBusyClinics(databasePath, clinics) : storedBy(base, databasePath, clinics);
      sides.push({ stored, server: await serveBuild(name, { build, databasePath }) });
    }
    const [before, after] = sides;
    if (before !== undefined && after !== undefined) await compare(before, after, quick);
  } finally {
    for (const { server } of sides) await server.stop();
    rmSync(folder, { recursive: true });
  }
}

const storedSchema = z.object({
  clinicIds: z.array(z.string()),
  busy: z.string(),
  dates: z.array(z.string()),
  free: z.array(z.object({ clinicId: z.string(), doctorId: z.string(), startsAt: z.number() })),
});

const LARGEST_OUTPUT_BYTES = 256 * 1024 * 1024;

/** Written by the base's own code, which knows its own tables. */
function storedBy(base: string, databasePath: string, clinics: number): BusyClinics {
  const store = join(base, "build/generated/store/busy-clinics.js");
  const script = `const m = await import(${JSON.stringify(store)}); process.stdout.write(JSON.stringify(await m.storeBusyClinics(${JSON.stringify(databasePath)}, ${clinics})));`;
  const argv = ["--input-type=module", "-e", script];
  return storedSchema.parse(
    JSON.parse(execFileSync(process.execPath, argv, { maxBuffer: LARGEST_OUTPUT_BYTES }).toString()),
  );
}

async function compare(base: Side, after: Side, quick: boolean): Promise<void> {
  const rows: string[][] = [];
  const [ofBase, ofAfter] = [requestsOf(base.stored), requestsOf(after.stored)];
  for (const { kind, count } of KINDS) {
    const sent = quick ? Math.ceil(count / 4) : count;
    const [rates, costs]: [number[], number[]] = [[], []];
    for (let round = 0; round < (quick ? 3 : ROUNDS); round += 1) {
      const one = await measured(base.server, ofBase[kind](sent));
      const other = await measured(after.server, ofAfter[kind](sent));
      // The first round runs code that is not compiled yet.
      if (round === 0) continue;
      rates.push(other.perSecond / one.perSecond);
      costs.push(other.cpuMs / one.cpuMs);
    }
    rows.push([kind, spread(rates), spread(costs)]);
  }
  const memory = (after.server.memoryMb() / base.server.memoryMb()).toFixed(2);
  process.stdout.write(`${table(["of the base", "answered a second", "CPU a request"], rows)}\nmemory × ${memory}\n`);
}

async function measured(server: Served, requests: readonly Buffer[]) {
  const before = server.cpuMs();
  const perSecond = await sendEach({ port: server.port, requests, connections: CONNECTIONS });
  return { perSecond, cpuMs: (server.cpuMs() - before) / requests.length };
}

function spread(ratios: readonly number[]): string {
  return `× ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`;
}
