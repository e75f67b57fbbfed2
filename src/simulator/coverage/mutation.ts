import { IndexCache } from "../../domain/brain/choose-candidate.ts";
import { AscendiaError } from "../../errors.ts";
import { scenarioRunner } from "../clinic-run.ts";
import type { ClinicMarks, LeakSearch } from "../reports/leaks.ts";
import { type Mutant, mutantsOf } from "./mutants.ts";
import type { FleetSimulation, TryMutant } from "../ports.ts";
import type { RunReport, SimulationReport } from "../reports/report.ts";
import { type FleetPorts, chooseClinics, leakSearch, readFleet, simulateFleet } from "../simulate-fleet.ts";
import type { World } from "../world.ts";

/**
 * The first clinic of each kind that flows and scenarios can distinguish: results for one hold for the others of its
 * kind.
 */
function clinicKinds(fleet: readonly ClinicMarks[]): readonly ClinicMarks[] {
  const kinds = new Map<string, ClinicMarks>();
  for (const marks of fleet) {
    const kind = kindOf(marks);
    if (!kinds.has(kind)) kinds.set(kind, marks);
  }
  return [...kinds.values()];
}

function kindOf({ clinic, doctors, phoneNumber }: ClinicMarks): string {
  const { language, status, smsEnabled, transferNumber, emergencyNumber } = clinic;
  const has = [phoneNumber, transferNumber, emergencyNumber].map((value) => value !== null);
  return JSON.stringify([language, status, smsEnabled, has, Math.min(doctors.length, 2)]);
}

interface TrialPorts {
  readonly world: World;
  readonly fleet: readonly ClinicMarks[];
  readonly search: LeakSearch;
  readonly stopwatch: () => number;
}

/** Plays runs on mutants of the world's flow, each until one does not pass. */
export function mutantTrier(request: FleetSimulation, { world, fleet, search, stopwatch }: TrialPorts): TryMutant {
  const mutants = new Map(mutantsOf(world.agent.flow, request.seed).map((mutant) => [mutant.id, mutant]));
  const indexes = new IndexCache();
  return async ({ mutant: id, runs }) => {
    const flow = known(mutants.get(id), id).flow();
    const play = scenarioRunner(request, { world, search, stopwatch, indexes, allowWrites: false });
    for (const [position, { clinicId, scenario: name }] of runs.entries()) {
      const marks = known(
        fleet.find(({ clinic }) => clinic.id === clinicId),
        clinicId,
      );
      const scenario = known(
        request.scenarios.find((each) => each.name === name),
        name,
      );
      const { clinic, status, reason } = await play({ marks, scenario, flow });
      if (status !== "passed") return { killedBy: `${clinic} ${name}: ${reason ?? status}`, tried: position + 1 };
    }
    return { killedBy: undefined, tried: runs.length };
  };
}

function known<Item>(item: Item | undefined, name: string): Item {
  if (item !== undefined) return item;
  throw new AscendiaError("not_found", `The copy has no "${name}".`);
}

export interface MutantFate {
  readonly id: string;
  readonly kind: Mutant["kind"];
  readonly what: string;
  /** `unreachable`: no call of these clinics can get there, so no scenario can notice. */
  readonly fate: "killed" | "survived" | "unreachable";
  /** The run that noticed, as `clinic scenario: why`; for survivors, how many runs did not notice. */
  readonly by: string;
}

export interface MutationReport {
  readonly schema: 1;
  readonly seed: string;
  /** One clinic of every kind, on which the mutants were tried. */
  readonly clinics: readonly string[];
  readonly totals: {
    readonly mutants: number;
    readonly killed: number;
    readonly survived: number;
    readonly unreachable: number;
  };
  /** Killed mutants in percent of those that can be noticed. */
  readonly score: number;
  readonly mutants: readonly MutantFate[];
  readonly timings: { readonly runs: number; readonly elapsedMs: number };
}

/** A mutant that this many of the likeliest runs do not notice has survived. */
const MOST_RUNS = 24;

export interface MutationPorts extends Omit<FleetPorts, "progress" | "record" | "model"> {
  readonly progress: (fate: MutantFate, done: { readonly mutants: number; readonly of: number }) => void;
}

/**
 * Breaks the flow in one place at a time and plays the runs that pass it. @throws failed if runs fail without a
 * mutation
 */
export async function mutateFleet(request: FleetSimulation, ports: MutationPorts): Promise<MutationReport> {
  const [first] = ports.worlds;
  if (first === undefined) throw new RangeError("a simulation needs a world");
  const began = ports.stopwatch();
  const fleet = await readFleet(ports.store);
  const marks = clinicKinds(chooseClinics(fleet, request.clinics));
  const base = await simulateFleet(
    { ...request, clinics: marks.map(({ clinic }) => clinic.id), whole: true },
    // One clinic of every kind is played quickly: the helper threads start for the mutants.
    { ...ports, helpers: [], progress: () => undefined },
  );
  const suite = suiteOf(base);
  const mutants = mutantsOf(first.agent.flow, request.seed);
  const search = leakSearch(fleet, first);
  const fates: MutantFate[] = mutants.map(unknownFate);
  const queue = mutants.entries();
  let [runs, done] = [suite.runs.length, 0];
  const work = async (attempt: TryMutant) => {
    for (const [position, mutant] of queue) {
      const { fate, tried } = await fateOf(mutant, suite, attempt);
      runs += tried;
      done += 1;
      fates[position] = fate;
      ports.progress(fate, { mutants: done, of: mutants.length });
    }
  };
  const own = ports.worlds.map((world) => mutantTrier(request, { ...ports, world, fleet, search }));
  const helping = (ports.helpers ?? []).map((helper) => helper.mutate(request));
  await Promise.all([...own, ...helping].map(work));
  return mutationReport(fates, {
    seed: request.seed,
    clinics: marks.map(({ clinic }) => clinic.slug),
    timings: { runs, elapsedMs: Math.round(ports.stopwatch() - began) },
  });
}

interface PassedRun {
  readonly report: RunReport;
  readonly clinicId: string;
}

interface Suite {
  /** Shortest calls first: they finish soonest. */
  readonly runs: readonly PassedRun[];
  readonly unreachable: ReadonlySet<string>;
}

function suiteOf({ clinics, coverage }: SimulationReport): Suite {
  const runs = clinics.flatMap((clinic) => clinic.runs.map((report) => ({ report, clinicId: clinic.clinicId })));
  const played = runs.filter(({ report }) => report.status !== "skipped");
  const red = played.flatMap(({ report }) => (report.status === "passed" ? [] : [report]));
  if (red.length > 0) {
    throw new AscendiaError("failed", `${red.length} calls fail without any mutation, so they prove nothing.`, {
      hint: "First fix what `ascendia simulate` shows without --mutate.",
      detail: red.slice(0, 10).map(({ clinic, scenario, reason }) => `${clinic} ${scenario}: ${reason ?? ""}`),
    });
  }
  return {
    runs: played.toSorted((a, b) => a.report.path.length - b.report.path.length),
    unreachable: new Set(coverage.edges.unreachable),
  };
}

async function fateOf(
  mutant: Mutant,
  { runs, unreachable }: Suite,
  attempt: TryMutant,
): Promise<{ readonly fate: MutantFate; readonly tried: number }> {
  const { id, kind, what, edge } = mutant;
  const told = (fate: MutantFate["fate"], by: string): MutantFate => ({ id, kind, what, fate, by });
  if (edge !== undefined && unreachable.has(edge)) return { fate: told("unreachable", ""), tried: 0 };
  const likely = likeliest(
    runs.filter(({ report }) => passesThere(report, mutant)),
    mutant.checks ?? [],
  );
  const named = likely.map(({ clinicId, report }) => ({ clinicId, scenario: report.scenario }));
  const { killedBy, tried } =
    named.length === 0 ? { killedBy: undefined, tried: 0 } : await attempt({ mutant: id, runs: named });
  if (killedBy !== undefined) return { fate: told("killed", killedBy), tried };
  const why = likely.length === 0 ? "no run passes there" : `${likely.length} runs pass there and did not notice`;
  return { fate: told("survived", why), tried };
}

/**
 * Chooses the runs to try. Half of them check where the variable's value goes, the shortest first, because they cost
 * the least. The others together pass the most edges, so that they meet the fault in different calls; if fewer suffice
 * for that, the runs with the most checks fill up the rest.
 */
function likeliest(runs: readonly PassedRun[], checks: readonly string[]): readonly PassedRun[] {
  if (runs.length <= MOST_RUNS) return runs;
  const seeing = runs.filter(({ report }) =>
    report.checks.some(({ what }) => checks.some((beginning) => what.startsWith(beginning))),
  );
  const chosen = new Set(seeing.slice(0, MOST_RUNS / 2));
  const passed = new Set<string>();
  while (chosen.size < MOST_RUNS) {
    const next = widest(runs, passed);
    if (next === undefined) break;
    chosen.add(next);
    for (const edge of next.report.edges) passed.add(edge);
  }
  for (const run of runs.toSorted((a, b) => b.report.checks.length - a.report.checks.length)) {
    if (chosen.size < MOST_RUNS) chosen.add(run);
  }
  return runs.filter((run) => chosen.has(run));
}

/** The run with the most edges that no chosen run has passed yet; the first of several. */
function widest(runs: readonly PassedRun[], passed: ReadonlySet<string>): PassedRun | undefined {
  let [best, most]: readonly [PassedRun | undefined, number] = [undefined, 0];
  for (const run of runs) {
    const more = run.report.edges.reduce((count, edge) => count + Number(!passed.has(edge)), 0);
    if (more > most) [best, most] = [run, more];
  }
  return best;
}

function passesThere({ path, edges }: RunReport, { edge, nodes }: Mutant): boolean {
  if (edge !== undefined) return edges.includes(edge);
  return nodes === undefined || path.some((node) => nodes.has(node));
}

function unknownFate({ id, kind, what }: Mutant): MutantFate {
  return { id, kind, what, fate: "survived", by: "" };
}

function mutationReport(
  mutants: readonly MutantFate[],
  about: Pick<MutationReport, "seed" | "clinics" | "timings">,
): MutationReport {
  const count = (fate: MutantFate["fate"]) => mutants.filter((mutant) => mutant.fate === fate).length;
  const [killed, survived, unreachable] = [count("killed"), count("survived"), count("unreachable")];
  const { timings, ...named } = about;
  return {
    schema: 1,
    ...named,
    totals: { mutants: mutants.length, killed, survived, unreachable },
    score: Math.round((killed / Math.max(1, killed + survived)) * 1000) / 10,
    mutants,
    timings,
  };
}
