import { z } from "zod";
import { MINUTE_MS } from "../../clock.ts";
import type { JobKinds, JobOrder } from "../job/ports.ts";
import { type JudgePorts, judgeAlerts } from "./judge-alerts.ts";
import type { Change, Channel } from "./notice.ts";
import { type CostSignals, costJudge } from "./unusual-cost.ts";
import {
  type Alert,
  type AlertChanges,
  type AlertFinding,
  type AlertStore,
  type FleetAlert,
  alertName,
} from "./ports.ts";

export interface AlertPorts extends JudgePorts {
  readonly alerts: AlertStore;
  readonly costs: CostSignals;
  channels(): Promise<readonly Channel[]>;
  newId(): string;
}

const EVERY_MS = 5 * MINUTE_MS;
/** Two days, with 15 minutes between attempts once a channel has been down for a while. */
const ATTEMPTS = 200;

const payloadShape = z.object({ round: z.string(), channel: z.string() });

/**
 * Job `judge-alerts` runs periodically. It orders one job `send-alerts` per channel when a round changed something, in
 * the transaction that stores the change. A process that dies between judging and sending loses nothing: another one
 * sends the notice. If a process dies while sending, the notice may be sent twice, under the same id.
 */
export function alertKindsOf(ports: AlertPorts): JobKinds {
  const judgeCosts = costJudge(ports.costs);
  return {
    "judge-alerts": { run: (_, stopping) => judgeRound(ports, judgeCosts, stopping), everyMs: EVERY_MS, attempts: 3 },
    "send-alerts": {
      run: ({ payload }) => sendRound(payloadShape.parse(JSON.parse(payload)), ports),
      attempts: ATTEMPTS,
      firstPauseMs: 1000,
      longestPauseMs: 15 * MINUTE_MS,
    },
  };
}

async function judgeRound(
  ports: AlertPorts,
  judgeCosts: ReturnType<typeof costJudge>,
  stopping: AbortSignal | undefined,
): Promise<void> {
  const { alerts, clock } = ports;
  const { found, outOfService } = await judgeAlerts(await alerts.open(), judgeCosts, ports, stopping);
  const channels = (await ports.channels()).map(({ name }) => name);
  const round = { id: ports.newId(), at: clock.now(), channels, outOfService, newId: () => ports.newId() };
  await alerts.rewrite((open) => changesOf(open, found, round));
}

interface Round {
  readonly id: string;
  readonly at: number;
  readonly channels: readonly string[];
  readonly outOfService: ReadonlySet<string>;
  newId(): string;
}

function changesOf(open: readonly FleetAlert[], found: readonly AlertFinding[], round: Round): AlertChanges {
  const known = new Map(open.map((alert) => [subjectOf(alert), alert]));
  const wrong = new Map(found.map((finding) => [subjectOf(finding), finding]));
  const raised = [...wrong].filter(([subject]) => !known.has(subject)).map(([, finding]) => newAlert(finding, round));
  const ended = open
    .filter((alert) => !wrong.has(subjectOf(alert)))
    .map((alert) => ({ id: alert.id, endedAt: round.at, endedRound: round.id, ending: endingOf(alert, round) }));
  const reworded = open.flatMap((alert) => {
    const detail = wrong.get(subjectOf(alert))?.detail ?? alert.detail;
    return detail === alert.detail ? [] : [{ id: alert.id, detail }];
  });
  const isQuiet = raised.length === 0 && ended.length === 0;
  return { raised, ended, reworded, orders: isQuiet ? [] : round.channels.map((name) => order(name, round)) };
}

function newAlert({ kind, clinicId, detail, fix }: AlertFinding, round: Round): Alert {
  const still = { endedAt: null, endedRound: null, ending: null, mutedAt: null };
  return { id: round.newId(), kind, clinicId, detail, fix, raisedAt: round.at, raisedRound: round.id, ...still };
}

function subjectOf({ kind, clinicId }: Pick<AlertFinding, "kind" | "clinicId">): string {
  return `${kind} ${clinicId ?? ""}`;
}

function order(channel: string, { id: round, at: dueAt }: Round): JobOrder {
  return { kind: "send-alerts", key: `${round} ${channel}`, payload: JSON.stringify({ round, channel }), dueAt };
}

function endingOf({ clinicId, raisedAt }: FleetAlert, { outOfService, at }: Round): string {
  if (clinicId !== null && outOfService.has(clinicId)) return "the clinic is no longer in service";
  return `resolved after ${lengthText(at - raisedAt)}`;
}

function lengthText(milliseconds: number): string {
  const minutes = Math.round(milliseconds / MINUTE_MS);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

async function sendRound({ round, channel: name }: z.output<typeof payloadShape>, ports: AlertPorts): Promise<void> {
  const channel = (await ports.channels()).find((one) => one.name === name);
  const alerts = await ports.alerts.ofRound(round);
  const changes = alerts.flatMap((alert) => changeOf(alert, round));
  const at = alerts.map(({ raisedRound, raisedAt, endedAt }) => (raisedRound === round ? raisedAt : endedAt))[0];
  // The channel is no longer configured, or everything in the round was muted meanwhile.
  if (channel === undefined || changes.length === 0 || at == null) return;
  await channel.send({ id: round, at, changes });
}

/** For a muted alert, only its end is sent. */
function changeOf(alert: FleetAlert, round: string): readonly Change[] {
  const { raisedRound, endedRound, mutedAt, detail, fix, ending } = alert;
  const [id, what] = [alertName(alert, "-"), alertName(alert, " ")];
  if (raisedRound === round && mutedAt === null) {
    const over = ending === null ? "" : `; since then ${ending}`;
    return [{ id, what, state: "fail", was: null, detail: `${detail}${over}`, fix }];
  }
  if (endedRound !== round) return [];
  return [{ id, what, state: "ok", was: "fail", detail: ending ?? "resolved", fix: null }];
}
