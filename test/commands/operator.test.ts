import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { shippedTemplate } from "../domain/agent/shipped.ts";
import { boughtClinicFile, clinicFile } from "../fakes/clinic-file.ts";
import { type Installation, openInstallation } from "../fakes/sandbox-installation.ts";
import { textLike } from "../fakes/text-like.ts";
import { newFolder, run } from "../fakes/world.ts";

/** Pitfalls of daily work: each of these once went wrong silently. */
let here: Installation;
const anything = z.looseObject({});

beforeEach(async () => {
  here = await openInstallation();
});

afterEach(() => here.close());

const node = z.looseObject({ id: z.string() });
const template = z.looseObject({ agent: z.looseObject({}), flow: z.looseObject({ nodes: z.array(node) }) });

/** The shipped template with one node of the operator's own. */
function ownTemplate(reminders = 2) {
  const { agent, flow } = template.parse(shippedTemplate());
  const parking = {
    id: "parking",
    type: "conversation",
    name: "Parking",
    instruction: { type: "prompt", text: "Say where to park at {{clinic_name}}." },
    edges: [],
  };
  return { agent: { ...agent, reminder_max_count: reminders }, flow: { ...flow, nodes: [...flow.nodes, parking] } };
}

describe("the template in use", () => {
  it("is remembered, so that agent:update writes the operator's own nodes again", async () => {
    here.file("own.json", ownTemplate());
    await here.data(anything, "agent:create", "--template", "own.json");
    here.file("own.json", ownTemplate(3));
    expect(await here.json("agent:diff")).toMatchObject({
      code: 3,
      data: { template: textLike(/own\.json$/), differences: [{ path: "agent.reminder_max_count" }] },
    });
    expect(await here.data(anything, "agent:update")).toMatchObject({ outcome: "created", version: 1 });
    expect(await here.data(anything, "agent:diff", "--template", "own.json").catch(() => "differs")).toBe("differs");
    expect(await here.data(anything, "agent:versions")).toMatchObject({
      versions: [{ version: 1, template: textLike(/own\.json$/) }, { version: 0 }],
    });
  });

  it("changes only with --template, which shows what is removed", async () => {
    here.file("own.json", ownTemplate());
    await here.data(anything, "agent:create", "--template", "own.json");
    const plan = await here.ascendia("agent:update", "--template", "built-in", "--dry-run");
    expect(plan.stdout).toContain("remove  flow.nodes[parking]");
    const before = await here.writes();
    const unasked = await here.ascendia("agent:update", "--template", "built-in");
    expect(unasked.code).toBe(2);
    expect(unasked.stderr).toContain("removes flow.nodes[parking]");
    expect(await here.writes()).toEqual(before);
    const env = { RETELL_BASE_URL: "http://127.0.0.1:1", ASCENDIA_TEMPLATE: "other.json" };
    const other = await run(["agent:update", "--db", `sqlite:${here.databasePath}`], { cwd: here.cwd, env });
    expect(other.code).toBe(1);
    expect(other.stderr).toMatch(/last written from .*own\.json, and ASCENDIA_TEMPLATE names .*other\.json/u);
    expect(other.stderr).toMatch(/--template .*other\.json/u);
    expect(await here.data(anything, "agent:update", "--template", "built-in", "--yes")).toMatchObject({ version: 1 });
    expect(await here.data(anything, "agent:update")).toMatchObject({ outcome: "unchanged" });
  });
});

describe("agent:diff", () => {
  it("shows a new node as one place, and equal sides as none", async () => {
    await here.data(anything, "agent:create");
    here.file("own.json", ownTemplate());
    const { code, data } = await here.json("agent:diff", "--template", "own.json");
    expect(code).toBe(3);
    expect(data).toMatchObject({
      differences: [{ path: "flow.nodes[parking]", changed: "local", draft: null, local: { name: "Parking" } }],
      counts: { local: 1 },
    });
    const { agent, flow } = template.parse(shippedTemplate());
    here.file("nulls.json", { agent: { ...agent, version_title: null }, flow });
    expect(await here.data(anything, "agent:diff", "--template", "nulls.json")).toMatchObject({ differences: [] });
  });
});

describe("clinic:onboard --resume", () => {
  it("orders the number that the first command asked for, whatever happened to it", async () => {
    await here.data(anything, "agent:create");
    here.file("austin.json", boughtClinicFile);
    await here.fault({ kind: "server_error", method: "POST", path: "/create-phone-number" });
    expect((await here.json("clinic:onboard", "--file", "austin.json", "--yes")).code).not.toBe(0);
    const resume = ["clinic:onboard", "--resume", "austin-test-clinic"];
    expect((await here.ascendia(...resume, "--dry-run")).stdout).toContain("area code 512");
    expect(await here.data(anything, ...resume, "--yes")).toMatchObject({ phone_number: textLike(/^\+1512/) });
  });
});

describe("serve", () => {
  it("warns of numbers and of an agent that lead to another address, with the fix", async () => {
    await here.data(anything, "agent:create");
    here.file("clinic.json", clinicFile);
    await here.data(anything, "clinic:onboard", "--file", "clinic.json");
    const env = { LOG_LEVEL: "silent" };
    const serving = run(["serve", "--port", "0", "--no-worker"], { cwd: here.cwd, env });
    const stopping = setInterval(() => process.emit("SIGTERM", "SIGTERM"), 50);
    const served = await serving.finally(() => clearInterval(stopping));
    expect(served.stderr).toMatch(/The number of clinique-sainte-therese sends calls to http:\/\/127\.0\.0\.1:8787/u);
    expect(served.stderr).toMatch(/The agent sends events and functions to .*Fix: set ASCENDIA_PORT=\d+/u);
  });
});

describe("event:trigger", () => {
  it("knows Retell's event names, and calls a clinic's number with its agent", async () => {
    const created = await here.data(z.object({ agent_id: z.string() }), "agent:create");
    here.file("clinic.json", clinicFile);
    await here.data(anything, "clinic:onboard", "--file", "clinic.json");
    expect(await here.json("event:trigger", "call_endet")).toMatchObject({
      code: 2,
      error: { hint: textLike(/^Did you mean call_ended\? There are call_inbound, call_started, /) },
    });
    const trigger = ["event:trigger", "call_inbound", "--clinic", "clinique-sainte-therese", "--dry-run"];
    expect(await here.data(anything, ...trigger)).toMatchObject({
      url: textLike(/\/webhooks\/retell\/inbound\/clinique-sainte-therese$/),
      body: { call_inbound: { agent_id: created.agent_id, to_number: textLike(/^\*+01$/) } },
    });
    const started = ["event:trigger", "call_started", "--clinic", "clinique-sainte-therese", "--dry-run"];
    expect(await here.data(anything, ...started, "--call", "call_7")).toMatchObject({
      call_id: "call_7",
      body: { call: { call_status: "ongoing", metadata: { clinic_id: textLike(/-/) } } },
    });
  });
});

describe("hints", () => {
  it("use the clinic's own country", async () => {
    await here.data(anything, "agent:create");
    here.file("austin.json", { ...boughtClinicFile, number: { buy: { country: "US" } } });
    await here.data(anything, "clinic:onboard", "--file", "austin.json", "--yes");
    await here.data(anything, "clinic:rules", "--clinic", "austin-test-clinic", "--holidays", "off");
    const closures = await here.ascendia("closure:list", "--clinic", "austin-test-clinic");
    expect(closures.stdout).toContain("--holidays US");
  });
});

describe("live mode", () => {
  it.each([
    ["http://voice.example.com", "it is not an https address"],
    ["https://localhost:8787", "localhost is an address of this machine"],
    ["https://192.168.1.20", "of a private network"],
    ["https://[fd00::1]", "of a private network"],
    ["https://voice", "of a private network"],
  ])("stops before the first write when Retell cannot reach %s", async (url, why) => {
    const env = {
      RETELL_API_KEY: "key_of_nobody",
      RETELL_BASE_URL: "https://127.0.0.2.invalid",
      ASCENDIA_PUBLIC_URL: url,
    };
    const cwd = newFolder();
    const created = await run(["agent:create", "--yes"], { cwd, env });
    expect(created.code).toBe(4);
    expect(created.stderr).toContain(why);
  });
});
