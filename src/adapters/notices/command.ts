import { type ChildProcess, spawn } from "node:child_process";
import { type Channel, noticeJson } from "../../domain/alert/notice.ts";

const PATIENCE_MS = 30_000;

/** The variables that a command needs to find programs and files; this program's keys are not passed on. */
const PASSED_ON = ["PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR", "SystemRoot", "ComSpec"] as const;

/** Runs a shell command with the notice as JSON on its standard input. */
export function commandChannel(command: string, environment: Readonly<Record<string, string | undefined>>): Channel {
  return {
    name: "the command",
    send: async (notice) => {
      const env = Object.fromEntries(PASSED_ON.map((name) => [name, environment[name]]));
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const child = spawn(command, { shell: true, env, signal, stdio: ["pipe", "ignore", "ignore"] });
      // A command that reads nothing closes its input early; its exit code shows whether it succeeded.
      child.stdin.on("error", () => undefined);
      child.stdin.end(`${JSON.stringify(noticeJson(notice))}\n`);
      const code = await endOf(child);
      if (code !== 0) throw new Error(`it ended with code ${String(code)}`);
    },
  };
}

/** null: a signal ended it. */
function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code));
  });
}
