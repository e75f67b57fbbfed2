import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { main } from "../../src/main.ts";
import { checkAgainstPublished } from "./published-schemas.ts";
import { Recorder, inputOf, terminal } from "./streams.ts";

const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** An empty working folder, removed after the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-"));
  made.push(folder);
  return folder;
}

export interface Surroundings {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** The width of the terminal; without it, the command prints to a pipe. */
  readonly columns?: number;
  /** Called with each piece of text written to stderr. */
  readonly onStderr?: (text: string) => unknown;
}

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs one command in this process, with nobody to ask. Its output under --json is checked against its published
 * schema.
 */
export async function run(
  argv: readonly string[],
  { cwd, env = {}, stdin = "", columns, onStderr }: Surroundings,
): Promise<Run> {
  const stdout = columns === undefined ? new Recorder() : terminal(columns);
  const stderr = new Recorder(onStderr);
  const code = await main(argv, { env, cwd: () => cwd, stdin: inputOf(stdin), stdout, stderr });
  if (argv.includes("--json") && !argv.includes("--help")) checkAgainstPublished(argv, stdout.text);
  return { code, stdout: stdout.text, stderr: stderr.text };
}
