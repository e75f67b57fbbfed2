import { once } from "node:events";
import { createServer } from "node:net";
import { expect, it } from "vitest";
import { ascendia, onInstallation, twoClinics } from "./fleet-fixture.ts";

onInstallation();

async function listener() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("it listens on a port");
  return { port: String(address.port), close: () => server.close() };
}

it("a server whose console cannot start answers nothing any more", async () => {
  const env = { LOG_LEVEL: "silent" };
  await twoClinics({ env });
  const [taken, free] = [await listener(), await listener()];
  free.close();
  const flags = ["--port", free.port, "--console", "--console-port", taken.port];
  const { code, stderr } = await ascendia(["serve", ...flags], { env });
  expect(code).toBe(1);
  expect(stderr).toContain("--console-port");
  await expect(fetch(`http://127.0.0.1:${free.port}/healthz`)).rejects.toThrow("fetch failed");
  taken.close();
});
