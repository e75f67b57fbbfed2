import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { shippedJson, shippedTemplate } from "../../domain/agent/shipped.ts";
import { type Installation, numberedClinic, openInstallation } from "../../fakes/sandbox-installation.ts";
import { textLike } from "../../fakes/text-like.ts";

let here: Installation;

beforeEach(async () => {
  here = await openInstallation();
});

afterEach(() => here.close());

const anything = z.looseObject({});
const agentId = z.object({ agent_id: z.string() });
const instructionShape = z.looseObject({ type: z.string(), text: z.string() });
const node = z.looseObject({ id: z.string(), instruction: z.exactOptional(instructionShape) });
const templateShape = z.object({
  agent: z.looseObject({}),
  flow: z.looseObject({ nodes: z.array(node) }),
});
type Template = z.infer<typeof templateShape>;

const shipped = templateShape.parse(shippedTemplate());

/** The template with another sentence in one node. */
function saying(text: string, id = "no_doctors", template: Template = shipped): Template {
  const instruction = { type: "static_text", text };
  const nodes = template.flow.nodes.map((one) => (one.id === id ? Object.assign({}, one, { instruction }) : one));
  return { ...template, flow: { ...template.flow, nodes } };
}

function sentenceIn(template: unknown, id: string): string | undefined {
  return templateShape.parse(template).flow.nodes.find((one) => one.id === id)?.instruction?.text;
}

async function createAgent(template: Template = shipped): Promise<string> {
  const file = here.file("template.json", template);
  return (await here.data(agentId, "agent:create", "--template", file)).agent_id;
}

/** An edit in the dashboard: a draft of the newest version with one sentence changed in its flow. */
async function editInDashboard(agent: string, text: string, id = "goodbye"): Promise<number> {
  const engineShape = z.object({ conversation_flow_id: z.string(), version: z.number() });
  const { version, response_engine: engine } = z
    .object({ version: z.number(), response_engine: engineShape })
    .parse(await here.dashboard.agent.createVersion(agent, { base_version: 0 }));
  const flow = await here.dashboard.conversationFlow.retrieve(engine.conversation_flow_id, { version: engine.version });
  const instruction = { type: "static_text", text };
  const nodes = flow.nodes?.map((one) => (one.id === id ? Object.assign(one, { instruction }) : one));
  await here.dashboard.patch(`/update-conversation-flow/${engine.conversation_flow_id}`, {
    query: { version: engine.version },
    body: { nodes },
  });
  return version;
}

const difference = z.object({ path: z.string(), changed: z.string() });

async function differences(...argv: readonly string[]) {
  const { code, data } = await here.json("agent:diff", "--template", "template.json", ...argv);
  const found = z.object({ differences: z.array(difference) }).parse(data).differences;
  return { code, found: found.map(({ path, changed }) => `${changed} ${path}`) };
}

describe("agent:diff", () => {
  it("finds no difference after the agent is created, whatever Retell adds", async () => {
    await createAgent();
    expect(await differences()).toEqual({ code: 0, found: [] });
  });

  it("says which side changed: the template, the dashboard, or both", async () => {
    const agent = await createAgent();
    here.file("template.json", saying("Nous sommes complets."));
    expect(await differences()).toEqual({
      code: 3,
      found: ["local flow.nodes[no_doctors].instruction.text"],
    });
    await editInDashboard(agent, "À bientôt.", "no_doctors");
    expect((await differences()).found).toEqual(["both flow.nodes[no_doctors].instruction.text"]);
    here.file("template.json", shipped);
    expect((await differences()).found).toEqual(["dashboard flow.nodes[no_doctors].instruction.text"]);
    here.file("template.json", saying("À bientôt."));
    expect((await differences()).found).toEqual(["unpublished flow.nodes[no_doctors].instruction.text"]);
  });

  it("shows the sentences that change for a clinic, with its own facts", async () => {
    await createAgent();
    here.file("clinic.json", numberedClinic(1));
    await here.data(anything, "clinic:onboard", "--file", "clinic.json");
    here.file("template.json", saying("{{clinic_name}} est complet."));
    const { data } = await here.json("agent:diff", "--template", "template.json", "--rendered", "clinique-test-01");
    expect(data).toMatchObject({
      rendered: { clinic: "clinique-test-01", changes: [{ after: "Clinique Test 01 est complet." }] },
    });
    const { stdout } = await here.ascendia(
      "agent:diff",
      "--template",
      "template.json",
      "--rendered",
      "clinique-test-01",
    );
    expect(stdout).toContain("+ Clinique Test 01 est complet.");
    expect(stdout).not.toContain("{{clinic_name}} est complet.\n    -");
  });

  it("cuts a long text around its first difference", async () => {
    const start = "Renseignements administratifs complémentaires indispensables. ".repeat(6);
    const end = " Remerciements particulièrement chaleureux naturellement.".repeat(6);
    await createAgent(saying(`${start}Nous fermons à midi.${end}`));
    here.file("clinic.json", numberedClinic(1));
    await here.data(anything, "clinic:onboard", "--file", "clinic.json");
    here.file("template.json", saying(`${start}Nous fermons à minuit.${end}`));
    const rendered = ["--rendered", "clinique-test-01"];
    const { stdout } = await here.ascendia("agent:diff", "--template", "template.json", ...rendered);
    const changed = stdout.split("\n").filter((line) => /^ {4}[-+] /u.test(line));
    expect(changed).toEqual([
      textLike(/^ {4}- ….*fermons à midi\..*…$/u),
      textLike(/^ {4}\+ ….*fermons à minuit\..*…$/u),
      textLike(/^ {4}- ….*fermons à midi\..*…$/u),
      textLike(/^ {4}\+ ….*fermons à minuit\..*…$/u),
    ]);
  });
});

describe("agent:update", () => {
  it("writes a draft on top of the published version, and then is unchanged", async () => {
    const agent = await createAgent();
    here.file("template.json", saying("Nous sommes complets."));
    const update = ["agent:update", "--template", "template.json"];
    expect(await here.data(anything, ...update)).toMatchObject({ outcome: "created", version: 1, base_version: 0 });
    expect(await here.data(anything, ...update)).toMatchObject({ outcome: "unchanged", version: 1 });
    const exported = await here.data(z.object({ template: templateShape }), "agent:export", "--version", "1");
    expect(sentenceIn(exported.template, "no_doctors")).toBe("Nous sommes complets.");
    expect(await here.dashboard.agent.retrieve(agent, { version: 0 })).toMatchObject({ is_published: true });
    expect((await differences()).found).toEqual(["unpublished flow.nodes[no_doctors].instruction.text"]);
  });

  it("removes what the template no longer has", async () => {
    await createAgent({ ...shipped, agent: { ...shipped.agent, voice_speed: 1.2, fallback_voice_ids: null } });
    const { reminder_max_count: _gone, ...agent } = shipped.agent;
    here.file("template.json", { ...shipped, agent });
    await here.data(anything, "agent:update", "--template", "template.json");
    const { template } = await here.data(z.object({ template: templateShape }), "agent:export", "--version", "1");
    expect(template.agent).not.toHaveProperty("voice_speed");
    expect(template.agent).not.toHaveProperty("reminder_max_count");
    expect(template.agent).toMatchObject({ fallback_voice_ids: shipped.agent["fallback_voice_ids"] });
  });

  it("refuses to overwrite a dashboard edit, names the places, and writes nothing", async () => {
    const agent = await createAgent();
    await editInDashboard(agent, "À bientôt.", "no_doctors");
    here.file("template.json", saying("Un instant.", "unknown_doctor"));
    const before = await here.writes();
    for (const dry of [[], ["--dry-run"]]) {
      const { code, error } = await here.json("agent:update", "--template", "template.json", ...dry);
      expect(code).toBe(3);
      expect(error).toMatchObject({
        code: "drift",
        detail: ["flow.nodes[no_doctors].instruction.text (changed in the dashboard)"],
        hint: textLike(/agent:diff --template template\.json, .*update --template template\.json --theirs.*--ours/),
      });
    }
    expect(await here.writes()).toEqual(before);
    const { data, error } = await here.json("agent:diff", "--template", "template.json");
    expect(data).toMatchObject({ counts: { dashboard: 1, local: 1 } });
    expect(error).toMatchObject({ hint: textLike(/^ascendia agent:update --template template\.json --theirs/) });
  });

  it("--ours writes the template and leaves the dashboard's draft where it is, with a snapshot", async () => {
    const agent = await createAgent();
    const draft = await editInDashboard(agent, "À bientôt.", "no_doctors");
    here.file("template.json", saying("Un instant.", "unknown_doctor"));
    expect(await here.data(anything, "agent:update", "--template", "template.json", "--ours")).toMatchObject({
      outcome: "created",
      version: 2,
    });
    const template = z.object({ template: templateShape });
    const theirs = await here.data(template, "agent:export", "--version", String(draft));
    expect(sentenceIn(theirs.template, "no_doctors")).toBe("À bientôt.");
    const ours = await here.data(template, "agent:export");
    expect(sentenceIn(ours.template, "no_doctors")).toBe(sentenceIn(shipped, "no_doctors"));
    const kept = z.object({ snapshots: z.array(z.object({ id: z.string(), version: z.number() })) });
    const { snapshots } = await here.data(kept, "agent:versions");
    const snapshot = snapshots.find(({ version }) => version === draft)?.id ?? "";
    const restored = await here.data(template, "agent:export", "--snapshot", snapshot);
    expect(sentenceIn(restored.template, "no_doctors")).toBe("À bientôt.");
  });

  it("--theirs takes the edit into the template, keeps what only the template has, and makes a backup", async () => {
    const agent = await createAgent();
    await editInDashboard(agent, "À bientôt.", "no_doctors");
    here.file("template.json", saying("Un instant.", "unknown_doctor"));
    const before = await here.writes();
    const theirs = ["agent:update", "--template", "template.json", "--theirs"];
    expect(await here.data(anything, ...theirs, "--dry-run")).toMatchObject({ dry_run: true, outcome: "taken" });
    const taken = await here.data(z.looseObject({ backup: z.string() }), ...theirs, "--reason", "agreed with Awa Test");
    const text = here.readFile("template.json");
    expect(sentenceIn(JSON.parse(text), "no_doctors")).toBe("À bientôt.");
    expect(sentenceIn(JSON.parse(text), "unknown_doctor")).toBe("Un instant.");
    expect(text).toContain("${PUBLIC_URL}/api/retell/webhook");
    expect(sentenceIn(JSON.parse(here.readFile(taken.backup)), "no_doctors")).toBe(sentenceIn(shipped, "no_doctors"));
    expect(await here.writes()).toEqual(before);
    expect(await differences()).toEqual({
      code: 3,
      found: [
        "unpublished flow.nodes[no_doctors].instruction.text",
        "local flow.nodes[unknown_doctor].instruction.text",
      ],
    });
    expect(await here.data(anything, ...theirs)).toMatchObject({ outcome: "unchanged" });
    expect(await here.data(anything, "agent:update", "--template", "template.json")).toMatchObject({ version: 2 });
    expect(readdirSync(here.cwd).filter((name) => name.endsWith(".bak"))).toEqual([taken.backup]);
  });

  it("uses the template that the settings name, and then suggests no flag", async () => {
    here.file("own.json", shipped);
    here.file("ascendia.config.json", { template: "own.json" });
    const { agent_id: agent } = await here.data(agentId, "agent:create");
    here.file("own.json", saying("Un instant.", "unknown_doctor"));
    expect(await here.json("agent:diff")).toMatchObject({
      code: 3,
      data: { template: join(here.cwd, "own.json"), counts: { local: 1 } },
      error: { hint: "ascendia agent:update" },
    });
    expect((await here.json("agent:validate")).data).toMatchObject({ file: join(here.cwd, "own.json") });
    await editInDashboard(agent, "À bientôt.", "no_doctors");
    await here.data(anything, "agent:update", "--theirs");
    expect(sentenceIn(JSON.parse(here.readFile("own.json")), "no_doctors")).toBe("À bientôt.");
  });

  it("needs a file of the user's own for --theirs, and only one of --ours and --theirs", async () => {
    await here.data(agentId, "agent:create");
    expect(await here.json("agent:update", "--theirs")).toMatchObject({ code: 2 });
    expect(await here.json("agent:update", "--theirs", "--ours")).toMatchObject({ code: 2 });
  });

  it.each([
    ["the draft", "POST", "/create-agent-version/*"],
    ["the flow", "PATCH", "/update-conversation-flow/*"],
    ["the agent", "PATCH", "/update-agent/*"],
  ])("makes one draft when the answer about %s is lost", async (_what, method, path) => {
    await createAgent();
    here.file("template.json", saying("Nous sommes complets."));
    await here.fault({ kind: "answer_lost", method, path });
    const update = ["agent:update", "--template", "template.json"];
    expect(await here.json(...update)).toMatchObject({ code: 5 });
    expect(await here.data(anything, ...update, "--dry-run")).toMatchObject({ action: "create", continues: true });
    expect(await here.data(anything, ...update)).toMatchObject({ outcome: "created", version: 1 });
    const made = (await here.writes()).filter((operation) => operation.includes("create-agent-version"));
    expect(made).toHaveLength(1);
    expect(await here.data(anything, ...update)).toMatchObject({ outcome: "unchanged", version: 1 });
  });

  it("continues with the template as it is at that moment", async () => {
    await createAgent();
    here.file("template.json", saying("Premier essai."));
    await here.fault({ kind: "answer_lost", method: "PATCH", path: "/update-agent/*" });
    const update = ["agent:update", "--template", "template.json"];
    expect(await here.json(...update)).toMatchObject({ code: 5 });
    here.file("template.json", saying("Deuxième essai."));
    expect(await here.data(anything, ...update)).toMatchObject({ version: 1 });
    const { template } = await here.data(z.object({ template: templateShape }), "agent:export");
    expect(sentenceIn(template, "no_doctors")).toBe("Deuxième essai.");
  });

  it("needs the agent first", async () => {
    expect(await here.json("agent:update")).toMatchObject({ code: 4, error: { hint: textLike(/agent:create/) } });
  });
});

describe("a template folder", () => {
  const written = z.object({ folder: z.string(), files: z.array(z.string()) });

  it("is written by agent:export exactly as shipped, and accepted wherever a template is", async () => {
    await here.data(agentId, "agent:create");
    const { files } = await here.data(written, "agent:export", "--folder", "own");
    expect(files).toContain("booking.json");
    for (const file of files.filter((name) => name !== "agent.json")) {
      expect(JSON.parse(here.readFile(`own/${file}`))).toEqual(shippedJson(`master-agent/${file}`));
    }
    const { data } = await here.json("agent:diff", "--template", "own");
    expect(data).toMatchObject({ differences: [] });
  });

  it("takes the dashboard's changes into the topic that they are about", async () => {
    const { agent_id: agent } = await here.data(agentId, "agent:create");
    await here.data(written, "agent:export", "--folder", "own");
    await editInDashboard(agent, "À bientôt.");
    await here.data(anything, "agent:update", "--template", "own", "--theirs");
    expect(here.readFile("own/greeting-and-need.json")).toContain("À bientôt.");
    const { data } = await here.json("agent:diff", "--template", "own");
    expect(data).toMatchObject({
      differences: [{ changed: "unpublished", path: "flow.nodes[goodbye].instruction.text" }],
    });
  });

  it("does not mix with the files of another template", async () => {
    await here.data(agentId, "agent:create");
    await here.data(written, "agent:export", "--folder", "own");
    here.file("own/old.json", {});
    const { error } = await here.json("agent:export", "--folder", "own");
    expect(error).toMatchObject({ code: "conflict" });
  });
});
