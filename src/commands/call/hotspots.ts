import type { Command } from "commander";
import { type Hotspot, type Hotspots, findTroubles, hotspotTally } from "../../domain/call/review/call-troubles.ts";
import type { FleetCall } from "../../domain/call/ports.ts";
import { requireClinic } from "../../domain/fleet/ports.ts";
import type { PageRequest } from "../../domain/page.ts";
import { counted, table } from "../../terminal/table.ts";
import { type SinceFlag, addSinceOption, sinceAt } from "../arguments.ts";
import type { Context } from "../context.ts";
import { allRows } from "../../domain/page.ts";

interface HotspotFlags extends SinceFlag {
  readonly clinic?: string;
}

/** At most this many calls are read: the latest. */
const MOST_CALLS = 20_000;
const MOST_NODES = 30;

export function configure(command: Command, context: Context): void {
  addSinceOption(command)
    .description(
      "show where in the flow callers hang up, repeat themselves or wait, and where tools fail; each figure counts calls",
    )
    .option("--clinic <clinic>", "only calls of this clinic, id or slug")
    .action((flags: HotspotFlags) => hotspots(flags, context));
}

async function hotspots(flags: HotspotFlags, context: Context): Promise<void> {
  const store = await context.store();
  const clinicId = flags.clinic === undefined ? undefined : (await requireClinic(flags.clinic, store.clinics)).id;
  const filter = { clinicId, sinceAt: sinceAt(flags, context.clock.now()) };
  const source = {
    read: (page: PageRequest) => store.calls.list({ ...filter, ...page }),
    placeOf: ({ calledAt, callId }: FleetCall) => ({ by: calledAt, id: callId }),
  };
  const tally = hotspotTally();
  let read = 0;
  for await (const call of allRows({}, source)) {
    if (read === MOST_CALLS) {
      context.output.warn(`Only the latest ${MOST_CALLS} calls were read: narrow them with --since.`);
      break;
    }
    read += 1;
    tally.add(call, await findTroubles(call, store.events));
  }
  context.output.result(tally.result(), hotspotsText);
}

type Column = readonly [head: string, figure: Exclude<keyof Hotspot, "node">];

const COLUMNS: readonly Column[] = [
  ["hung up", "hungUp"],
  ["repeated", "repeated"],
  ["waited", "waited"],
  ["tool failed", "toolFailed"],
  ["tool refused", "toolRefused"],
];

function hotspotsText({ nodes, calls, timed, longWaitMs }: Hotspots): string {
  if (calls === 0) return "No calls.";
  const rows = nodes
    .slice(0, MOST_NODES)
    .map((spot) => [spot.node].concat(COLUMNS.map(([, figure]) => (spot[figure] === 0 ? "" : String(spot[figure])))));
  const about = `${counted(calls, "call")}; ${timed} with the times of words, in which ${longWaitMs / 1000} s count as a wait.`;
  if (rows.length === 0) return `No trouble. ${about}`;
  return `${table(["node", ...COLUMNS.map(([head]) => head)], rows)}\n${about}`;
}
