import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { newFolder, run } from "../fakes/world.ts";

const domain = ["--domain", "voice.example.com"];
const report = z.object({ data: z.object({ files: z.array(z.object({ file: z.string(), state: z.string() })) }) });

it.each(["systemd", "compose"])("writes the files of %s for this installation, twice the same", async (target) => {
  const cwd = newFolder();
  const first = await run(["deploy:init", target, ...domain, "--folder", "out", "--json"], { cwd });
  const { files } = report.parse(JSON.parse(first.stdout)).data;
  expect(files.map(({ state }) => state)).toEqual(files.map(() => "new"));
  for (const { file } of files) expect(readFileSync(join(cwd, file), "utf8")).not.toContain("{{");
  expect(readFileSync(join(cwd, "out/Caddyfile"), "utf8")).toMatch(/^voice\.example\.com \{$/mu);
  const again = await run(["deploy:init", target, ...domain, "--folder", "out", "--json"], { cwd });
  expect(again.code).toBe(0);
  expect(report.parse(JSON.parse(again.stdout)).data.files.map(({ state }) => state)).toEqual(files.map(() => "same"));
});

it("shows what it would replace, and replaces it with --force alone", async () => {
  const cwd = newFolder();
  await run(["deploy:init", "systemd", ...domain], { cwd });
  const timer = join(cwd, "deploy/ascendia-backup.timer");
  writeFileSync(timer, readFileSync(timer, "utf8").replace("hourly", "daily"));
  const { code, stdout } = await run(["deploy:init", "systemd", ...domain], { cwd });
  expect(code).toBe(3);
  expect(stdout).toMatch(/-OnCalendar=daily\n\+OnCalendar=hourly/u);
  expect(readFileSync(timer, "utf8")).toContain("daily");
  expect((await run(["deploy:init", "systemd", ...domain, "--force"], { cwd })).code).toBe(0);
  expect(readFileSync(timer, "utf8")).toContain("hourly");
});

it("starts this program in this folder, as the named user", async () => {
  const cwd = newFolder();
  await run(["deploy:init", "systemd", ...domain, "--user", "clinics"], { cwd });
  const unit = readFileSync(join(cwd, "deploy/ascendia.service"), "utf8");
  const [, node = "", program = ""] = /^ExecStart=(\S+) (\S+) serve$/mu.exec(unit) ?? [];
  expect([existsSync(node), existsSync(program)]).toEqual([true, true]);
  expect(unit).toContain(`\nWorkingDirectory=${cwd}\n`);
  expect(unit).toContain("\nUser=clinics\n");
});

it("keeps secrets out of the image and the container read-only", async () => {
  const cwd = newFolder();
  await run(["deploy:init", "compose", ...domain], { cwd });
  expect(readFileSync(join(cwd, ".dockerignore"), "utf8").split("\n")[0]).toBe("*");
  const service = z.looseObject({ read_only: z.literal(true), cap_drop: z.tuple([z.literal("ALL")]) });
  const file = z.object({ services: z.object({ ascendia: service, backup: service }) });
  file.parse(parse(readFileSync(join(cwd, "compose.yaml"), "utf8")));
});

it.each([
  [[], "Missing --domain."],
  [["--domain", "https://voice.example.com/"], "is not the name of a server"],
  [["--domain", "a b.example.com"], "is not the name of a server"],
  [[...domain, "--user", "two words"], "does not take as they are"],
])("refuses %j and writes nothing", async (argv, reason) => {
  const cwd = newFolder();
  const { code, stderr } = await run(["deploy:init", "systemd", ...argv], { cwd });
  expect(stderr).toContain(reason);
  expect(code).not.toBe(0);
  expect(existsSync(join(cwd, "deploy"))).toBe(false);
});
