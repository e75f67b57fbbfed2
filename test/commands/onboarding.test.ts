import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { type RunningSandbox, startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { boughtClinicFile, clinicFile } from "../fakes/clinic-file.ts";
import { newFolder, run } from "../fakes/world.ts";

const key = "key_of_the_test_sandbox";
let sandbox: RunningSandbox;
let cwd: string;

beforeEach(async () => {
  cwd = newFolder();
  sandbox = await startSandbox({ databasePath: join(cwd, "retell.db"), apiKey: key, clock: systemClock });
});

afterEach(() => sandbox.close());

const envelope = z.object({ ok: z.boolean(), data: z.unknown(), error: z.unknown() }).partial();

function ascendia(argv: readonly string[], more: { env?: Readonly<Record<string, string>>; stdin?: string } = {}) {
  const env = { RETELL_BASE_URL: sandbox.url, RETELL_API_KEY: key, ...more.env };
  return run(argv, { cwd, env, ...(more.stdin === undefined ? {} : { stdin: more.stdin }) });
}

/** A command's data under --json. */
async function dataOf(argv: readonly string[], more?: Parameters<typeof ascendia>[1]): Promise<unknown> {
  const { code, stdout, stderr } = await ascendia([...argv, "--json"], more);
  expect({ code, stderr: code === 0 ? "" : stderr, stdout: code === 0 ? "" : stdout }).toEqual({
    code: 0,
    stderr: "",
    stdout: "",
  });
  return envelope.parse(JSON.parse(stdout)).data;
}

async function asked(path: string, init: RequestInit = {}): Promise<unknown> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  return (await fetch(`${sandbox.url}${path}`, { ...init, headers })).json();
}

async function writes(): Promise<readonly string[]> {
  const log = z.object({ items: z.array(z.object({ operation: z.string() })) });
  return log.parse(await asked("/_sandbox/requests?writes=true")).items.map(({ operation }) => operation);
}

async function numbersAtRetell() {
  const page = z.object({ items: z.array(z.looseObject({ phone_number: z.string(), nickname: z.string() })) });
  return page.parse(await asked("/v2/list-phone-numbers")).items;
}

async function fault(body: object): Promise<void> {
  await asked("/_sandbox/faults", { method: "POST", body: JSON.stringify(body) });
}

function file(content: object): string {
  writeFileSync(join(cwd, "clinic.json"), JSON.stringify(content));
  return "clinic.json";
}

const onboarded = z.object({
  clinic_id: z.string(),
  phone_number: z.string(),
  agent_id: z.string(),
  status: z.string(),
  inbound_webhook_url: z.string(),
});

describe("agent:create", () => {
  it("creates and publishes once, and then says which agent exists", async () => {
    const first = await dataOf(["agent:create"]);
    expect(first).toMatchObject({ outcome: "created", agent_version: 0 });
    const before = await writes();
    expect(await dataOf(["agent:create"])).toMatchObject({
      ...z.object({ agent_id: z.string() }).parse(first),
      outcome: "unchanged",
    });
    expect(await writes()).toEqual(before);
    expect(await dataOf(["agent:create", "--force"])).toMatchObject({ outcome: "created" });
  });

  it("sends nothing in a dry run", async () => {
    expect(await dataOf(["agent:create", "--dry-run"])).toMatchObject({ dry_run: true, agent: null });
    expect(await writes()).toEqual([]);
  });

  it("refuses a template that is not one, before it sends anything", async () => {
    writeFileSync(join(cwd, "template.json"), JSON.stringify({ agent: {}, flow: {} }));
    const bad = await ascendia(["agent:create", "--template", "template.json"]);
    expect(bad).toMatchObject({ code: 1, stdout: "" });
    expect(bad.stderr).toMatch(/The template \S*template\.json has 3 problems/);
    expect((await ascendia(["agent:create", "--template", "nowhere.json"])).stderr).toMatch(
      /Cannot read \S*nowhere\.json: there is no such file or folder \(ENOENT\)/,
    );
    expect(await writes()).toEqual([]);
  });
});

describe("clinic:onboard", () => {
  it("needs the agent first", async () => {
    const { code, stderr } = await ascendia(["clinic:onboard", "--file", file(clinicFile)]);
    expect(code).toBe(4);
    expect(stderr).toContain("next:  Create it first: ascendia agent:create");
    expect(await writes()).toEqual([]);
  });

  it("stores, imports, binds to the published version and reports what was promised", async () => {
    await dataOf(["agent:create"]);
    const done = onboarded.parse(await dataOf(["clinic:onboard", "--file", file(clinicFile)]));
    expect(done).toMatchObject({ phone_number: "+2290197000001", status: "active" });
    const bound = [{ agent_id: done.agent_id, agent_version: 0, weight: 1 }];
    expect(await numbersAtRetell()).toEqual([
      expect.objectContaining({
        phone_number: "+2290197000001",
        nickname: "ascendia:clinique-sainte-therese",
        inbound_agents: bound,
        outbound_agents: bound,
        inbound_webhook_url: `http://127.0.0.1:8787/webhooks/retell/inbound/${done.clinic_id}`,
      }),
    ]);
    expect(await dataOf(["clinic:show", "clinique-sainte-therese"])).toMatchObject({
      clinic_id: done.clinic_id,
      status: "active",
      hours: clinicFile.hours,
      doctors: [{ name: "Awa Test" }],
      number: { phone_number: "+2290197000001", inbound_webhook_url: done.inbound_webhook_url },
      outbox: [{ subject: "Votre réceptionniste IA est prête", state: "waiting" }],
    });
  });

  it("takes flags, shows the price and buys only after confirmation", async () => {
    await dataOf(["agent:create"]);
    const before = await writes();
    const flags = ["clinic:onboard", "--name", "Austin Test Clinic", "--address", "1 Main Street", "--country", "US"];
    const more = ["--timezone", "America/Chicago", "--language", "en", "--owner-email", "owner@example.com"];
    const rest = [
      "--doctor",
      "Jane Test;Dentist",
      "--doctor",
      "Joe Test;Hygienist",
      "--hours",
      "Mon-Fri 08:00-12:30,14:00-18:00",
    ];
    const command = [...flags, ...more, ...rest, "--buy", "US:512"];
    const refused = await ascendia(command);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("$2.00 a month");
    expect(refused.stderr).toContain("--yes");
    expect(await writes()).toEqual(before);
    expect(await dataOf([...command, "--yes"])).toMatchObject({ phone_number: "+15125550100", status: "active" });
    expect(await dataOf(["doctor:list", "austin-test-clinic"])).toMatchObject({
      doctors: [{ name: "Jane Test" }, { name: "Joe Test" }],
    });
  });

  it("reads standard input, and names every missing flag without a terminal", async () => {
    await dataOf(["agent:create"]);
    const done = await dataOf(["clinic:onboard", "--file", "-"], { stdin: `\uFEFF${JSON.stringify(clinicFile)}` });
    expect(done).toMatchObject({ status: "active" });
    const { code, stderr } = await ascendia(["clinic:onboard", "--name", "Test"]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      "--address, --country, --timezone, --language, --owner-email, --hours, --doctor, --buy or --import",
    );
    const both = await ascendia(["clinic:onboard", "--file", "-", "--name", "Test"]);
    expect(both).toMatchObject({ code: 2 });
  });

  it("in a dry run, reports create and then unchanged, and writes nothing at Retell or here", async () => {
    await dataOf(["agent:create"]);
    const before = await writes();
    const plan = ["clinic:onboard", "--file", file(boughtClinicFile), "--dry-run"];
    expect(await dataOf(plan)).toMatchObject({
      dry_run: true,
      added_monthly_cents: 200,
      steps: [
        { action: "create" },
        { action: "create" },
        { action: "create" },
        { action: "create" },
        { action: "update" },
      ],
    });
    expect(await writes()).toEqual(before);
    expect(await dataOf(["clinic:list"])).toEqual({ clinics: [], next: null });
    await dataOf(["clinic:onboard", "--file", "clinic.json", "--yes"]);
    const after = await writes();
    const again = z.object({ steps: z.array(z.object({ action: z.string() })) }).parse(await dataOf(plan));
    expect(new Set(again.steps.map(({ action }) => action))).toEqual(new Set(["unchanged"]));
    expect((await ascendia(["clinic:onboard", "--file", "clinic.json"])).stdout).toContain("Nothing to change: ");
    expect(await writes()).toEqual(after);
  });

  it("names every problem of a file at once and does nothing", async () => {
    const { code, stderr } = await ascendia([
      "clinic:onboard",
      "--file",
      file({ ...clinicFile, country: "Benin", doctors: [], nmae: 1 }),
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain("clinic.json has 3 problems");
    expect(stderr).toContain('Did you mean "name"?');
  });

  it("adopts the number when the answer to its purchase is lost", async () => {
    await dataOf(["agent:create"]);
    await fault({ kind: "answer_lost", method: "POST", path: "/create-phone-number" });
    await dataOf(["clinic:onboard", "--file", file(boughtClinicFile), "--yes"]);
    expect(await numbersAtRetell()).toHaveLength(1);
  });

  it("names the number it paid for when a later step fails, and continues with it by --resume", async () => {
    await dataOf(["agent:create"]);
    await fault({ kind: "fail_before", status: 403, method: "GET", path: "/get-phone-number/*" });
    const broken = await ascendia(["clinic:onboard", "--file", file(boughtClinicFile), "--yes"]);
    expect(broken.code).toBe(1);
    expect(broken.stderr).toContain("The number +15125550100 is paid for");
    expect(broken.stderr).toContain("ascendia clinic:onboard --resume austin-test-clinic");
    expect(await dataOf(["clinic:onboard", "--resume", "austin-test-clinic"])).toMatchObject({
      phone_number: "+15125550100",
      status: "active",
    });
    expect(await numbersAtRetell()).toHaveLength(1);
  });

  it("refuses another clinic of that slug, and a number that another clinic has", async () => {
    await dataOf(["agent:create"]);
    await dataOf(["clinic:onboard", "--file", file(clinicFile)]);
    const other = await ascendia(["clinic:onboard", "--file", file({ ...clinicFile, address: "elsewhere" })]);
    expect(other.code).toBe(1);
    expect(other.stderr).toContain(
      'The slug "clinique-sainte-therese" is taken by another clinic, or by this one with different data: address differs.',
    );
    const taken = await ascendia(["clinic:onboard", "--file", file({ ...clinicFile, name: "Other Test" })]);
    expect(taken.stderr).toContain("belongs to another clinic, clinique-sainte-therese");
  });

  it("follows RETELL_MASTER_AGENT_ID before the agent it made, and says when there is no such agent", async () => {
    const { agent_id: first } = z.object({ agent_id: z.string() }).parse(await dataOf(["agent:create"]));
    await dataOf(["agent:create", "--force"]);
    const env = { RETELL_MASTER_AGENT_ID: first };
    expect(await dataOf(["clinic:onboard", "--file", file(clinicFile)], { env })).toMatchObject({ agent_id: first });
    const wrong = { RETELL_MASTER_AGENT_ID: "agent_nobody" };
    const { code, stderr } = await ascendia(["clinic:onboard", "--file", "clinic.json"], { env: wrong });
    expect(code).toBe(4);
    expect(stderr).toContain("RETELL_MASTER_AGENT_ID names agent_nobody");
  });

  it("keeps the trunk's password out of everything but the request", async () => {
    await dataOf(["agent:create"]);
    const trunk = { ...clinicFile.number.import, username: "clinic", password_env: "TRUNK_PASSWORD" };
    const command = ["clinic:onboard", "--file", file({ ...clinicFile, number: { import: trunk } })];
    expect((await ascendia(command)).code).toBe(4);
    const { code, stdout, stderr } = await ascendia(command, { env: { TRUNK_PASSWORD: "a-test-password" } });
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain("a-test-password");
    expect((await ascendia(["clinic:show", "clinique-sainte-therese", "--json"])).stdout).not.toContain(
      "a-test-password",
    );
  });

  it("needs a public address in live mode", async () => {
    const { code, stderr } = await run(["clinic:onboard", "--file", file(clinicFile)], {
      cwd,
      env: { RETELL_API_KEY: "key_test" },
    });
    expect(code).toBe(4);
    expect(stderr).toContain("ASCENDIA_PUBLIC_URL is not set");
  });

  it("gets one agent and one number when the same command runs three times at once", async () => {
    await Promise.all([1, 2, 3].map(() => dataOf(["agent:create"])));
    const command = ["clinic:onboard", "--file", file(boughtClinicFile), "--yes"];
    await Promise.all([1, 2, 3].map(() => dataOf(command)));
    expect(await numbersAtRetell()).toHaveLength(1);
    const counts = z.object({ operations: z.record(z.string(), z.number()) }).parse(await asked("/_sandbox/requests"));
    expect(counts.operations).toMatchObject({ "POST /create-agent": 1, "POST /create-phone-number": 1 });
  });

  it("works on a sandbox of its own, kept between commands, when nothing is configured", async () => {
    const alone = { cwd: newFolder() };
    expect((await run(["agent:create"], alone)).code).toBe(0);
    const { code, stderr } = await run(["clinic:onboard", "--file", "-"], {
      ...alone,
      stdin: JSON.stringify(clinicFile),
    });
    expect(code).toBe(0);
    expect(stderr).toContain("sandbox (nothing reaches Retell)");
  });
});

describe("doctor:add", () => {
  it("adds a doctor with hours of their own, once", async () => {
    await dataOf(["agent:create"]);
    await dataOf(["clinic:onboard", "--file", file(clinicFile)]);
    const add = [
      "doctor:add",
      "clinique-sainte-therese",
      "--name",
      "Dr. Koffi Test",
      "--specialty",
      "Pédiatre",
      "--hours",
      "Wed 09:00-12:00",
    ];
    expect(await dataOf([...add, "--dry-run"])).toMatchObject({ dry_run: true });
    expect(await dataOf(["doctor:list", "clinique-sainte-therese"])).toMatchObject({ doctors: [{ name: "Awa Test" }] });
    await dataOf(add);
    expect(await dataOf(["doctor:list", "clinique-sainte-therese"])).toMatchObject({
      doctors: [
        { name: "Awa Test", hours: null },
        { name: "Koffi Test", hours: { wed: [["09:00", "12:00"]] } },
      ],
    });
    const twice = await ascendia(add);
    expect(twice.code).toBe(1);
    expect(twice.stderr).toContain('already has a doctor named "Koffi Test"');
    expect((await ascendia(["doctor:list", "nobody"])).stderr).toContain("Clinic nobody not found.");
  });
});
