import { type Clock, DAY_MS } from "../../clock.ts";
import { foldText } from "../language/fold-text.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { FleetClinic, Store } from "./ports.ts";

/** Conditions that an operator should look into. */
export const troubles = [
  "onboarding",
  "suspended",
  "offboarded",
  "no_number",
  "unbound",
  "no_doctors",
  "no_hours",
  "failed",
  "old_messages",
  "old_version",
] as const;

export type Trouble = (typeof troubles)[number];

/** One clinic, according to the database. */
export interface ClinicGlance {
  readonly clinic: Clinic;
  /** In the last 24 hours. */
  readonly calls: number;
  readonly booked: number;
  readonly failed: number;
  readonly openMessages: number;
  /** null: there was no call. */
  readonly lastCallAt: number | null;
  /** Version of the agent that its number is bound to; null: not bound. */
  readonly version: number | null;
  readonly troubles: readonly Trouble[];
}

type GlanceStore = Pick<Store, "fleet" | "calls" | "messages" | "agents">;

/** Every clinic, those with troubles first, then by name. A fixed number of queries, however many clinics there are. */
export async function fleetGlance(store: GlanceStore, clock: Clock): Promise<readonly ClinicGlance[]> {
  const now = clock.now();
  const activity = new Map((await store.calls.activitySince(now - DAY_MS)).map((each) => [each.clinicId, each]));
  const lastCalls = await store.calls.lastCalls();
  const messages = new Map((await store.messages.open()).map((each) => [each.clinicSlug, each]));
  const master = await store.agents.master();
  const glances = (await store.fleet.clinics()).map((facts): ClinicGlance => {
    const { clinic, number } = facts;
    const { calls, booked, failed } = activity.get(clinic.id) ?? { calls: 0, booked: 0, failed: 0 };
    const open = messages.get(clinic.slug);
    const found: Trouble[] = [...standingTroubles(facts)];
    if (failed > 0) found.push("failed");
    if (open !== undefined && open.oldestAt < now - DAY_MS) found.push("old_messages");
    if (isBehind(facts, master?.version)) found.push("old_version");
    return {
      clinic,
      calls,
      booked,
      failed,
      openMessages: open?.count ?? 0,
      lastCallAt: lastCalls.get(clinic.id) ?? null,
      version: number?.agentVersion ?? null,
      troubles: found,
    };
  });
  return glances.toSorted(byNeed);
}

/** Intended during a rollout, a mistake after it. A clinic's own agent has its own version numbers. */
function isBehind({ number, ownAgent }: FleetClinic, newest: number | undefined): boolean {
  if (number === null || number.agentVersion === null || ownAgent !== null) return false;
  return newest !== undefined && number.agentVersion < newest;
}

/** An offboarded clinic has no other troubles. */
function standingTroubles({ clinic, number, doctors, hasHours }: FleetClinic): readonly Trouble[] {
  if (clinic.status === "offboarded") return ["offboarded"];
  const found: Trouble[] = [];
  if (clinic.status !== "active") found.push(clinic.status);
  if (number === null) found.push("no_number");
  else if (number.agentId === null || number.webhookUrl === null) found.push("unbound");
  if (doctors === 0) found.push("no_doctors");
  if (!hasHours) found.push("no_hours");
  return found;
}

export function needsAttention({ troubles: found }: ClinicGlance): boolean {
  return found.length > 0 && !found.includes("offboarded");
}

/** Shared: making one for each comparison would cost more than the whole page. */
const byName = new Intl.Collator();

function byNeed(one: ClinicGlance, other: ClinicGlance): number {
  const need = Number(needsAttention(other)) - Number(needsAttention(one));
  return need === 0 ? byName.compare(one.clinic.name, other.clinic.name) : need;
}

/** Whether the clinic's name or slug contains the text. */
export function isNamed({ clinic }: ClinicGlance, words: string): boolean {
  const wanted = foldText(words).trim();
  return foldText(clinic.name).includes(wanted) || clinic.slug.includes(wanted);
}
