import { expect, test } from "vitest";
import { serverFindings } from "../../../src/domain/fleet/check/check-servers.ts";
import type { ServerSign } from "../../../src/domain/fleet/servers.ts";

const NOW = 1_900_000_000_000;

const usual: ServerSign = {
  id: "one",
  host: "alpha",
  processId: 12,
  roles: ["web", "socket", "jobs"],
  version: "0.1.0",
  startedAt: NOW - 3_600_000,
  seenAt: NOW - 3_000,
  clockOffsetMs: 4,
  lastRequestAt: NOW - 9_000,
};

const unused = () => Promise.reject(new Error("nothing is written"));

async function found(...signs: readonly ServerSign[]) {
  const findings = await serverFindings({ list: async () => ({ signs, now: NOW }), seen: unused, left: unused });
  return findings.map(({ what, state, detail }) => `${state} ${what}: ${detail}`);
}

test("nothing is reported if nothing ran", async () => {
  expect(await found()).toEqual([]);
});

test("a server shows its roles, version, clock and last request", async () => {
  expect(await found(usual)).toEqual([
    "ok server alpha:12: web, socket, jobs, version 0.1.0, clock +4 ms, last request 9 s ago",
  ]);
  expect(await found({ ...usual, lastRequestAt: null })).toEqual([expect.stringContaining("no request so far")]);
});

test("a wrong clock, a silent server, two versions and a lack of workers each cause a warning", async () => {
  const web: ServerSign = { ...usual, id: "two", host: "beta", roles: ["web"], version: "0.2.0" };
  expect(await found({ ...usual, clockOffsetMs: -4_100 })).toEqual([expect.stringMatching(/^warn .*clock -4100 ms/u)]);
  expect(await found({ ...usual, seenAt: NOW - 600_000 })).toEqual([
    "warn server alpha:12: web, socket, jobs, last seen 10 min ago; it did not shut down cleanly",
  ]);
  expect(await found(usual, web)).toContain("warn versions of the servers: 0.1.0 on alpha; 0.2.0 on beta");
  expect(await found(web)).toContain(
    "warn jobs: no running server runs jobs: no mail is sent, no call event is processed",
  );
});
