import { writeFileSync } from "node:fs";
import { join } from "node:path";
import Retell from "retell-sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { systemClock } from "../../../src/adapters/system/clock.ts";
import { type RunningSandbox, startSandbox } from "../../../src/sandbox/start-sandbox.ts";
import { shippedTemplate } from "../../domain/agent/shipped.ts";
import { clinicFile } from "../../fakes/clinic-file.ts";
import { textLike } from "../../fakes/text-like.ts";
import { newFolder } from "../../fakes/world.ts";
import { ascendia, dataOf, installation, onInstallation, requestsOf, told } from "../fleet-fixture.ts";

onInstallation();

const key = "key_of_the_northern_clinic";
const slug = "clinique-du-nord";
const number = "+2290197000077";
const skipped = ["--skip-simulation", "--yes"];
let north: RunningSandbox;
let agent: string;

const env = () => ({ NORTH_KEY: key, NORTH_KEY_BASE_URL: north.url });
const data = (...argv: readonly string[]) => dataOf(argv, { env: env() });
const answer = (...argv: readonly string[]) => told(argv, { env: env() });
const dashboard = () => new Retell({ apiKey: key, baseURL: north.url, maxRetries: 0, logLevel: "off" });

/** The installation has the master agent and no other clinic; the northern clinic has its own account. */
beforeEach(async () => {
  north = await startSandbox({ databasePath: join(newFolder(), "retell.db"), apiKey: key, clock: systemClock });
  await data("agent:create");
  const created = await data("agent:create", "--retell-key-env", "NORTH_KEY");
  agent = z.object({ agent_id: z.string() }).parse(created).agent_id;
  await onboard();
});
afterEach(() => north.close());

async function onboard(more: object = {}): Promise<void> {
  const trunk = { import: { phone_number: number, termination_uri: "trunk.example.com" } };
  const file = { ...clinicFile, name: "Clinique du Nord", number: trunk, retell_key_env: "NORTH_KEY", agent, ...more };
  writeFileSync(join(installation().cwd, "north.json"), JSON.stringify(file));
  await data("clinic:onboard", "--file", "north.json");
}

const shape = z.looseObject({ agent: z.looseObject({}), flow: z.looseObject({}) });

function changedTemplate(reminders: number): void {
  const shipped = shape.parse(shippedTemplate());
  const changed = { ...shipped, agent: { ...shipped.agent, reminder_max_count: reminders } };
  writeFileSync(join(installation().cwd, "template.json"), JSON.stringify(changed));
}

/** A version of the clinic's agent, written and published. */
async function published(reminders: number): Promise<void> {
  changedTemplate(reminders);
  await data("agent:update", "--clinic", slug, "--template", "template.json", "--yes");
  await data("agent:publish", "--clinic", slug, ...skipped);
}

/** The version that callers get, according to the account itself. */
async function pinned(phoneNumber = number): Promise<number | undefined> {
  const { inbound_agents: inbound, outbound_agents: outbound } = await dashboard().phoneNumber.retrieve(phoneNumber);
  expect(outbound).toEqual(inbound);
  expect(inbound?.[0]?.agent_id).toBe(agent);
  return z.object({ agent_version: z.number() }).parse(inbound?.[0]).agent_version;
}

const findings = async () => {
  const { data: found } = await answer("fleet:plan");
  return z.object({ findings: z.array(z.looseObject({ kind: z.string(), fix: z.string() })) }).parse(found).findings;
};

describe("the agent of a clinic's own account", () => {
  it("gets a changed template and is rolled back, without touching the installation's account", async () => {
    changedTemplate(3);
    const template = ["--template", "template.json"];
    const asked = await requestsOf(async () => {
      expect((await answer("agent:diff", "--clinic", slug, ...template)).error).toMatchObject({
        code: "drift",
        hint: `ascendia agent:update --clinic ${slug} --template template.json`,
      });
      const update = ["agent:update", "--clinic", slug, ...template, "--yes"];
      const { stdout } = await ascendia(update, { env: env() });
      expect(stdout).toContain(`Next: ascendia agent:publish --clinic ${slug} --version 1`);
      await data("agent:publish", "--clinic", slug, ...skipped);
      expect(await pinned()).toBe(0);
      expect(await data("agent:rollout", "--clinic", slug, "--version", "1", ...skipped)).toMatchObject({
        counts: { updated: 1 },
      });
    });
    expect(asked).toEqual([]);
    expect(await pinned()).toBe(1);
    expect(await data("fleet:plan")).toMatchObject({ drift: 0 });
    expect(await data("clinic:show", slug)).toMatchObject({ number: { agent_id: agent, agent_version: 1 } });

    // Back to the previous version once, and never to a withdrawn version by default.
    expect(await data("agent:rollback", "--clinic", slug, "--yes")).toMatchObject({ version: 0 });
    expect(await pinned()).toBe(0);
    const again = await answer("agent:rollback", "--clinic", slug, "--yes");
    expect(again.error).toMatchObject({
      code: "conflict",
      hint: textLike(new RegExp(`agent:versions --clinic ${slug}`, "u")),
    });
    expect(await pinned()).toBe(0);
    const { stdout } = await ascendia(["agent:versions", "--clinic", slug], { env: env() });
    expect(stdout).toMatch(/1\s+withdrawn/u);
    expect(await data("agent:rollback", "--clinic", slug, "--to", "1", "--yes")).toMatchObject({ version: 1 });
    expect(await pinned()).toBe(1);
  });

  it("is reported as behind at each step, with the next command", async () => {
    expect(await findings()).toEqual([]);
    changedTemplate(3);
    const ofMaster = ["--template", "template.json", "--yes"];
    await data("agent:update", ...ofMaster);
    await data("agent:publish", ...skipped);
    await data("agent:promote", ...skipped);
    // Its agent is written from the built-in template, on purpose.
    expect(await findings()).toEqual([]);
    const next = async () => (await findings()).map(({ kind, fix }) => [kind, fix]);
    await published(4);
    expect(await next()).toEqual([["agent_behind", `ascendia agent:rollout --version 1 --clinic ${slug}`]]);
    await data("agent:promote", "--clinic", slug, ...skipped);
    expect(await next()).toEqual([["agent_behind", `ascendia agent:update --clinic ${slug}`]]);
    changedTemplate(3);
    await data("agent:update", "--clinic", slug);
    expect(await next()).toEqual([["agent_behind", `ascendia agent:publish --version 2 --clinic ${slug}`]]);
    await data("agent:publish", "--clinic", slug, ...skipped);
    await data("agent:rollout", "--clinic", slug, "--version", "2", ...skipped);
    expect(await next()).toEqual([]);
  });

  it("is moved at every clinic that shares it", async () => {
    const second = { import: { phone_number: "+2290197000088", termination_uri: "trunk.example.com" } };
    await onboard({ name: "Clinique du Nord Deux", number: second });
    await published(3);
    await data("agent:rollout", "--clinic", slug, "--version", "1", ...skipped);
    expect([await pinned(), await pinned("+2290197000088")]).toEqual([1, 0]);
    await data("agent:promote", "--clinic", "clinique-du-nord-deux", ...skipped);
    expect([await pinned(), await pinned("+2290197000088")]).toEqual([1, 1]);
    await data("agent:rollback", "--clinic", slug, "--yes");
    expect([await pinned(), await pinned("+2290197000088")]).toEqual([0, 0]);
  });

  it("made in the dashboard is overwritten only on request, and can be restored", async () => {
    const found = z.object({
      response_engine: z.object({ type: z.literal("conversation-flow"), conversation_flow_id: z.string() }),
    });
    const { response_engine: engine } = found.parse(await dashboard().agent.retrieve(agent));
    const own = await dashboard().agent.create({
      response_engine: { ...engine, version: 0 },
      voice_id: "11labs-Adrian",
    });
    await dashboard().agent.publish(own.agent_id, { version: 0 });
    await data("clinic:update", slug, "--retell-key-env", "NORTH_KEY", "--agent", own.agent_id);
    agent = own.agent_id;
    const update = ["agent:update", "--clinic", slug];
    expect((await answer(...update)).error).toMatchObject({
      code: "drift",
      hint: textLike(new RegExp(`agent:diff --clinic ${slug}`, "u")),
    });
    await data(...update, "--ours");
    await data("agent:publish", "--clinic", slug, ...skipped);
    await data("agent:rollout", "--clinic", slug, "--version", "1", ...skipped);
    expect(await pinned()).toBe(1);
    await data("agent:rollback", "--clinic", slug, "--yes");
    expect(await pinned()).toBe(0);
  });

  it("is refused where the clinic has none, and is not moved together with another agent", async () => {
    const file = {
      ...clinicFile,
      number: { import: { phone_number: "+2290197000099", termination_uri: "t.example.com" } },
    };
    writeFileSync(join(installation().cwd, "other.json"), JSON.stringify(file));
    await data("clinic:onboard", "--file", "other.json");
    const other = "clinique-sainte-therese";
    for (const verb of ["update", "publish", "promote", "rollback", "diff", "versions", "export"]) {
      const { error } = await answer(`agent:${verb}`, "--clinic", other);
      expect([verb, error]).toEqual([verb, expect.objectContaining({ code: "conflict" })]);
    }
    const mixed = await answer("agent:rollout", "--clinic", `${slug},${other}`, "--version", "0", ...skipped);
    expect(mixed.error).toMatchObject({ code: "usage" });
  });
});
