import { z } from "zod";
import { table } from "../../src/terminal/table.ts";
import { type Fault, type Place, faults, pinBack } from "./fleet-drift/faults.ts";
import { type Installation, addClinics, install } from "./fleet-drift/installation.ts";

interface ProofOptions {
  readonly quick: boolean;
  readonly seed: number;
}

const created = z.object({ agent_id: z.string(), agent_version: z.number() });
const plan = z.object({
  drift: z.number(),
  findings: z.array(z.object({ kind: z.string(), subject: z.string(), fix: z.string() })),
});

/** A correct fleet, thirteen faults planted in it from outside, and what fleet:plan and fleet:apply do about them. */
export async function run({ quick, seed }: ProofOptions): Promise<{ readonly passed: number; readonly total: number }> {
  const clinics = quick ? 30 : 1000;
  const installation = await install();
  try {
    const checks = await prove({ clinics, seed }, installation);
    for (const [what, holds] of checks) if (!holds) print(`NOT SO: ${what}`);
    return { passed: checks.filter(([, holds]) => holds).length, total: checks.length };
  } finally {
    await installation.close();
  }
}

type Checks = readonly (readonly [what: string, holds: boolean])[];

async function prove(size: { readonly clinics: number; readonly seed: number }, here: Installation): Promise<Checks> {
  const places = await prepare(size, here);
  const before = await planned(here);
  const subjects = await plantAll(places);
  const found = await planned(here);
  const rows = faults.map((fault, at) => ({
    fault,
    subject: subjects[at] ?? "",
    seen: isFound(fault, subjects[at], found),
  }));
  print(
    table(
      ["fault", "where", "how", "found"],
      rows.map(({ fault, subject, seen }) => [fault.kind, subject, fault.how, seen ? "yes" : "NO"]),
    ),
  );
  print(`fleet:plan over ${size.clinics} clinics: ${found.drift} findings, ${callsText(found.calls)}, ${found.ms} ms`);
  await here.command(["fleet:apply", "--yes"]);
  const after = await planned(here);
  const left = after.findings.map(({ kind }) => kind).toSorted();
  print(`fleet:apply: ${found.drift - after.drift} put right, left for a person: ${left.join(", ")}`);
  await doWhatAPersonDoes(places, subjects, here);
  const end = await planned(here);
  print(`after what a person does: ${end.drift} findings, exit ${end.code}`);
  const forAPerson = faults.filter(({ isForAPerson }) => isForAPerson).map(({ kind }) => kind);
  return [
    ["a fleet in order has no findings", before.code === 0 && before.drift === 0],
    ...rows.map(({ fault, seen }) => [`${fault.kind} is found once`, seen] as const),
    ["nothing else is found, and it exits 3", found.code === 3 && found.drift === faults.length],
    ["one list of numbers for each thousand", listsIn(found.calls) <= Math.ceil((size.clinics + 1) / 1000)],
    ["five requests at most", Object.values(found.calls).reduce((sum, count) => sum + count, 0) <= 5],
    ["only what needs a person is left by fleet:apply", left.join() === forAPerson.toSorted().join()],
    ["after that the fleet is in order", end.code === 0 && end.drift === 0],
  ];
}

async function prepare({ clinics, seed }: { readonly clinics: number; readonly seed: number }, here: Installation) {
  const another = created.parse((await here.command(["agent:create"])).data);
  const master = created.parse((await here.command(["agent:create", "--force"])).data);
  const agent = { agentId: master.agent_id, version: master.agent_version };
  await addClinics(clinics, agent, here);
  return distinct(faults.length, { clinics, seed }).map((index): Place => {
    return { installation: here, agent, anotherAgent: another.agent_id, index };
  });
}

type Planned = Awaited<ReturnType<typeof planned>>;

function isFound(fault: Fault, subject: string | undefined, { findings }: Planned): boolean {
  return findings.filter((finding) => finding.kind === fault.kind && finding.subject === subject).length === 1;
}

function listsIn(calls: Readonly<Record<string, number>>): number {
  return calls["GET /v2/list-phone-numbers"] ?? 0;
}

async function doWhatAPersonDoes(
  places: readonly Place[],
  subjects: readonly string[],
  here: Installation,
): Promise<void> {
  for (const [at, fault] of faults.entries()) {
    const place = places[at];
    if (place === undefined) continue;
    for (const argv of fault.fix(place, subjects[at] ?? "")) await here.command(argv);
    if (fault.kind === "event_url") await pinBack(place);
  }
}

async function plantAll(places: readonly Place[]): Promise<readonly string[]> {
  const subjects: string[] = [];
  for (const [at, fault] of faults.entries()) {
    const place = places[at];
    if (place !== undefined) subjects.push(await fault.plant(place));
  }
  return subjects;
}

async function planned(here: Installation) {
  const { result, calls } = await here.counted(() => here.command(["fleet:plan"]));
  return { ...plan.parse(result.data), code: result.code, calls, ms: Math.round(result.milliseconds) };
}

function callsText(calls: Readonly<Record<string, number>>): string {
  return Object.entries(calls)
    .map(([operation, count]) => `${count} × ${operation}`)
    .join(", ");
}

/** Distinct clinics, the same for the same seed (a linear congruential generator is random enough for choosing). */
function distinct(
  count: number,
  { clinics, seed }: { readonly clinics: number; readonly seed: number },
): readonly number[] {
  const chosen = new Set<number>();
  let state = seed % 2 ** 31;
  while (chosen.size < count) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    chosen.add(Math.floor((state / 2 ** 31) * clinics));
  }
  return [...chosen];
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
