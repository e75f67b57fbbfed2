import type { Clinic } from "../../domain/clinic/clinic.ts";
import { spokenInstant } from "../../domain/language/spoken-date.ts";
import type { Dial } from "../../domain/outreach/dial/dial.ts";
import type { CallPlan } from "../../domain/outreach/dial/order-call.ts";
import type { Store } from "../../domain/organisation/stores.ts";
import { dateAt, wallTimeAt } from "../../domain/time/zoned-time.ts";
import { maskNumber } from "../../server/mask.ts";

/** What is agreed to. */
export interface CallTerms {
  readonly clinic: string;
  readonly to: string;
  readonly from: string | null;
  readonly agent: string | null;
  readonly agentVersion: number | null;
  /** Of the clinic's last calls; null: none cost anything yet. */
  readonly centsPerMinute: number | null;
  /** By the clinic's clock. */
  readonly when: string;
  readonly lines: readonly string[];
}

export async function callTerms(plan: CallPlan, clinic: Clinic, store: Store): Promise<CallTerms> {
  const scope = store.scope(clinic.id);
  const number = await scope.number.find();
  const centsPerMinute = averagePrice(await scope.calls.list({ limit: 50 }));
  const { timezone: zone } = clinic;
  const terms = {
    clinic: clinic.slug,
    to: maskNumber(plan.contact.phone) ?? "",
    from: number?.phoneNumber ?? null,
    agent: number?.agentId ?? null,
    agentVersion: number?.agentVersion ?? null,
    centsPerMinute,
    when: `${dateAt(plan.dueAt, zone)} ${wallTimeAt(plan.dueAt, zone)} ${zone}`,
  };
  return { ...terms, lines: termLines(plan, clinic, terms) };
}

function termLines(
  { contact, appointmentAt }: CallPlan,
  clinic: Clinic,
  { to, from, agent, agentVersion, centsPerMinute, when }: Omit<CallTerms, "lines">,
): readonly string[] {
  const { timezone: zone, language } = clinic;
  const version = agentVersion === null ? "" : ` version ${agentVersion}`;
  return [
    `To call for ${clinic.name}:`,
    `  to           ${to}, in ${contact.language}`,
    `  from         ${from ?? "no number"}`,
    `  agent        ${agent ?? "as bound to the number"}${version}`,
    `  appointment  ${appointmentAt === null ? "none" : spokenInstant(appointmentAt, zone, language)}`,
    `  when         ${when}`,
    `  price        ${priceSaid(centsPerMinute)}`,
  ];
}

function priceSaid(centsPerMinute: number | null): string {
  if (centsPerMinute === null) return "by the minute, at Retell's prices";
  return `about $${(centsPerMinute / 100).toFixed(3)} a minute, by the clinic's last calls`;
}

interface Priced {
  readonly costCents: number | null;
  readonly durationMs: number | null;
}

function averagePrice(calls: readonly Priced[]): number | null {
  const paid = calls.flatMap(({ costCents, durationMs }) =>
    costCents === null || durationMs === null || durationMs === 0 ? [] : [{ costCents, durationMs }],
  );
  const minutes = paid.reduce((sum, { durationMs }) => sum + durationMs, 0) / 60_000;
  if (minutes === 0) return null;
  return Math.round((paid.reduce((sum, { costCents }) => sum + costCents, 0) / minutes) * 10) / 10;
}

interface Placed {
  readonly plan: CallPlan;
  readonly terms: CallTerms;
  readonly dial: Dial | null;
  /** What it waits for; null: nothing. */
  readonly waits: string | null;
}

export function placedJson({ plan, terms, dial, waits }: Placed) {
  const { clinic, to, from, agent, agentVersion, centsPerMinute } = terms;
  return {
    clinic,
    contact_id: plan.isNew && dial === null ? null : plan.contact.id,
    to,
    from,
    agent_id: agent,
    agent_version: agentVersion,
    cents_per_minute: centsPerMinute,
    due_at: new Date(dial?.dueAt ?? plan.dueAt).toISOString(),
    repeated: plan.ordered !== null,
    ...dialJson(dial),
    waits_for: waits,
  };
}

const noDial = { id: null, state: null, callId: null, outcome: null };

function dialJson(dial: Dial | null) {
  const { id, state, callId, outcome } = dial ?? noDial;
  return { dial_id: id, state, call_id: callId, outcome };
}

type PlacedData = ReturnType<typeof placedJson>;

const states: Readonly<Record<string, (data: PlacedData, terms: CallTerms) => string>> = {
  placed: ({ to, call_id: id }) => `Calling ${to}: ${id ?? ""}. See it with: ascendia call:show ${id ?? ""}`,
  ended: ({ to, call_id: id, outcome }) => `${to} was called: ${outcome ?? "ended"}. ascendia call:show ${id ?? ""}`,
  planned: ({ to, waits_for: why }, { when }) =>
    `${to} will be called ${why === null ? `at ${when}` : `later (${why})`}, by ascendia serve or ascendia worker.`,
};

export function placedText(data: PlacedData, terms: CallTerms): string {
  const before = data.repeated ? "Ordered before. " : "";
  const text = states[data.state ?? ""]?.(data, terms);
  const unknown = `It is not known yet whether ${terms.to} is being called; ascendia serve or ascendia worker finds out.`;
  return `${before}${text ?? unknown}\ndial ${data.dial_id ?? ""}`;
}
