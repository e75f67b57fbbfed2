import { z } from "zod";
import { table } from "../../src/terminal/table.ts";
import { type Account, type World, openWorld } from "./accounts/world.ts";

interface Tenant {
  readonly slug: string;
  readonly id: string;
  readonly number: string;
  readonly agent: string;
  readonly variable: string;
  readonly account: Account;
}

type Check = readonly [what: string, holds: boolean];

const created = z.object({ agent_id: z.string() });
const onboarded = z.object({ clinic_id: z.string(), agent_id: z.string(), phone_number: z.string() });

/**
 * Two clinics on two Retell accounts besides the installation's own: calls, signatures, drift, and the removal of both.
 */
export async function run(): Promise<{ readonly passed: number; readonly total: number }> {
  const world = await openWorld();
  try {
    const checks = await prove(world);
    const rows = checks.map(([what, holds]) => [what, holds ? "yes" : "NO"]);
    process.stdout.write(`${table(["statement", "holds"], rows)}\n`);
    return { passed: checks.filter(([, holds]) => holds).length, total: checks.length };
  } finally {
    await world.close();
  }
}

async function prove(world: World): Promise<readonly Check[]> {
  await world.data(z.unknown(), "agent:create");
  const north = await onboard(world, { name: "Clinique du Nord", line: "0197000001", variable: "NORTH_KEY" });
  const south = await onboard(world, { name: "Clinique du Sud", line: "0197000002", variable: "SOUTH_KEY" });
  const apart = await onTheirAccounts(world, [north, south]);
  await world.serve();
  return [
    ...apart,
    ...(await signatures(world, [north, south])),
    ...(await outbound(world, [north, south])),
    ...(await drift(world, [north, south])),
    ...(await newVersion(world, north, south)),
    ...(await offboarding(world, north, south)),
  ];
}

interface NewClinic {
  readonly name: string;
  readonly line: string;
  readonly variable: "NORTH_KEY" | "SOUTH_KEY";
}

async function onboard(world: World, { name, line, variable }: NewClinic): Promise<Tenant> {
  const { agent_id: agent } = await world.data(created, "agent:create", "--retell-key-env", variable);
  const file = world.file(`${variable}.json`, {
    name,
    address: "1 rue des Essais, Cotonou",
    country: "BJ",
    timezone: "Africa/Porto-Novo",
    language: "fr",
    owner_email: "owner@example.com",
    hours: "Mon-Sun 00:00-24:00",
    doctors: [{ name: `Docteur ${variable}`, specialty: "dentiste" }],
    retell_key_env: variable,
    agent,
    number: { import: { phone_number: line, termination_uri: "trunk.example.com" } },
  });
  const clinic = await world.data(onboarded, "clinic:onboard", "--file", file);
  const slug = name.toLowerCase().replaceAll(" ", "-");
  const account = variable === "NORTH_KEY" ? world.north : world.south;
  return { slug, id: clinic.clinic_id, number: clinic.phone_number, agent: clinic.agent_id, variable, account };
}

/** Its log mentions neither the other's number nor the other's agent. */
async function holdsOwnAlone({ account }: Tenant, other: Tenant): Promise<boolean> {
  const log = await account.log();
  return log.length > 0 && !log.some((line) => line.includes(other.number) || line.includes(other.agent));
}

async function onTheirAccounts(world: World, [north, south]: readonly [Tenant, Tenant]): Promise<readonly Check[]> {
  const ownLog = await world.own.log();
  const ofClinics = [north, south].flatMap(({ number, agent }) => [number, agent]);
  return [
    ["the north's account has its number alone", same(await north.account.numbers(), [north.number])],
    ["the south's account has its number alone", same(await south.account.numbers(), [south.number])],
    ["the installation's account has no number", same(await world.own.numbers(), [])],
    ["the north's log holds its own requests only", await holdsOwnAlone(north, south)],
    ["the south's log holds its own requests only", await holdsOwnAlone(south, north)],
    [
      "the installation's log is about neither",
      !ownLog.some((line) => ofClinics.some((part) => line.includes(part)) || line.includes("import-phone-number")),
    ],
    ["the database holds the variables, and no key", holdsNoKey(world.stored())],
  ];
}

function holdsNoKey(stored: string): boolean {
  return stored.includes("NORTH_KEY") && !stored.includes("key_of_the_");
}

const callOf = ({ id, number, agent }: Tenant, callId: string) => ({
  call_id: callId,
  agent_id: agent,
  direction: "inbound",
  from_number: "+2290197999999",
  to_number: number,
  retell_llm_dynamic_variables: { clinic_id: id },
});

type Sent = readonly [path: string, body: object];

const requests: Readonly<Record<string, (tenant: Tenant) => Sent>> = {
  "inbound call by path": (tenant) => [
    `/webhooks/retell/inbound/${tenant.id}`,
    { event: "call_inbound", call_inbound: { call_id: "call_1", to_number: tenant.number } },
  ],
  "inbound call by number": (tenant) => [
    "/webhooks/retell/inbound",
    { event: "call_inbound", call_inbound: { call_id: "call_1", to_number: tenant.number } },
  ],
  event: (tenant) => ["/api/retell/webhook", { event: "call_started", call: callOf(tenant, `call_${tenant.slug}`) }],
  function: (tenant) => ["/api/get-doctors", { name: "get_doctors", args: {}, call: callOf(tenant, "call_2") }],
};

async function signatures(world: World, [north, south]: readonly [Tenant, Tenant]): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const [what, request] of Object.entries(requests)) {
    for (const [tenant, other] of [
      [north, south],
      [south, north],
    ] as const) {
      const [path, body] = request(tenant);
      const status = (key: string) => world.signed(path, body, key);
      checks.push(
        [`${what} of ${tenant.slug} under its own key: 200`, (await status(tenant.account.key)) === 200],
        [`${what} of ${tenant.slug} under the other account's key: 401`, (await status(other.account.key)) === 401],
        [`${what} of ${tenant.slug} under the installation's key: 401`, (await status(world.own.key)) === 401],
      );
    }
  }
  return checks;
}

const calls = z.object({ calls: z.array(z.object({ status: z.string(), direction: z.string() })) });

/** The clinic's account places a call, plays it, and reports on it signed with its own key. */
async function outbound(world: World, tenants: readonly Tenant[]): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const { slug, account } of tenants) {
    await account.play("hang_up");
    const to = ["--to", "+2290197000099", "--name", "Awa Test", "--force", "the proof"];
    const about = ["--about", "Vos documents sont prêts.", "--consent", "asked at the desk"];
    const placed = await world.run(["call:place", "--clinic", slug, ...to, ...about, "--yes"]);
    const ended = await eventually(async () => {
      const { calls: listed } = await world.data(calls, "call:list", "--clinic", slug);
      return listed.some(({ direction, status }) => direction === "outbound" && status === "ended");
    });
    const asked = (await account.log()).filter((line) => line === "POST /v2/create-phone-call").length;
    checks.push(
      [`a call of ${slug} is placed by its own account, once`, placed.code === 0 && asked === 1],
      [`its account reports the end, and the report is taken`, ended],
    );
  }
  const own = await world.own.log();
  return [
    ...checks,
    ["the installation's account placed no call", !own.some((line) => line.endsWith("create-phone-call"))],
  ];
}

async function eventually(holds: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await holds()) return true;
    await new Promise((resume) => setTimeout(resume, 100));
  }
  return false;
}

const plan = z.object({ drift: z.number(), findings: z.array(z.object({ kind: z.string(), subject: z.string() })) });

async function planned(world: World, more: Readonly<Record<string, string>> = {}) {
  const { data } = await world.run(["fleet:plan"], more);
  return plan.parse(data);
}

async function drift(world: World, tenants: readonly [Tenant, Tenant]): Promise<readonly Check[]> {
  const checks: Check[] = [["nothing drifted", (await planned(world)).drift === 0]];
  for (const tenant of tenants) {
    const other = tenants.find((one) => one !== tenant) ?? tenant;
    await tenant.account.edit(tenant.number, { inbound_webhook_url: "https://elsewhere.example.com" });
    const { drift: found, findings } = await planned(world);
    const before = [await other.account.writes(), await world.own.writes()];
    const { code } = await world.run(["fleet:apply", "--yes"]);
    const after = [await other.account.writes(), await world.own.writes()];
    checks.push(
      [`a change at ${tenant.slug}'s account is found`, found === 1 && findings[0]?.subject === tenant.slug],
      ["it is repaired there, and nowhere else is written", code === 0 && same(before, after)],
    );
  }
  const unread = await planned(world, { NORTH_KEY: "" });
  const checked = await world.run(["check"], { SOUTH_KEY: "key_that_is_wrong" });
  return [
    ...checks,
    ["nothing drifted again", (await planned(world)).drift === 0],
    ["a missing key is a finding, and the other account is still compared", isUnread(unread)],
    ["check says that an account's key is wrong", JSON.stringify(checked.data).includes("Retell key SOUTH_KEY")],
    ["and fails", checked.code !== 0],
  ];
}

function isUnread({ findings }: z.infer<typeof plan>): boolean {
  return findings.length === 1 && findings[0]?.kind === "account_unread" && findings[0].subject === "NORTH_KEY";
}

const shipped = z.object({ template: z.object({ agent: z.looseObject({}), flow: z.unknown() }) });

/** A changed template reaches the agent of one account, version by version, and is rolled back. */
async function newVersion(world: World, north: Tenant, south: Tenant): Promise<readonly Check[]> {
  const { template } = await world.data(shipped, "agent:export", "--clinic", north.slug);
  const changed = { ...template, agent: { ...template.agent, reminder_max_count: 3 } };
  const file = world.file("changed.json", changed);
  const untouched = [await south.account.writes(), await world.own.writes()];
  const of = ["--clinic", north.slug];
  const skipped = ["--skip-simulation", "--yes"];
  const codes = async (...runs: readonly (readonly string[])[]) => {
    const all: number[] = [];
    for (const argv of runs) all.push((await world.run(argv)).code);
    return all.every((code) => code === 0);
  };
  const written = await codes(
    ["agent:update", ...of, "--template", file, "--yes"],
    ["agent:publish", ...of, ...skipped],
  );
  const { findings } = await planned(world);
  const before = await north.account.pinned(north.number);
  const moved = await codes(["agent:rollout", ...of, "--version", "1", ...skipped]);
  const after = await north.account.pinned(north.number);
  const settled = (await planned(world)).drift === 0;
  const back = await codes(["agent:rollback", ...of, "--yes"]);
  const last = await north.account.pinned(north.number);
  return [
    ["a changed template is written and published in the north's account", written && before === 0],
    [
      "fleet:plan says that the north's callers get an older version",
      findings.length === 1 && findings[0]?.kind === "agent_behind" && findings[0].subject === north.slug,
    ],
    ["rolled out, its number is on the new version, and nothing is behind", moved && after === 1 && settled],
    ["rolled back, it is on the version before", back && last === 0],
    [
      "nothing of it is written in another account",
      same(untouched, [await south.account.writes(), await world.own.writes()]),
    ],
  ];
}

async function offboarding(world: World, north: Tenant, south: Tenant): Promise<readonly Check[]> {
  const offboard = ({ slug }: Tenant) => world.run(["clinic:offboard", slug, "--keep", "--yes", "--confirm", slug]);
  const writes = [await south.account.writes(), await world.own.writes()];
  const first = await offboard(north);
  const untouched = same(writes, [await south.account.writes(), await world.own.writes()]);
  const northIsEmpty = same(await north.account.numbers(), []);
  const southIsThere = same(await south.account.numbers(), [south.number]);
  const [path, body] = requests["inbound call by number"]?.(south) ?? ["", {}];
  const stillAnswers = (await world.signed(path, body, south.account.key)) === 200;
  const second = await offboard(south);
  return [
    ["the north is offboarded at its own account", first.code === 0 && northIsEmpty && untouched],
    ["the south keeps its number and answers", southIsThere && stillAnswers],
    ["the south is offboarded at its own account", second.code === 0 && same(await south.account.numbers(), [])],
    ["nothing is left anywhere", (await planned(world)).drift === 0],
  ];
}

function same<T>(one: readonly T[], other: readonly T[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
