import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterEach } from "vitest";
import { main } from "../../src/main.ts";
import { checkAgainstPublished } from "./published-schemas.ts";

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
  /** Told of what is written there as it is written. */
  readonly onStderr?: (text: string) => unknown;
}

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** One command, in this process, away from any terminal. What it prints under --json is held against its published schema. */
export async function run(
  argv: readonly string[],
  { cwd, env = {}, stdin = "", onStderr }: Surroundings,
): Promise<Run> {
  const stdout = new Recorder();
  const stderr = new Recorder(onStderr);
  const code = await main(argv, { env, cwd: () => cwd, stdin: inputOf(stdin), stdout, stderr });
  if (argv.includes("--json") && !argv.includes("--help")) checkAgainstPublished(argv, stdout.text);
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** What was written to a stream. */
export class Recorder extends Writable {
  text = "";
  readonly #onText: ((text: string) => unknown) | undefined;

  constructor(onText?: (text: string) => unknown) {
    super();
    this.#onText = onText;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    this.#onText?.(chunk.toString());
    done();
  }
}

async function* inputOf(text: string): AsyncGenerator<string> {
  yield text;
}
