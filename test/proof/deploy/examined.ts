import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { ascendia } from "../simulation/command.ts";
import { DOMAIN } from "./caddy.ts";
import { troublesOfCompose } from "./compose-file.ts";
import { parseFlyFile } from "./fly-file.ts";
import { type Row, notHere } from "./row.ts";

const execute = promisify(execFile);
const ENGINES = ["sqlite", "postgres"] as const;

/** systemd's scale goes to 10; values below 2 are rated "OK" to "SAFE". */
const EXPOSED = 20;

/** Checks the files of each target with the tools that read them. @param folder has systemd's files in deploy/ */
export async function examined(folder: string): Promise<readonly Row[]> {
  const rows: Row[] = [...(await units(join(folder, "deploy")))];
  for (const engine of ENGINES) rows.push(...(await composed(engine, folder)), await flown(engine, folder));
  return rows;
}

async function units(folder: string): Promise<readonly Row[]> {
  const names = ["ascendia.service", "ascendia-backup.service", "ascendia-backup.timer"];
  const files = names.map((name) => join(folder, name));
  if (!(await isThere("systemd-analyze", ["--version"]))) return [notHere("the units", "systemd-analyze")];
  const refused = await saidBy("systemd-analyze", ["verify", ...files]);
  const rows: Row[] = [["systemd-analyze verify", refused === "" ? "nothing to say" : refused, refused === ""]];
  for (const [index, file] of files.slice(0, 2).entries()) {
    const said = await saidBy("systemd-analyze", ["security", "--offline=true", `--threshold=${EXPOSED}`, file]);
    const [, level = said, word = ""] = /Overall exposure level for [^:]*: ([\d.]+) (\w+)/u.exec(said) ?? [];
    rows.push([`systemd-analyze security ${names[index]}`, `${level} ${word}`.trim(), Number(level) * 10 <= EXPOSED]);
  }
  return rows;
}

async function composed(engine: string, folder: string): Promise<readonly Row[]> {
  const place = await written("compose", engine, folder);
  const troubles = troublesOfCompose(readFileSync(join(place, "compose.yaml"), "utf8"));
  const what = `compose.yaml, ${engine}`;
  const seen = troubles.length === 0 ? "as the schema of Compose has it" : troubles.join("; ");
  const row: Row = [what, seen, troubles.length === 0];
  if (!(await isThere("docker", ["compose", "version"]))) return [row, notHere(`${what}: config`, "docker compose")];
  const env = ["RETELL_API_KEY", "DATABASE_PASSWORD", "SERVER_PASSWORD"].map((name) => `${name}=of-the-proof`);
  writeFileSync(join(place, ".env"), `${env.join("\n")}\n`);
  const refused = await saidBy("docker", ["compose", "--project-directory", place, "config", "--quiet"]);
  return [row, [`${what}: config`, refused === "" ? "nothing to say" : refused, refused === ""]];
}

async function flown(engine: string, folder: string): Promise<Row> {
  const place = await written("fly", engine, folder);
  const what = `fly.toml, ${engine}`;
  try {
    const { build } = parseFlyFile(readFileSync(join(place, "fly.toml"), "utf8"));
    const stage = build["build-target"];
    const hasStage = readFileSync(join(place, build.dockerfile), "utf8").includes(` AS ${stage}\n`);
    return [what, `each setting is documented, stage ${stage}`, hasStage];
  } catch (error) {
    return [what, String(error), false];
  }
}

async function written(target: string, engine: string, folder: string): Promise<string> {
  const place = join(folder, `${target}-${engine}`);
  mkdirSync(place);
  await ascendia(["deploy:init", target, "--database", engine, "--domain", DOMAIN, "--yes"], place);
  return place;
}

async function isThere(program: string, argv: readonly string[]): Promise<boolean> {
  return execute(program, argv).then(
    () => true,
    () => false,
  );
}

/** All output, whatever the exit code: `verify` prints nothing for a correct file. */
async function saidBy(program: string, argv: readonly string[]): Promise<string> {
  return execute(program, argv).then(
    ({ stdout, stderr }) => stdout + stderr,
    (error: unknown) =>
      error instanceof Error && "stdout" in error ? String(error.stdout) + error.message : String(error),
  );
}
