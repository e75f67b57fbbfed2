import { table } from "../../src/terminal/table.ts";
import { provedKills } from "./alarms/killed-worker.ts";
import { provedPlanted } from "./alarms/planted.ts";
import { provedSilence, quickEveryMs, usualEveryMs } from "./alarms/silence.ts";

interface ProofOptions {
  readonly quick: boolean;
}

/**
 * Alerts on a clock that is moved by hand, sent to a real webhook, mail server and command: silence, with holidays,
 * closures and quiet hours; each kind planted once; and a worker killed with -9 while it sends a notice.
 */
export async function run({ quick }: ProofOptions): Promise<{ readonly passed: number; readonly total: number }> {
  const checks = [
    ...(await provedSilence(quick ? quickEveryMs : usualEveryMs)),
    ...(await provedPlanted()),
    ...(await provedKills(quick ? 1 : 5)),
  ];
  const rows = checks.map(({ what, found, isRight }) => [what, found, isRight ? "ok" : "FAILED"]);
  process.stdout.write(`${table(["check", "found", "result"], rows)}\n`);
  return { passed: checks.filter(({ isRight }) => isRight).length, total: checks.length };
}
