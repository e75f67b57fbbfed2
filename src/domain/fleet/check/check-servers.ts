import { type CheckFinding, doubtful, good } from "./check-finding.ts";
import { type Servers, type ServerSign, isRunning } from "../servers.ts";

/** What `check` reports about all processes; empty if none has been seen for an hour. */
export async function serverFindings(servers: Servers): Promise<readonly CheckFinding[]> {
  const { signs, now } = await servers.list();
  const running = signs.filter((sign) => isRunning(sign, now));
  const each = signs.map((sign) => (isRunning(sign, now) ? aliveFinding(sign, now) : lostFinding(sign, now)));
  return [...each, ...versionFinding(running), ...jobsFinding(running)];
}

/** A signed request is accepted up to five minutes early or late, and appointments are compared with the clock. */
const MOST_OFFSET_MS = 2_000;

function aliveFinding(sign: ServerSign, now: number): CheckFinding {
  const what = `server ${sign.host}:${sign.processId}`;
  const { clockOffsetMs: offset, lastRequestAt: asked } = sign;
  const last = asked === null ? "no request so far" : `last request ${agoSaid(now - asked)}`;
  const clock = `clock ${offset >= 0 ? "+" : ""}${offset} ms`;
  const detail = `${sign.roles.join(", ")}, version ${sign.version}, ${clock}, ${last}`;
  if (Math.abs(offset) <= MOST_OFFSET_MS) return good(what, detail);
  return doubtful(what, { detail, fix: `Set the clock of ${sign.host} by NTP: it differs from the database's.` });
}

function lostFinding(sign: ServerSign, now: number): CheckFinding {
  return doubtful(`server ${sign.host}:${sign.processId}`, {
    detail: `${sign.roles.join(", ")}, last seen ${agoSaid(now - sign.seenAt)}; it did not shut down cleanly`,
    fix: `Check its log on ${sign.host}, and restart it if nothing has replaced it.`,
  });
}

function agoSaid(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return seconds < 120 ? `${seconds} s ago` : `${Math.round(seconds / 60)} min ago`;
}

function versionFinding(running: readonly ServerSign[]): readonly CheckFinding[] {
  const hosts = new Map<string, Set<string>>();
  for (const { version, host } of running) hosts.set(version, (hosts.get(version) ?? new Set()).add(host));
  if (hosts.size < 2) return [];
  const detail = [...hosts].map(([version, on]) => `${version} on ${[...on].join(", ")}`).join("; ");
  return [
    doubtful("versions of the servers", {
      detail,
      fix: "Finish the upgrade: restart the servers of the older version.",
    }),
  ];
}

function jobsFinding(running: readonly ServerSign[]): readonly CheckFinding[] {
  if (running.length === 0 || running.some(({ roles }) => roles.includes("jobs"))) return [];
  const detail = "no running server runs jobs: no mail is sent, no call event is processed";
  return [doubtful("jobs", { detail, fix: "Start one: ascendia serve --only jobs, or ascendia worker" })];
}
