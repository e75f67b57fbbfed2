import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { newFolder, run } from "../fakes/world.ts";
import { troublesOfCompose } from "../proof/deploy/compose-file.ts";
import { parseFlyFile } from "../proof/deploy/fly-file.ts";

const domain = ["--domain", "voice.example.com"];
const report = z.object({ data: z.object({ files: z.array(z.object({ file: z.string(), state: z.string() })) }) });

const hardened = { read_only: z.literal(true), cap_drop: z.tuple([z.literal("ALL")]) };
const engines = ["sqlite", "postgres"];

it.each([
  "systemd",
  "docker",
  ...engines.map((engine) => `compose --database ${engine}`),
  ...engines.map((engine) => `fly --database ${engine}`),
])("writes the files of %s for this installation, twice the same", async (target) => {
  const cwd = newFolder();
  const argv = ["deploy:init", ...target.split(" "), ...domain, "--folder", "out", "--json"];
  const first = await run(argv, { cwd });
  const { files } = report.parse(JSON.parse(first.stdout)).data;
  expect(files.map(({ state }) => state)).toEqual(files.map(() => "new"));
  const texts = files.map(({ file }) => readFileSync(join(cwd, file), "utf8"));
  expect([first.stdout, ...texts].join("\n")).not.toContain("{{");
  expect(texts.join("\n")).toMatch(/^voice\.example\.com \{$|"https:\/\/voice\.example\.com"$/mu);
  const again = await run(argv, { cwd });
  expect(again.code).toBe(0);
  expect(report.parse(JSON.parse(again.stdout)).data.files.map(({ state }) => state)).toEqual(files.map(() => "same"));
});

it.each(engines)("writes a compose.yaml for %s that the published schema accepts", async (engine) => {
  const cwd = newFolder();
  await run(["deploy:init", "compose", "--database", engine, ...domain], { cwd });
  expect(troublesOfCompose(readFileSync(join(cwd, "compose.yaml"), "utf8"))).toEqual([]);
});

it("finds the fault of a compose.yaml", () => {
  const text = "services: { web: { image: a, restart: 3, depends_on: [lost], volumes: ['data:/data'] } }";
  const troubles = troublesOfCompose(text).join("\n");
  for (const trouble of ["/services/web/restart", "depends on lost", "mounts data"])
    expect(troubles).toContain(trouble);
});

it.each(engines)(
  "writes a fly.toml for %s of which fly knows each setting, and a Dockerfile with its stage",
  async (engine) => {
    const cwd = newFolder();
    await run(["deploy:init", "fly", "--database", engine, ...domain], { cwd });
    const { app, build, mounts } = parseFlyFile(readFileSync(join(cwd, "fly.toml"), "utf8"));
    expect(app).toBe("voice-example-com");
    expect(mounts?.destination).toBe(engine === "sqlite" ? "/installation" : undefined);
    expect(readFileSync(join(cwd, build.dockerfile), "utf8")).toContain(` AS ${build["build-target"]}\n`);
  },
);

it("lets the servers on PostgreSQL connect as a user who owns nothing", async () => {
  const cwd = newFolder();
  await run(["deploy:init", "compose", ...domain], { cwd });
  const connects = z.object({ environment: z.object({ ASCENDIA_DATABASE_URL: z.string() }), ...hardened });
  const file = z.object({ services: z.record(z.string(), z.unknown()) });
  const { services } = file.parse(parse(readFileSync(join(cwd, "compose.yaml"), "utf8"), { merge: true }));
  for (const name of ["web-1", "web-2", "socket", "jobs", "backup"]) {
    expect(connects.parse(services[name]).environment.ASCENDIA_DATABASE_URL).toBe(
      "postgres://server@database/ascendia",
    );
  }
  expect(readFileSync(join(cwd, "database.sql"), "utf8")).toContain("create database ascendia owner ascendia;");
});

it("shows what it would replace, and replaces it only with --force", async () => {
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
  await run(["deploy:init", "compose", "--database", "sqlite", ...domain], { cwd });
  expect(readFileSync(join(cwd, ".dockerignore"), "utf8").split("\n")[0]).toBe("*");
  const service = z.looseObject(hardened);
  const file = z.object({ services: z.object({ ascendia: service, backup: service }) });
  file.parse(parse(readFileSync(join(cwd, "compose.yaml"), "utf8")));
});

it.each([
  [[], "Missing --domain."],
  [["--domain", "https://voice.example.com/"], "is not the name of a server"],
  [["--domain", "a b.example.com"], "is not the name of a server"],
  [[...domain, "--user", "two words"], "must be escaped in a unit file"],
  [[...domain, "--database", "sqlite"], "--database is for compose and fly"],
])("refuses %j and writes nothing", async (argv, reason) => {
  const cwd = newFolder();
  const { code, stderr } = await run(["deploy:init", "systemd", ...argv], { cwd });
  expect(stderr).toContain(reason);
  expect(code).not.toBe(0);
  expect(existsSync(join(cwd, "deploy"))).toBe(false);
});
