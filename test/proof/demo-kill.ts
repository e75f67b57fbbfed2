import { isDeepStrictEqual } from "node:util";
import { table } from "../../src/terminal/table.ts";
import { boughtClinicFile, clinicFile } from "../fakes/clinic-file.ts";
import { type Ended, start } from "./provisioning/child.ts";
import { type Installation, install, inventory, remove, stepsOf } from "./provisioning/installation.ts";
import { type JournalPoint, killAt } from "./provisioning/journal-watch.ts";
import type { RequestPoint } from "./provisioning/proxy.ts";

interface ProofOptions {
  readonly quick: boolean;
  readonly seed: number;
}

type Count = Readonly<Record<string, number>>;

interface Scenario {
  readonly name: string;
  readonly argv: readonly string[];
  readonly files: Readonly<Record<string, unknown>>;
  /** The subject of its lines in the journal. */
  readonly subject: "agent" | "clinic";
  /** Whether the master agent must exist before. */
  readonly needsAgent: boolean;
  readonly expected: Count;
}

const agentOnly = {
  flows: 1,
  agents: 1,
  masters: 1,
  numbers: 0,
  bound: 0,
  clinics: 0,
  active: 0,
  doctors: 0,
  mails: 0,
};
const oneClinic = { ...agentOnly, numbers: 1, bound: 1, clinics: 1, active: 1, doctors: 1, mails: 1 };
const onboarding = {
  argv: ["clinic:onboard", "--file", "clinic.json", "--yes"],
  subject: "clinic",
  needsAgent: true,
  expected: oneClinic,
} as const;

const scenarios: readonly Scenario[] = [
  {
    name: "agent:create",
    argv: ["agent:create"],
    files: {},
    subject: "agent",
    needsAgent: false,
    expected: agentOnly,
  },
  { name: "clinic:onboard, buy", files: { "clinic.json": boughtClinicFile }, ...onboarding },
  { name: "clinic:onboard, import", files: { "clinic.json": clinicFile }, ...onboarding },
];

/** When the process is killed: at a request, at a line of its journal, or after a number of milliseconds. */
type Moment =
  | { readonly kind: "request"; readonly point: RequestPoint; readonly label: string }
  | { readonly kind: "journal"; readonly point: JournalPoint; readonly label: string }
  | { readonly kind: "time"; readonly afterMs: number; readonly label: string };

interface Trial {
  readonly scenario: string;
  readonly moment: string;
  readonly wasKilled: boolean;
  readonly isWhole: boolean;
  readonly found: string;
}

/**
 * Kills the built program with -9 at each step of agent:create and clinic:onboard, then runs the same command again.
 */
export async function run({ quick, seed }: ProofOptions): Promise<{ readonly passed: number; readonly total: number }> {
  const prepared = await prepareAgent();
  const trials: Trial[] = [];
  for (const scenario of scenarios) {
    const reference = await undisturbed(scenario, prepared);
    for (const moment of momentsOf(reference, { quick, seed })) {
      trials.push(await attempt(scenario, moment, prepared));
    }
  }
  remove(prepared);
  process.stdout.write(`${report(trials)}\n`);
  return { passed: trials.filter(({ isWhole }) => isWhole).length, total: trials.length };
}

async function prepareAgent(): Promise<Installation> {
  const installation = await install({});
  const { code, output } = await start(["agent:create"], installation.folder, installation.proxy).ended;
  await installation.close();
  if (code !== 0) throw new Error(`agent:create failed: ${output}`);
  return installation;
}

interface Reference {
  readonly requests: readonly string[];
  readonly steps: readonly string[];
  readonly milliseconds: number;
}

/** The command's requests to Retell, and its duration, when nobody kills it. */
async function undisturbed(scenario: Scenario, prepared: Installation): Promise<Reference> {
  const installation = await install(scenario.files, scenario.needsAgent ? prepared.folder : undefined);
  const { code, output, milliseconds } = await start(scenario.argv, installation.folder, installation.proxy).ended;
  const requests = [...installation.proxy.seen];
  await installation.close();
  if (code !== 0) throw new Error(`${scenario.name} failed: ${output}`);
  const steps = stepsOf(scenario.subject, installation);
  remove(installation);
  return { requests, steps, milliseconds };
}

function momentsOf(reference: Reference, { quick, seed }: ProofOptions): readonly Moment[] {
  const atRequests = reference.requests.flatMap((label, index) =>
    (["before", "after"] as const).map((when): Moment => ({
      kind: "request",
      point: { nth: index + 1, when },
      label: `${when} ${label}`,
    })),
  );
  // Every sixth moment, chosen by the seed.
  if (quick) return atRequests.filter((_, index) => (index + seed) % 6 === 0);
  const atLines = reference.steps.flatMap((step) =>
    (["intended", "done"] as const).map((state): Moment => ({
      kind: "journal",
      point: { step, state },
      label: `journal: ${step} ${state}`,
    })),
  );
  const random = randomFrom(seed);
  const atTimes = Array.from({ length: 10 }, (): Moment => {
    const afterMs = Math.round(random() * reference.milliseconds);
    return { kind: "time", afterMs, label: `after ${afterMs} ms` };
  });
  return [...atRequests, ...atLines, ...atTimes];
}

/** How often a moment is retried if the process was past it when the signal arrived. */
const tries = 6;

async function attempt(scenario: Scenario, moment: Moment, prepared: Installation): Promise<Trial> {
  let trial = await attemptOnce(scenario, moment, prepared);
  for (let more = 1; more < tries && trial.isWhole && !trial.wasKilled && moment.kind === "journal"; more += 1) {
    trial = await attemptOnce(scenario, moment, prepared);
  }
  return moment.kind === "time" || trial.wasKilled ? trial : { ...trial, isWhole: false };
}

async function attemptOnce(scenario: Scenario, moment: Moment, prepared: Installation): Promise<Trial> {
  const installation = await install(scenario.files, scenario.needsAgent ? prepared.folder : undefined);
  try {
    const { wasKilled } = await startAndKill(scenario, moment, installation);
    installation.proxy.arm(null);
    const again = await start(scenario.argv, installation.folder, installation.proxy).ended;
    const found = await inventory(installation);
    const isWhole = again.code === 0 && isDeepStrictEqual(found, scenario.expected);
    const counts = `flows ${found.flows}, agents ${found.agents}, numbers ${found.numbers}`;
    const text = isWhole ? counts : `${JSON.stringify(found)} ${again.output}`;
    return { scenario: scenario.name, moment: moment.label, wasKilled, isWhole, found: text };
  } finally {
    await installation.close();
    remove(installation);
  }
}

async function startAndKill({ argv }: Scenario, moment: Moment, installation: Installation): Promise<Ended> {
  const { proxy, folder, database } = installation;
  const child = start(argv, folder, proxy);
  proxy.arm(moment.kind === "request" ? moment.point : null, () => child.kill());
  if (moment.kind === "journal") return killAt(moment.point, database, child);
  if (moment.kind === "request") return child.ended;
  const timer = setTimeout(() => child.kill(), moment.afterMs);
  const ended = await child.ended;
  clearTimeout(timer);
  return ended;
}

function report(trials: readonly Trial[]): string {
  return table(
    ["command", "kill -9", "killed", "same command again", "result"],
    trials.map(({ scenario, moment, wasKilled, isWhole, found }) => [
      scenario,
      moment,
      wasKilled ? "yes" : "ended first",
      found,
      isWhole ? "ok" : "FAILED",
    ]),
  );
}

/** mulberry32: small, seeded, good enough to spread moments. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
