import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { textLike } from "../../fakes/text-like.ts";
import { newFolder, run } from "../../fakes/world.ts";

let cwd: string;
const env = { ASCENDIA_PUBLIC_URL: "https://voice.example.com" };
const shown = z.object({ data: z.object({ agent_id: z.string() }) });
const part = z.looseObject({ flow: z.looseObject({ model_config: z.unknown() }) });

beforeEach(async () => {
  cwd = newFolder();
  await run(["agent:create"], { cwd, env });
});

test("an agent that RETELL_MASTER_AGENT_ID names is the master of a fresh database, also for commands that only read", async () => {
  const { stdout } = await run(["agent:show", "--json"], { cwd, env });
  const named = { ...env, RETELL_MASTER_AGENT_ID: shown.parse(JSON.parse(stdout)).data.agent_id };
  const show = (db: string, variables: typeof env) => run(["agent:show", "--db", db], { cwd, env: variables });
  expect(await show("sqlite:fresh.db", env)).toMatchObject({ code: 4, stderr: textLike(/There is no database/u) });
  expect(await show("sqlite:fresh.db", named)).toMatchObject({ code: 0, stderr: textLike(/named by RETELL_MASTER/u) });
  expect(await show("sqlite:fresh.db", named)).toMatchObject({ code: 0, stderr: "" });
});

test("an installation may begin with an agent that already exists at Retell; other commands say so", async () => {
  const { stdout } = await run(["agent:show", "--json"], { cwd, env });
  const id = shown.parse(JSON.parse(stdout)).data.agent_id;
  const fresh = ["--db", "sqlite:begun.db"];
  for (const command of ["fleet:plan", "number:list"]) {
    const refused = await run([command, ...fresh], { cwd, env: { ...env, RETELL_MASTER_AGENT_ID: id } });
    expect(refused).toMatchObject({ code: 4, stderr: textLike(/agent:adopt AGENT_ID/u) });
  }
  const adopted = await run(["agent:adopt", id, ...fresh], { cwd, env });
  expect(adopted).toMatchObject({ code: 0, stdout: textLike(/is now the master agent/u) });
  expect(await run(["fleet:plan", ...fresh], { cwd, env })).toMatchObject({ code: 0 });
});

test("a template in a folder is migrated file by file, with a backup of each", async () => {
  expect((await run(["agent:export", "--folder", "mine"], { cwd, env })).code).toBe(0);
  const file = join(cwd, "mine", "agent.json");
  const { flow, ...rest } = part.parse(JSON.parse(readFileSync(file, "utf8")));
  const { model_config: config, ...others } = flow;
  const old = { model_choice: { type: "cascading", model: "gpt-5.4" }, model_temperature: 0, ...others };
  writeFileSync(file, JSON.stringify({ ...rest, flow: old }));
  const migrated = await run(["agent:update", "--migrate", "--template", "mine", "--yes"], { cwd, env });
  expect(migrated).toMatchObject({ code: 0, stderr: textLike(/migrated flow\.model_config\.primary\.model/u) });
  expect(part.parse(JSON.parse(readFileSync(file, "utf8"))).flow.model_config).toEqual(config);
  const kept = readdirSync(join(cwd, "mine")).filter((name) => name.endsWith(".bak"));
  expect(kept).toEqual([textLike(/^agent\.json\.\d{8}T\d{6}Z\.bak$/u)]);
});
