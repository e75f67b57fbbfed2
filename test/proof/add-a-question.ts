import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import { table } from "../../src/terminal/table.ts";

interface ProofOptions {
  readonly quick: boolean;
  readonly seed: number;
}

/** A step of the page: a file to write, a file to change, or commands to type. */
type Step =
  | { readonly kind: "file"; readonly path: string; readonly text: string }
  | { readonly kind: "change"; readonly path: string; readonly from: string; readonly to: string }
  | { readonly kind: "command"; readonly line: string; readonly printed: readonly string[] };

const page = "docs/add-a-question.md";
const execute = promisify(execFile);

/** Follows the page as a reader would: with a packed ascendia, in an empty folder, block by block. */
export async function run({ quick }: ProofOptions): Promise<{ readonly passed: number; readonly total: number }> {
  const folder = await mkdtemp(join(tmpdir(), "ascendia-question-"));
  try {
    const program = await installed(folder);
    const steps = stepsOf(await readFile(page, "utf8")).filter(
      (step) => !quick || step.kind !== "command" || !step.line.includes("agent:publish"),
    );
    const results: (readonly string[])[] = [];
    for (const step of steps) results.push([nameOf(step), await follow(step, { folder, program })]);
    process.stdout.write(`${table(["step", "result"], results)}\n`);
    return { passed: results.filter(([, result]) => result === "as the page says").length, total: results.length };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function nameOf(step: Step): string {
  return step.kind === "command" ? step.line : `${step.kind} ${step.path}`;
}

/** The package as npm would unpack it, with the dependencies of the sources. */
async function installed(folder: string): Promise<string> {
  const { stdout } = await execute("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder]);
  const [packed] = z.array(z.object({ filename: z.string() })).parse(JSON.parse(stdout));
  await execute("tar", ["-xzf", join(folder, packed?.filename ?? ""), "-C", folder]);
  const home = join(folder, "node_modules", "ascendia");
  await mkdir(dirname(home), { recursive: true });
  await cp(join(folder, "package"), home, { recursive: true });
  await symlink(resolve("node_modules"), join(home, "node_modules"));
  await cp(join(home, "templates", "demo", "cotonou.json"), join(folder, "clinic.json"));
  return join(home, "bin", "ascendia.js");
}

/** Every fenced block of the page; a path in backticks before a block names its file. */
function stepsOf(text: string): readonly Step[] {
  const blocks = text.matchAll(/(?:^`([^`\s]+)`[^\n]*\n\n)?^```(\w*)\n(.*?)^```$/gmsu);
  return [...blocks].flatMap(([, path = "", kind, body = ""]): readonly Step[] => {
    if (kind === "json" || kind === "yaml") return [{ kind: "file", path, text: body }];
    if (kind === "diff") return [{ kind: "change", path, ...sidesOf(body) }];
    return commandsOf(body);
  });
}

function sidesOf(diff: string): { readonly from: string; readonly to: string } {
  const lines = diff.split("\n").filter((line) => line !== "");
  const side = (sign: string): string =>
    lines
      .filter((line) => line.startsWith(" ") || line.startsWith(sign))
      .map((line) => line.slice(1))
      .join("\n");
  return { from: side("-"), to: side("+") };
}

/** `$ npx ascendia …` with its output; an ellipsis stands for more lines. */
function commandsOf(body: string): readonly Step[] {
  return body.split(/^\$ /mu).flatMap((part): readonly Step[] => {
    const [line = "", ...printed] = part.split("\n");
    if (!line.startsWith("npx ascendia ")) return [];
    const whole = printed.map((each) => each.trim()).filter((each) => each !== "" && each !== "…");
    return [{ kind: "command", line: line.slice("npx ascendia ".length), printed: whole }];
  });
}

interface Place {
  readonly folder: string;
  readonly program: string;
}

async function follow(step: Step, { folder, program }: Place): Promise<string> {
  if (step.kind === "command") return typed(step, { folder, program });
  const path = join(folder, step.path);
  if (step.kind === "file") {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, step.text);
    return "as the page says";
  }
  const text = await readFile(path, "utf8");
  if (text.split(step.from).length !== 2) return "the text to change is not there once";
  await writeFile(
    path,
    text.replace(step.from, () => step.to),
  );
  return "as the page says";
}

async function typed(
  { line, printed }: Extract<Step, { readonly kind: "command" }>,
  { folder, program }: Place,
): Promise<string> {
  const argv = [...line.split(" "), ...(line.includes("--yes") ? [] : ["--yes"])];
  const env = { PATH: process.env["PATH"], HOME: folder };
  try {
    const { stdout } = await execute(process.execPath, [program, ...argv], {
      cwd: folder,
      env,
      maxBuffer: 50_000_000,
      timeout: 120_000,
    });
    const said = new Set(stdout.split("\n").map((each) => sized(each, folder)));
    const missing = printed.find((each) => !said.has(sized(each, folder)));
    return missing === undefined ? "as the page says" : `not printed: ${missing}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Replaces counts, which change with each version of ascendia, and folders, which change with each reader. */
function sized(line: string, folder: string): string {
  return line
    .replace(folder, "/srv/voice")
    .replaceAll(/\d+ (nodes|calls)\b/gu, "N $1")
    .trim();
}
