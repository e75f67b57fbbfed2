import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { afterEach, expect, it } from "vitest";
import { endingWithInput } from "../../../src/adapters/system/tunnel.ts";

const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A server that starts a tunnel's command, which prints its own process id. */
async function serverWith(command: string) {
  const code = `
    const { spawn } = require("node:child_process");
    const child = spawn(process.argv[1], { shell: true, detached: true, stdio: ["pipe", "inherit", "inherit"] });
    child.once("exit", (code) => console.log("ended with " + code));
    setInterval(() => {}, 1000);`;
  const server = spawn(process.execPath, ["-e", code, endingWithInput(command)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  started.push(server);
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const next = async () => String((await lines.next()).value);
  return { server, next };
}

it("a tunnel's command and its child processes end when the server is killed", async () => {
  const { server, next } = await serverWith("sh -c 'sleep 600 & echo $$ $!; wait'");
  const pids = (await next()).split(" ").map(Number);
  expect(pids.map(isRunning)).toEqual([true, true]);
  server.kill("SIGKILL");
  await expect.poll(() => pids.map(isRunning), { timeout: 60_000 }).toEqual([false, false]);
});

it("reads none of the server's input, and ends with its own exit code", async () => {
  const { next } = await serverWith("cat; echo over; exit 3");
  expect([await next(), await next()]).toEqual(["over", "ended with 3"]);
});
