import { textLike } from "../../fakes/text-like.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { type Installation, numberedClinic, openInstallation } from "../../fakes/sandbox-installation.ts";

let here: Installation;

beforeEach(async () => {
  here = await openInstallation();
  await here.data(anything, "agent:create");
});

afterEach(() => here.close());

const anything = z.looseObject({});
const made = z.looseObject({
  outcome: z.string(),
  agent_id: z.string().nullable(),
  agent_version: z.number().nullable(),
  socket_url: z.string(),
  number: z.string().nullable(),
});

const slug = "clinique-test-01";

async function onboard(...more: readonly string[]): Promise<void> {
  await here.data(anything, "clinic:onboard", "--file", here.file("clinic.json", numberedClinic(1)), ...more, "--yes");
}

const create = (...more: readonly string[]) =>
  here.data(made, "agent:create", "--engine", "custom-llm", "--clinic", slug, ...more);

async function agentOfNumber() {
  const { items } = await here.dashboard.phoneNumber.list();
  const [bound] = items?.[0]?.inbound_agents ?? [];
  return { agent_id: bound?.agent_id, agent_version: bound?.agent_version };
}

const writesOf = async (operation: string) => (await here.writes()).filter((name) => name === operation).length;

describe("a clinic's own agent", () => {
  it("is created for the clinic's socket, published, and bound to its number; a second run changes nothing", async () => {
    await onboard();
    const first = await create();
    expect(first).toMatchObject({
      outcome: "create",
      agent_version: 0,
      socket_url: `ws://127.0.0.1:8787/llm-websocket/${slug}/…`,
    });
    expect(await agentOfNumber()).toEqual({ agent_id: first.agent_id, agent_version: 0 });
    const remote = await here.dashboard.agent.retrieve(first.agent_id ?? "");
    expect(remote).toMatchObject({
      agent_name: `ascendia:${slug}`,
      is_published: true,
      language: "fr-FR",
      webhook_url: "http://127.0.0.1:8787/api/retell/webhook",
      response_engine: {
        type: "custom-llm",
        llm_websocket_url: textLike(new RegExp(`^ws://127.0.0.1:8787/llm-websocket/${slug}/[\\w-]{32}$`, "u")),
      },
    });
    const before = (await here.writes()).length;
    expect(await create()).toEqual({ ...first, outcome: "unchanged" });
    expect(await here.writes()).toHaveLength(before);
  });

  it("gets a new version when its settings change, and a dry run only says so", async () => {
    await onboard("--engine", "custom-llm");
    await here.data(anything, "clinic:dialogue", slug, "--voice", "11labs-Marie");
    const before = (await here.writes()).length;
    expect(await create("--dry-run")).toMatchObject({ outcome: "update", agent_version: 0 });
    expect(await here.writes()).toHaveLength(before);
    const updated = await create();
    expect(updated).toMatchObject({ outcome: "update", agent_version: 1 });
    expect(await agentOfNumber()).toEqual({ agent_id: updated.agent_id, agent_version: 1 });
    expect((await here.dashboard.agent.retrieve(updated.agent_id ?? "")).voice_id).toBe("11labs-Marie");
  });

  it("is not affected by commands on the master agent, and its drift is found and repaired", async () => {
    await onboard("--engine", "custom-llm");
    const { agent_id: own } = await create();
    expect((await here.ascendia("agent:promote", "--version", "0", "--yes")).code).toBe(0);
    expect((await here.ascendia("fleet:plan")).code).toBe(0);
    const { items } = await here.dashboard.phoneNumber.list();
    const master = (await here.data(z.looseObject({ agent_id: z.string() }), "agent:show")).agent_id;
    const bound = [{ agent_id: master, agent_version: 0, weight: 1 }];
    await here.dashboard.phoneNumber.update(items?.[0]?.phone_number ?? "", { inbound_agents: bound });
    expect((await here.ascendia("fleet:plan")).code).toBe(3);
    expect((await here.ascendia("fleet:apply", "--yes")).code).toBe(0);
    expect((await agentOfNumber()).agent_id).toBe(own);
  });

  it("is found again when the answer to its creation was lost, and created only once", async () => {
    await onboard();
    await here.fault({ kind: "answer_lost", method: "POST", path: "/create-agent" });
    const broken = await here.ascendia("agent:create", "--engine", "custom-llm", "--clinic", slug);
    expect(broken.code).toBe(5);
    expect(await create()).toMatchObject({ agent_version: 0 });
    expect(await writesOf("POST /create-agent")).toBe(2);
  });

  it.each([
    [["--clinic", slug], 2],
    [["--engine", "custom-llm"], 2],
    [["--engine", "custom-llm", "--clinic", "nobody"], 1],
    [["--engine", "magic"], 2],
  ])("agent:create %j is refused", async (argv, code) => {
    expect((await here.ascendia("agent:create", ...argv)).code).toBe(code);
  });
});
