import { execFile } from "node:child_process";
import { join } from "node:path";
import { packageRoot } from "../adapters/files/package-files.ts";
import type { Surroundings } from "./surroundings.ts";

const MOST_OUTPUT = 1_000_000;

interface Ran {
  readonly stdout: string;
  readonly isOutOfTime: boolean;
}

/** Runs a command of this installation in a separate process, so that callers are answered meanwhile. */
export function inOwnProcess(
  [command = "", ...rest]: readonly string[],
  timeout: number,
  { parts: { cwd, env, flags } }: Pick<Surroundings, "parts">,
): Promise<Ran> {
  const global = [
    ...(flags.db === undefined ? [] : ["--db", flags.db]),
    ...(flags.envFile === undefined ? [] : ["--env-file", flags.envFile]),
  ];
  const argv = [join(packageRoot(), "bin", "ascendia.js"), command, ...global, "--json", "--quiet", ...rest];
  const options = { cwd, env: { ...env }, timeout, maxBuffer: MOST_OUTPUT };
  return new Promise((done) => {
    execFile(process.execPath, argv, options, (error, stdout) => done({ stdout, isOutOfTime: error?.killed === true }));
  });
}
