import type { CallOutcome } from "../../call/call.ts";
import { addDays } from "../../time/wall-date.ts";
import { startOfDay, todayIn } from "../../time/zoned-time.ts";
import { dailySpending } from "../outreach-settings.ts";
import { defaultPolicy } from "../policy.ts";
import type { OutreachPorts, Pause, PauseStore } from "../ports.ts";

/** A clinic's calls today, on its own calendar. */
export interface OutreachStatus {
  readonly isOn: boolean;
  readonly pause: Pause | null;
  /** Whether the pause is the fleet's. */
  readonly isFleetPaused: boolean;
  readonly plannedToday: number;
  readonly plannedLater: number;
  /** Calls that Retell has, or may have. */
  readonly underWay: number;
  /** Calls started today. */
  readonly begunToday: number;
  /** As reported by Retell, or assumed until then. */
  readonly centsToday: number;
  /** The daily limits of the clinic's policy. */
  readonly mostDaily: number;
  readonly mostDailyCents: number;
  readonly outcomesToday: Readonly<Partial<Record<CallOutcome, number>>>;
  /** Open follow-ups for staff. */
  readonly forStaff: number;
  readonly optOuts: number;
}

export async function outreachStatus({ clinic, database, fleetPause, clock }: OutreachPorts): Promise<OutreachStatus> {
  const { dials, contacts, optOuts, policy, pause } = database.stores;
  const today = todayIn(clinic.timezone, clock);
  const [from, to] = [startOfDay(today, clinic.timezone), startOfDay(addDays(today, 1), clinic.timezone)];
  const planned = await dials.inStates(["planned"]);
  const begun = await dials.askedSince(from);
  const outcomes: Partial<Record<CallOutcome, number>> = {};
  for (const { outcome } of begun) if (outcome !== null) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  const ofFleet = (await fleetPause.find()) ?? null;
  const { enabled: isOn, mostDaily, mostDailyCents } = (await policy.find()) ?? defaultPolicy;
  return {
    isOn,
    centsToday: (await dailySpending(clock.now(), clinic, { dials })).cents,
    mostDaily,
    mostDailyCents,
    pause: (await pause.find()) ?? ofFleet,
    isFleetPaused: ofFleet !== null,
    plannedToday: planned.filter(({ dueAt }) => dueAt < to).length,
    plannedLater: planned.filter(({ dueAt }) => dueAt >= to).length,
    underWay: (await dials.inStates(["dialling", "placed", "unknown"])).length,
    begunToday: begun.length,
    outcomesToday: outcomes,
    forStaff: (await contacts.list()).filter(({ followUp }) => followUp?.startsWith("staff_") === true).length,
    optOuts: (await optOuts.list()).length,
  };
}

export interface PauseChange {
  readonly before: Pause | null;
  readonly after: Pause | null;
}

/** Calls in progress continue; none starts. Pausing again keeps the first reason. */
export async function pauseOutreach(pauses: PauseStore, pause: Pause): Promise<PauseChange> {
  const before = (await pauses.find()) ?? null;
  if (before === null) await pauses.save(pause);
  return { before, after: before ?? pause };
}

export async function resumeOutreach(pauses: PauseStore): Promise<PauseChange> {
  const before = (await pauses.find()) ?? null;
  if (before !== null) await pauses.remove();
  return { before, after: null };
}
