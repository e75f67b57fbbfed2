import { warmHolidays } from "../booking/unavailable.ts";
import type { Call, CallOutcome } from "../call/call.ts";
import { outcomeOf, type OutcomeOfCall } from "../call/outcome-of-call.ts";
import { applyToContact } from "./apply-to-contact.ts";
import { cancelDials } from "./cancel-dials.ts";
import { calledContact } from "./call-of-contact.ts";
import { canBecome, type Dial } from "./dial/dial.ts";
import { readOutreachSettings } from "./outreach-settings.ts";
import { optOutNumber } from "./opt-out.ts";
import { ownNumber } from "./own-number.ts";
import { outcomeEffects } from "./outcome-effects.ts";
import type { AppliedOutcome, OutreachPorts, OutreachStores } from "./ports.ts";
import { promiseCallback } from "./request-callback.ts";
import { callbackTime } from "./callback-time.ts";

/** `applied` with what changed; `before`: the same, or a better one, was applied already; `none`: the call is not over. */
export interface OutcomeResult {
  readonly kind: "applied" | "before" | "none";
  readonly outcome: CallOutcome | null;
}

/**
 * Makes a call's outcome true: its dial, its contact, the appointment and the follow-up, in one transaction. Done again
 * it changes nothing; what an analysis found out later is applied over what status and reason let suppose.
 */
export async function applyOutcome(callId: string, ports: OutreachPorts): Promise<OutcomeResult> {
  const { database, clock } = ports;
  const settings = await readOutreachSettings(ports, clock.now());
  await warmCalendar(callId, ports);
  return database.transact(async (stores) => {
    const call = await stores.calls.find(callId);
    const found = call === undefined ? null : outcomeOf(call);
    if (call === undefined || found === null) return { kind: "none", outcome: null };
    const before = await stores.applied.find(callId);
    if (before !== undefined && !beats(found, before)) return { kind: "before", outcome: before.outcome };
    await stores.applied.save({ callId, ...found, appliedAt: clock.now() });
    const { dial, contact } = await calledContact(call, stores);
    const ended = dial === undefined ? undefined : await endDial(dial, { call, found }, { stores, ports });
    if (before !== undefined && contact !== undefined && outcomeEffects[found.outcome].next !== "retry") {
      await cancelDials([contact], { reason: "SUPERSEDED", at: clock.now() }, stores);
    }
    const around = { stores, ports, settings };
    if (contact === undefined) await applyToCaller({ call, outcome: found.outcome }, around);
    else await applyToContact({ call, outcome: found.outcome, contact, dial: ended }, around);
    return { kind: "applied", outcome: found.outcome };
  });
}

const ranks: Readonly<Record<OutcomeOfCall["basis"], number>> = { ending: 1, tools: 2, analysis: 3 };

function beats(found: OutcomeOfCall, before: AppliedOutcome): boolean {
  return found.outcome !== before.outcome && ranks[found.basis] >= ranks[before.basis];
}

/** What cancelling asks of the calendar is not in the database. */
async function warmCalendar(callId: string, ports: OutreachPorts): Promise<void> {
  const { stores } = ports.database;
  const call = await stores.calls.find(callId);
  const { contact } = call === undefined ? { contact: undefined } : await calledContact(call, stores);
  const appointmentId = contact?.appointmentId ?? null;
  const appointment = appointmentId === null ? undefined : await stores.appointments.find(appointmentId);
  if (appointment !== undefined) await warmHolidays(appointment, ports);
}

interface Surroundings {
  readonly stores: OutreachStores;
  readonly ports: OutreachPorts;
}

async function endDial(
  dial: Dial,
  { call, found }: { readonly call: Call; readonly found: OutcomeOfCall },
  { stores, ports }: Surroundings,
): Promise<Dial> {
  if (dial.state !== "ended" && !canBecome(dial.state, "ended")) return dial;
  const now = ports.clock.now();
  const { callId, reason, calledAt } = call;
  const ended: Dial = {
    ...dial,
    state: "ended",
    callId,
    reason,
    outcome: found.outcome,
    requestedAt: dial.requestedAt ?? calledAt,
    endedAt: call.endedAt ?? now,
    updatedAt: now,
  };
  await stores.dials.update(ended);
  return ended;
}

/** A call that was about no contact, as those that come in: what binds all later calls is kept. */
async function applyToCaller(
  { call, outcome }: { readonly call: Call; readonly outcome: CallOutcome },
  around: Surroundings & { readonly settings: Awaited<ReturnType<typeof readOutreachSettings>> },
): Promise<void> {
  const { callId } = call;
  const phone = ownNumber(call.patientNumber);
  if (phone === null) return;
  const { stores, ports, settings } = around;
  if (outcome === "opted_out") {
    await optOutNumber({ phone, source: "call", callId, reason: null, createdAt: ports.clock.now() }, stores);
  }
  if (outcome === "callback_requested") {
    await promiseCallback({ callId, phone, wantedAt: callbackTime(call, ports.clinic) }, settings, { stores, ports });
  }
}
