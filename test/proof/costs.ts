import { z } from "zod";
import { table } from "../../src/terminal/table.ts";
import { type Account, type World, openWorld } from "./accounts/world.ts";

type Check = readonly [what: string, found: string, holds: boolean];

interface Tenant {
  readonly slug: string;
  readonly id: string;
  readonly number: string;
  readonly agent: string;
  readonly account: Account;
}

const created = z.object({ agent_id: z.string() });
const onboarded = z.object({ clinic_id: z.string(), agent_id: z.string(), phone_number: z.string() });
const costs = z.object({
  rows: z.array(z.object({ name: z.string(), calls: z.number(), cost_cents: z.string() })),
  total: z.object({
    calls: z.number(),
    cost_cents: z.string(),
    reached_nobody: z.number(),
    unpriced_calls: z.number(),
  }),
  retell: z
    .object({
      calls: z.number(),
      cost_cents: z.string(),
      priced_calls: z.number(),
      not_here: z.number(),
      not_there_cents: z.string(),
    })
    .nullable(),
});
const placed = z.object({ call_id: z.string() });
const item = z.object({
  call_id: z.string(),
  call_status: z.string(),
  call_cost: z.object({ combined_cost: z.number() }).optional(),
});
const page = z.object({ items: z.array(item), has_more: z.boolean(), pagination_key: z.string().optional() });

/** The costs of calls that are played in three Retell accounts, compared with what these accounts list. */
export async function run({
  quick,
}: {
  readonly quick: boolean;
}): Promise<{ readonly passed: number; readonly total: number }> {
  const world = await openWorld();
  try {
    const checks = await prove(world, quick ? 5 : 40);
    const rows = checks.map(([what, found, holds]) => [what, found, holds ? "ok" : "FAILED"]);
    process.stdout.write(`${table(["check", "found", "result"], rows)}\n`);
    return { passed: checks.filter(([, , holds]) => holds).length, total: checks.length };
  } finally {
    await world.close();
  }
}

const OUTCOMES = ["hang_up", "voicemail", "no_answer", "hang_up", "busy", "dial_failed", "hang_up", "voicemail"];
const NOBODY = new Set(["voicemail", "no_answer", "busy", "dial_failed"]);

async function prove(world: World, callsEach: number): Promise<readonly Check[]> {
  await world.data(z.unknown(), "agent:create");
  const tenants = [
    await onboard(world, "Clinique du Nord", "NORTH_KEY"),
    await onboard(world, "Clinique du Sud", "SOUTH_KEY"),
    await onboard(world, "Clinique du Centre", null),
  ];
  await world.serve();
  // Each clinic starts elsewhere in the list of outcomes and lengths, so that their costs differ.
  const indexes = tenants.map((_, at) => Array.from({ length: callsEach }, (__, index) => at * 5 + index));
  for (const [at, tenant] of tenants.entries()) await place(tenant, indexes[at] ?? []);
  const all = callsEach * tenants.length;
  const reported = () => world.data(costs, "report:cost");
  const known = await eventually(async () => {
    const { total } = await reported();
    return total.calls === all && total.unpriced_calls === 0;
  });
  const report = await reported();
  const checks: Check[] = [
    [`${all} calls in three accounts are known and priced by their events`, String(report.total.calls), known],
  ];
  for (const { slug, account } of tenants) {
    const ours = report.rows.find(({ name }) => name === slug)?.cost_cents ?? "none";
    checks.push(same(`what ${slug} cost is what its account lists`, ours, thousandths(await listed(account))));
  }
  const theirs = (await Promise.all(tenants.map(({ account }) => listed(account)))).flat();
  const outcomes = indexes.flat().map((index) => OUTCOMES[index % OUTCOMES.length] ?? "");
  checks.push(
    same("all costs together", report.total.cost_cents, thousandths(theirs)),
    same("calls that reached nobody", report.total.reached_nobody, outcomes.filter((one) => NOBODY.has(one)).length),
    ...(await lost(world, tenants)),
  );
  return checks;
}

/** A call that begins while the server runs, and ends after it stopped. A slow machine needs a longer one. */
async function cutOff(world: World, tenant: Tenant) {
  for (let talkMs = 2500; ; talkMs *= 2) {
    const before = (await world.data(costs, "report:cost")).total;
    await place(tenant, [8 * (200 + talkMs)], { talkMs, waits: false });
    const begun = await eventually(
      async () => (await world.data(costs, "report:cost")).total.calls === before.calls + 1,
    );
    await world.stopServing();
    const isOn = (await listed(tenant.account)).some(({ call_status: status }) => status === "ongoing");
    if (isOn || talkMs > 30_000) return { before, begun };
    await world.serve();
  }
}

/** A server that goes down misses the end of some calls, and all of others. */
async function lost(world: World, tenants: readonly Tenant[]): Promise<readonly Check[]> {
  const [first, second] = tenants;
  if (first === undefined || second === undefined) throw new Error("there are no clinics");
  const { before, begun } = await cutOff(world, first);
  await place(second, [2000], { talkMs: 50 });
  await eventually(async () => (await listed(first.account)).every(({ call_status: status }) => status !== "ongoing"));
  const dry = await world.data(costs, "report:cost", "--fetch", "--dry-run");
  const fetched = await world.data(costs, "report:cost", "--fetch");
  const again = await world.data(costs, "report:cost", "--fetch");
  const theirs = (await Promise.all(tenants.map(({ account }) => listed(account)))).flat();
  const missing = (await listed(second.account)).slice(0, 1);
  const whole = units(fetched.total.cost_cents) + sumOf(missing);
  return [
    ["a call begins, and the server goes down", begun ? "yes" : "no", begun],
    same("its cost is missing", dry.total.unpriced_calls, 1),
    same(
      "--fetch --dry-run finds it, and stores nothing",
      `${dry.retell?.priced_calls} ${dry.total.cost_cents}`,
      `1 ${before.cost_cents}`,
    ),
    same("--fetch stores it", `${fetched.retell?.priced_calls} ${fetched.total.unpriced_calls}`, "1 0"),
    same("asked again, nothing is missing", again.retell?.priced_calls, 0),
    same("the call that nobody reported is named", fetched.retell?.not_here, 1),
    same("Retell's total, as the report has it", fetched.retell?.cost_cents, thousandths(theirs)),
    same("stored costs and that call's are Retell's total", textOf(whole), thousandths(theirs)),
    same("nothing stored is unknown to Retell", fetched.retell?.not_there_cents, "0"),
  ];
}

function same(what: string, found: string | number | undefined, expected: string | number): Check {
  const holds = found === expected;
  return [what, holds ? String(found) : `${String(found)}, expected ${expected}`, holds];
}

async function onboard(world: World, name: string, variable: "NORTH_KEY" | "SOUTH_KEY" | null): Promise<Tenant> {
  const line = `019700000${variable === null ? 3 : Number(variable === "SOUTH_KEY") + 1}`;
  const own =
    variable === null
      ? {}
      : {
          retell_key_env: variable,
          agent: (await world.data(created, "agent:create", "--retell-key-env", variable)).agent_id,
        };
  const file = world.file(`${name}.json`, {
    name,
    address: "1 rue des Essais, Cotonou",
    country: "BJ",
    timezone: "Africa/Porto-Novo",
    language: "fr",
    owner_email: "owner@example.com",
    hours: "Mon-Sun 00:00-24:00",
    doctors: [{ name: "Awa Test", specialty: "dentiste" }],
    number: { import: { phone_number: line, termination_uri: "trunk.example.com" } },
    ...own,
  });
  const clinic = await world.data(onboarded, "clinic:onboard", "--file", file);
  const accounts = { NORTH_KEY: world.north, SOUTH_KEY: world.south };
  return {
    slug: name.toLowerCase().replaceAll(" ", "-"),
    id: clinic.clinic_id,
    number: clinic.phone_number,
    agent: clinic.agent_id,
    account: variable === null ? world.own : accounts[variable],
  };
}

interface Talk {
  readonly talkMs?: number;
  /** Whether to wait until the calls are over. */
  readonly waits?: boolean;
}

/** Places calls directly at the account, each to a number with its own script. */
async function place(
  { account, number, agent, id }: Tenant,
  indexes: readonly number[],
  { talkMs, waits = true }: Talk = {},
) {
  for (const index of indexes) {
    const to = `+22901980${String(index).padStart(5, "0")}`;
    const outcome = OUTCOMES[index % OUTCOMES.length];
    // Between one and three seconds are billed.
    const talk = talkMs ?? 50 + ((index * 613) % 2600);
    const script = { to_number: to, outcomes: [{ outcome, ring_ms: 0, talk_ms: talk, analysis_ms: 50 }] };
    await account.ask("/_sandbox/players", { method: "POST", body: JSON.stringify(script) });
    const order = {
      from_number: number,
      to_number: to,
      override_agent_id: agent,
      metadata: { clinic_id: id },
      retell_llm_dynamic_variables: { clinic_id: id },
    };
    // On a fast machine, calls begin faster than they end.
    if (!(await eventually(() => hasFreeLine(account)))) throw new Error("no line of the sandbox becomes free");
    placed.parse(await account.ask("/v2/create-phone-call", { method: "POST", body: JSON.stringify(order) }));
  }
  if (!waits) return;
  const areOver = await eventually(async () =>
    (await listed(account)).every(({ call_status: status }) => !["registered", "ongoing"].includes(status)),
  );
  if (!areOver) throw new Error("the sandbox's calls did not end");
}

const concurrency = z.object({ current_concurrency: z.number(), concurrency_limit: z.number() });

async function hasFreeLine(account: Account): Promise<boolean> {
  const { current_concurrency: busy, concurrency_limit: most } = concurrency.parse(
    await account.ask("/get-concurrency"),
  );
  return busy < most;
}

type Listed = z.output<typeof item>;

async function listed(account: Account): Promise<readonly Listed[]> {
  const found: Listed[] = [];
  let key: string | undefined;
  do {
    const body = JSON.stringify({ limit: 7, ...(key !== undefined && { pagination_key: key }) });
    const {
      items,
      has_more: hasMore,
      pagination_key: next,
    } = page.parse(await account.ask("/v3/list-calls", { method: "POST", body }));
    found.push(...items);
    key = hasMore ? next : undefined;
  } while (key !== undefined);
  return found;
}

/** The sandbox bills thousandths of a cent: summed here as integers, without the program's own code. */
function sumOf(calls: readonly Listed[]): number {
  return calls.reduce((sum, { call_cost: cost }) => sum + Math.round((cost?.combined_cost ?? 0) * 1000), 0);
}

function thousandths(calls: readonly Listed[]): string {
  return textOf(sumOf(calls));
}

function textOf(sum: number): string {
  return String(sum / 1000);
}

function units(cents: string): number {
  return Math.round(Number(cents) * 1000);
}

async function eventually(holds: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    if (await holds()) return true;
    await new Promise((resume) => setTimeout(resume, 200));
  }
  return false;
}
