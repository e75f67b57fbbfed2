import { spawn } from "node:child_process";
import { AscendiaError } from "../../errors.ts";

interface RunningTunnel {
  /** Without a trailing slash. */
  readonly url: string;
  stop(): void;
}

/** Tunnel programs first sign in and request a name. */
const URL_MS = 60_000;
const KEPT_LINES = 5;

/** A tunnel's address has no path, unlike the links to terms and documentation that such programs also print. */
const ADDRESS = /https:\/\/[\w.-]+(?::\d+)?(?=\/?(?:[\s"'|,)\]]|$))/u;

/**
 * Wraps the command with a watcher that ends the whole process group once standard input closes. That happens even if
 * this process is killed and cannot stop anything itself.
 */
export function endingWithInput(command: string): string {
  return `exec 3<&0 </dev/null
{ cat <&3; kill -s TERM 0; } >/dev/null 2>&1 &
exec 3<&-
${command}`;
}

/**
 * Runs the command in a shell until it prints an https address.
 * @param onEnd gets the reason if the command ends by itself afterwards
 * @throws failed if it prints none
 */
export function startTunnel(command: string, onEnd: (why: string) => void): Promise<RunningTunnel> {
  // A separate process group: stopping only the shell would leave its children running.
  const child = spawn(endingWithInput(command), { shell: true, detached: true, stdio: "pipe" });
  const lines: string[] = [];
  let isStopped = false;
  const stop = (): void => {
    isStopped = true;
    if (child.pid === undefined || child.exitCode !== null) return;
    try {
      process.kill(-child.pid, "SIGTERM");
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    }
  };
  let ended = onEnd;
  child.once("error", (error) => ended(error.message));
  child.once("exit", () => child.stdin.destroy());
  child.once("close", (code, signal) => {
    if (!isStopped) ended(`it ended with ${code ?? signal}`);
  });
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(patience);
      stop();
      const detail = lines.slice(-KEPT_LINES);
      const hint = "Run the command by itself to see what it needs.";
      reject(new AscendiaError("failed", `The tunnel command printed no https address: ${why}.`, { detail, hint }));
    };
    const patience = setTimeout(() => fail(`it had ${URL_MS / 1000} s`), URL_MS);
    ended = fail;
    const read = (chunk: Buffer): void => {
      lines.push(...chunk.toString().split("\n"));
      const url = lines.map((line) => ADDRESS.exec(line)?.[0]).find((found) => found !== undefined);
      lines.splice(0, lines.length - 100);
      if (url === undefined) return;
      clearTimeout(patience);
      ended = onEnd;
      resolve({ url, stop });
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
  });
}
