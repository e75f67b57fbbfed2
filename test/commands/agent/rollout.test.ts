import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { shippedTemplate } from "../../domain/agent/shipped.ts";
import { type Installation, numberedClinic, openInstallation } from "../../fakes/sandbox-installation.ts";
import { textLike, textsLike } from "../../fakes/text-like.ts";

let here: Installation;
let agent: string;

const anything = z.looseObject({});
const template = z.looseObject({ agent: z.looseObject({}), flow: z.looseObject({}) });
const louder = (reminders: number) => {
  const shipped = template.parse(shippedTemplate());
  return { ...shipped, agent: { ...shipped.agent, reminder_max_count: reminders } };
};
const skipped = ["--skip-simulation", "--yes"];

beforeEach(async () => {
  here = await openInstallation();
  const created = await here.data(z.object({ agent_id: z.string() }), "agent:create");
  agent = created.agent_id;
});

afterEach(() => here.close());

async function onboard(count: number): Promise<void> {
  for (let index = 1; index <= count; index += 1) {
    here.file("clinic.json", numberedClinic(index));
    await here.data(anything, "clinic:onboard", "--file", "clinic.json");
  }
}

/** The next version, as a draft. */
async function updated(reminders: number): Promise<void> {
  here.file("template.json", louder(reminders));
  await here.data(anything, "agent:update", "--template", "template.json");
}

async function published(reminders: number): Promise<void> {
  await updated(reminders);
  await here.data(anything, "agent:publish", ...skipped);
}

/** The versions that callers get according to Retell, by slug, for both directions. */
async function pins(): Promise<Readonly<Record<string, number>>> {
  const bound = z.array(z.object({ agent_version: z.number() })).length(1);
  const number = z.object({ nickname: z.string(), inbound_agents: bound, outbound_agents: bound });
  const { items } = await here.dashboard.phoneNumber.list();
  const numbers = z.array(number).parse(items);
  return Object.fromEntries(
    numbers.map(({ nickname, inbound_agents: [inbound], outbound_agents: [outbound] }) => {
      expect(outbound).toEqual(inbound);
      return [nickname.replace("ascendia:clinique-test-", ""), inbound?.agent_version ?? -1];
    }),
  );
}

const audited = z.object({ entries: z.array(z.looseObject({ action: z.string() })) });

async function auditOf(action: string) {
  return (await here.data(audited, "audit:list", "--action", action)).entries;
}

describe("agent:publish", () => {
  it("publishes the newest draft once, and records it in the audit log", async () => {
    await updated(3);
    const before = await here.writes();
    expect(await here.data(anything, "agent:publish", "--dry-run")).toMatchObject({ action: "update", version: 1 });
    expect(await here.writes()).toEqual(before);
    expect(await here.data(anything, "agent:publish", ...skipped, "--reason", "spring texts")).toMatchObject({
      outcome: "published",
      version: 1,
    });
    expect(await here.dashboard.agent.retrieve(agent, { version: 1 })).toMatchObject({ is_published: true });
    expect(await here.data(anything, "agent:publish", "--version", "1")).toMatchObject({ outcome: "unchanged" });
    expect(await auditOf("agent:publish")).toMatchObject([
      { reason: "spring texts", after: { version: 1, simulation: "skipped" }, subject: `agent:${agent}` },
    ]);
  });

  it("asks first, and needs --yes without a terminal", async () => {
    await updated(3);
    expect(await here.json("agent:publish", "--skip-simulation")).toMatchObject({
      code: 2,
      error: { hint: textLike(/--yes/) },
    });
    expect(await here.dashboard.agent.retrieve(agent, { version: 1 })).toMatchObject({ is_published: false });
  });

  it("refuses a draft that was changed in the dashboard, and a version made there", async () => {
    await updated(3);
    await here.dashboard.agent.update(agent, { version: 1, reminder_max_count: 9 });
    expect(await here.json("agent:publish", ...skipped)).toMatchObject({
      code: 3,
      error: { detail: ["agent.reminder_max_count"] },
    });
    await here.dashboard.agent.createVersion(agent, { base_version: 0 });
    expect(await here.json("agent:publish", ...skipped)).toMatchObject({ code: 1, error: { code: "conflict" } });
    expect(await here.json("agent:publish", "--version", "7", ...skipped)).toMatchObject({ code: 1 });
    expect(await here.json("agent:publish", "--version", "one", ...skipped)).toMatchObject({ code: 2 });
  });

  it("publishes what --theirs took over", async () => {
    await updated(3);
    await here.dashboard.agent.update(agent, { version: 1, reminder_max_count: 9 });
    await here.data(anything, "agent:update", "--theirs", "--template", "template.json");
    expect(await here.data(anything, "agent:publish", ...skipped)).toMatchObject({ outcome: "published", version: 1 });
    expect(template.parse(JSON.parse(here.readFile("template.json"))).agent).toMatchObject({ reminder_max_count: 9 });
  });

  it("continues when the answer was lost", async () => {
    await updated(3);
    await here.fault({ kind: "answer_lost", method: "POST", path: "/publish-agent-version/*" });
    expect(await here.json("agent:publish", ...skipped)).toMatchObject({ code: 5 });
    expect(await here.data(anything, "agent:publish", "--version", "1", ...skipped)).toMatchObject({ version: 1 });
    expect(await auditOf("agent:publish")).toHaveLength(1);
    expect(await here.data(anything, "agent:publish", "--version", "1")).toMatchObject({ outcome: "unchanged" });
  });

  it("publishes a version that passes simulate --all", async () => {
    await onboard(1);
    await updated(3);
    expect(await here.json("agent:publish", "--yes")).toMatchObject({
      code: 0,
      data: { outcome: "published", simulation: textLike(/^green: \d+ calls to 1 clinic$/) },
    });
  });

  it("refuses a version that fails simulate --all, and names each call that failed", async () => {
    await onboard(1);
    const { agent: settings, flow } = template.parse(louder(4));
    const tools = z.array(z.looseObject({ name: z.string() })).parse(flow["tools"]);
    const parameters = { type: "object", properties: { date: { type: "string", const: "hier" } } };
    const broken = tools.map((one) => (one.name === "check_availability" ? Object.assign(one, { parameters }) : one));
    here.file("template.json", { agent: settings, flow: { ...flow, tools: broken } });
    const update = ["agent:update", "--template", "template.json"];
    const change = "golden-function:tools.check_availability";
    expect(await here.json(...update)).toMatchObject({
      code: 1,
      error: { message: textLike(new RegExp(change, "u")) },
    });
    expect(await here.json(...update, "--accept-change", change)).toMatchObject({
      code: 2,
      error: { message: "--accept-change needs a reason." },
    });
    await here.data(anything, ...update, "--accept-change", change, "--reason", "our calendar knows hier");
    expect(await auditOf("agent:accept-change")).toMatchObject([{ reason: "our calendar knows hier" }]);
    const refused = await here.json("agent:publish", "--yes");
    expect(refused).toMatchObject({
      code: 1,
      error: {
        message: textLike(/The simulation of version 1 did not pass/),
        detail: textsLike(/^clinique-test-01, [a-z-]+: failed, /),
        hint: textLike(
          /agent:export --version 1 .*ASCENDIA_TEMPLATE=version-1\.json ascendia simulate --clinic \S+ --scenario /,
        ),
      },
    });
    expect(await here.dashboard.agent.retrieve(agent, { version: 1 })).toMatchObject({ is_published: false });
  });

  it("cannot be green where there is no clinic to simulate", async () => {
    await updated(3);
    expect(await here.json("agent:publish", "--yes")).toMatchObject({
      code: 1,
      error: { message: textLike(/there are no clinics yet/), hint: textLike(/--skip-simulation/) },
    });
  });
});

describe("agent:rollout", () => {
  it("pins by name and by percent, only ever adds, and touches nothing else of the numbers", async () => {
    await onboard(5);
    await published(3);
    const numbers = await here.dashboard.phoneNumber.list();
    const rollout = ["agent:rollout", "--version", "1"];
    const before = await here.writes();
    expect(
      await here.data(anything, ...rollout, "--clinic", "clinique-test-02,clinique-test-04", "--dry-run"),
    ).toMatchObject({ clinics: [{ action: "update", from: "0" }, { action: "update" }] });
    expect(await here.writes()).toEqual(before);
    await here.data(anything, ...rollout, "--clinic", "clinique-test-02,clinique-test-04", ...skipped);
    expect(await pins()).toEqual({ "01": 0, "02": 1, "03": 0, "04": 1, "05": 0 });
    const after = await here.dashboard.phoneNumber.list();
    const kept = z.looseObject({ nickname: z.string(), inbound_webhook_url: z.string() });
    expect(after.items?.map((item) => kept.parse(item).inbound_webhook_url)).toEqual(
      numbers.items?.map((item) => kept.parse(item).inbound_webhook_url),
    );

    const same = await here.data(anything, ...rollout, "--percent", "40", ...skipped);
    expect(same).toMatchObject({ counts: { updated: 0, unchanged: 2 } });
    expect(await here.data(anything, ...rollout, "--percent", "60", ...skipped)).toMatchObject({
      counts: { updated: 1, unchanged: 2 },
    });
    const grown = await pins();
    expect(grown).toMatchObject({ "02": 1, "04": 1 });
    expect(Object.values(grown).filter((version) => version === 1)).toHaveLength(3);
    const orders = await auditOf("agent:rollout");
    expect(orders).toHaveLength(2);
    expect(orders[1]).toMatchObject({ before: { clinics: { "clinique-test-02": "0", "clinique-test-04": "0" } } });
  });

  it("refuses to roll out a draft, and requires clinics to be named", async () => {
    await onboard(1);
    await updated(3);
    const rollout = ["agent:rollout", "--version", "1"];
    expect(await here.json(...rollout, "--percent", "100", ...skipped)).toMatchObject({
      code: 1,
      error: { hint: textLike(/agent:publish --version 1/) },
    });
    for (const bad of [[], ["--percent", "0"], ["--percent", "x"], ["--percent", "5", "--clinic", "a"]]) {
      expect(await here.json(...rollout, ...bad, ...skipped)).toMatchObject({ code: 2 });
    }
    expect(await here.json(...rollout, "--clinic", "nobody", ...skipped)).toMatchObject({ code: 1 });
    expect(await pins()).toEqual({ "01": 0 });
  });

  it("continues past a number that cannot be pinned, and the next run does only what is missing", async () => {
    await onboard(3);
    await published(3);
    await here.dashboard.phoneNumber.update("+2290197000002", { inbound_agents: null, outbound_agents: null });
    const other = await here.dashboard.agent.create({
      voice_id: "11labs-Adrian",
      response_engine: { type: "custom-llm", llm_websocket_url: "wss://example.com" },
    });
    const foreign = [{ agent_id: other.agent_id, weight: 1 }];
    await here.dashboard.phoneNumber.update("+2290197000003", { inbound_agents: foreign });
    const { code, data } = await here.json("agent:promote", ...skipped);
    expect(code).toBe(1);
    expect(data).toMatchObject({
      counts: { updated: 2, failed: 1 },
      clinics: [{}, {}, { outcome: "failed", detail: textLike(/another agent/) }],
    });
    await here.dashboard.phoneNumber.update("+2290197000003", { inbound_agents: null, outbound_agents: null });
    expect(await here.data(anything, "agent:promote", ...skipped)).toMatchObject({
      counts: { updated: 1, unchanged: 2 },
    });
    expect(await pins()).toEqual({ "01": 1, "02": 1, "03": 1 });
  });

  it("finishes what a lost answer left open", async () => {
    await onboard(2);
    await published(3);
    await here.fault({ kind: "answer_lost", method: "PATCH", path: "/update-phone-number/*" });
    expect(await here.json("agent:promote", ...skipped)).toMatchObject({ code: 1 });
    expect(await here.data(anything, "agent:promote", ...skipped)).toMatchObject({ counts: { failed: 0 } });
    expect(await pins()).toEqual({ "01": 1, "02": 1 });
  });
});

describe("agent:promote and agent:rollback", () => {
  it("roll a canary back to the version of all, and a promotion to the one before", async () => {
    await onboard(3);
    await published(3);
    await here.data(anything, "agent:rollout", "--version", "1", "--percent", "34", ...skipped);
    const before = await here.writes();
    expect(await here.data(anything, "agent:rollback", "--dry-run")).toMatchObject({ version: 0 });
    expect(await here.writes()).toEqual(before);
    const back = await here.ascendia("agent:rollback", "--yes");
    expect(back.stdout).toContain("A rollback does not restore the template file");
    expect(await pins()).toEqual({ "01": 0, "02": 0, "03": 0 });

    expect(await here.json("agent:promote", ...skipped)).toMatchObject({
      code: 1,
      error: { message: textLike(/A rollback withdrew version 1/), hint: textLike(/--version 1/) },
    });
    expect(await here.data(anything, "agent:promote", "--version", "1", ...skipped)).toMatchObject({
      standard_version: { from: 0, to: 1 },
    });
    expect(await pins()).toEqual({ "01": 1, "02": 1, "03": 1 });
    here.file("clinic.json", numberedClinic(4));
    await here.data(anything, "clinic:onboard", "--file", "clinic.json");
    expect(await pins()).toMatchObject({ "04": 1 });
    await here.data(anything, "agent:rollback", "--yes");
    expect(await pins()).toEqual({ "01": 0, "02": 0, "03": 0, "04": 0 });
    expect(await here.json("agent:rollback", "--yes", "--to", "8")).toMatchObject({ code: 1 });
  });

  it("never go forward to a version that was withdrawn, unless it is named and agreed to", async () => {
    await onboard(2);
    for (const reminders of [3, 4]) {
      await published(reminders);
      await here.data(anything, "agent:promote", ...skipped);
    }
    const back = await here.ascendia("agent:rollback", "--yes", "--dry-run");
    expect(back.stdout).toContain("Version 2 will be marked as withdrawn.");
    expect(await here.data(anything, "agent:rollback", "--yes")).toMatchObject({ version: 1 });
    expect(await here.data(anything, "agent:rollback", "--yes")).toMatchObject({ version: 0 });
    expect(await here.json("agent:rollback", "--yes")).toMatchObject({
      code: 1,
      error: { code: "conflict", message: textLike(/a rollback withdrew 2, 1\.$/) },
    });
    expect(await pins()).toEqual({ "01": 0, "02": 0 });
    expect((await here.ascendia("agent:versions")).stdout).toMatch(/^2 +withdrawn/mu);

    expect(await here.json("agent:rollback", "--to", "1")).toMatchObject({
      code: 2,
      error: { hint: textLike(/--yes/) },
    });
    const plan = await here.ascendia("agent:rollback", "--to", "1", "--dry-run");
    expect(plan.stdout).toMatch(/A rollback withdrew version 1 on \d{4}-\d\d-\d\d\./u);
    await here.data(anything, "agent:rollback", "--to", "1", "--yes");
    expect(await pins()).toEqual({ "01": 1, "02": 1 });
  });

  it("finish an interrupted rollback instead of moving callers forward", async () => {
    await onboard(2);
    await published(3);
    await here.data(anything, "agent:promote", ...skipped);
    await here.fault({ kind: "answer_lost", method: "PATCH", path: "/update-phone-number/*" });
    expect(await here.json("agent:rollback", "--yes")).toMatchObject({ code: 1 });
    expect((await here.json("agent:rollback", "--yes", "--dry-run")).code).toBe(1);
    expect(await here.data(anything, "agent:rollback", "--yes", "--to", "0")).toMatchObject({ version: 0 });
    expect(await pins()).toEqual({ "01": 0, "02": 0 });
  });

  it("has no earlier version to return to at first", async () => {
    await onboard(1);
    expect(await here.json("agent:rollback", "--yes")).toMatchObject({ code: 1, error: { code: "conflict" } });
  });
});

describe("agent:show and agent:versions", () => {
  it("show what is live and who gets it", async () => {
    await onboard(2);
    await published(3);
    await here.data(anything, "agent:rollout", "--version", "1", "--clinic", "clinique-test-01", ...skipped);
    await updated(4);
    expect(await here.data(anything, "agent:show")).toMatchObject({
      agent_id: agent,
      standard_version: 0,
      published_versions: [1, 0],
      drafts: [2],
      clinics: { "0": ["clinique-test-02"], "1": ["clinique-test-01"] },
      engine: { type: "conversation-flow" },
      problems: [],
    });
    const { stdout } = await here.ascendia("agent:show");
    expect(stdout).toContain("version 1: clinique-test-01");
    expect(await here.data(anything, "agent:versions")).toMatchObject({
      versions: [
        { version: 2, state: "draft", by: "ascendia", clinics: 0, base_version: 1 },
        { version: 1, state: "published", clinics: 1, base_version: 0 },
        { version: 0, state: "published", clinics: 1 },
      ],
    });
    expect((await here.ascendia("agent:versions")).stdout).toContain("VERSION");
    await here.data(anything, "agent:export", "-o", "exported.json", "--version", "0");
    expect(await here.data(anything, "agent:create", "--template", "exported.json", "--dry-run")).toMatchObject({
      agent: { agent_id: agent },
    });
  });
});
