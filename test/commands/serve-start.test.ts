import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { expect, it } from "vitest";
import { ascendia, installation, onInstallation, twoClinics } from "./fleet-fixture.ts";

onInstallation();

const env = { LOG_LEVEL: "silent" };

async function listener() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("it listens on a port");
  return { port: String(address.port), close: () => server.close() };
}

async function freePort(): Promise<string> {
  const { port, close } = await listener();
  close();
  return port;
}

const answers = (port: string) => fetch(`http://127.0.0.1:${port}/healthz`);

it("a server whose console cannot start answers nothing any more", async () => {
  await twoClinics({ env });
  const [taken, port] = [await listener(), await freePort()];
  const { code, stderr } = await ascendia(["serve", "--port", port, "--console", "--console-port", taken.port], {
    env,
  });
  expect(code).toBe(1);
  expect(stderr).toContain("--console-port");
  await expect(answers(port)).rejects.toThrow("fetch failed");
  taken.close();
});

it("nor does one whose worker cannot start because another process is writing", async () => {
  await twoClinics({ env });
  const port = await freePort();
  const writer = new BetterSqlite3(join(installation().cwd, ".ascendia/sandbox.db"));
  writer.exec("begin immediate");
  const { code, stderr } = await ascendia(["serve", "--port", port], { env });
  writer.close();
  expect(code).toBe(5);
  expect(stderr).toContain("The database is busy");
  await expect(answers(port)).rejects.toThrow("fetch failed");
}, 60_000);
