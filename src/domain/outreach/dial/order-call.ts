import { AscendiaError } from "../../errors.ts";
import { readCallFacts } from "../call-facts.ts";
import { refusalsOf, type JudgedRule } from "../judge-call.ts";
import { orderDial } from "../order-dial.ts";
import { readOutreachSettings } from "../outreach-settings.ts";
import type { OutreachPorts } from "../ports.ts";
import type { Dial } from "./dial.ts";
import { whomToCall, type Callee, type FoundCallee } from "./whom-to-call.ts";

/** A call that an operator wants made. */
export interface CallRequest {
  readonly callee: Callee;
  readonly dueAt: number;
  /** The same key orders the same call; null: a new one. */
  readonly key: string | null;
  /** Why the hours are overruled; null: they are not. */
  readonly force: string | null;
}

export interface CallPlan extends Omit<FoundCallee, "appointmentAt"> {
  readonly appointmentAt: number | null;
  readonly key: string;
  readonly dueAt: number;
  readonly force: string | null;
  /** What was ordered under that key before. */
  readonly ordered: Dial | null;
}

/** @throws forbidden, naming every rule that stands in the way; and as whomToCall */
export async function planCall(request: CallRequest, ports: OutreachPorts): Promise<CallPlan> {
  const { dueAt, force } = request;
  const { stores } = ports.database;
  const key = `manual:${request.key ?? ports.newId()}`;
  const ordered = await stores.dials.withKey(key);
  if (ordered !== undefined) return orderedBefore(ordered, request, ports);
  const found = await whomToCall(request.callee, ports);
  const at = Math.max(dueAt, ports.clock.now());
  const settings = await readOutreachSettings(ports, at);
  const dial = { id: "", key, forced: force };
  const refusals = refusalsOf(await readCallFacts({ contact: found.contact, at, dial }, settings, stores));
  if (refusals.length > 0) throw forbidden(refusals);
  return { ...found, key, dueAt, force, ordered: null };
}

/** Whatever has become of the appointment since. */
async function orderedBefore(ordered: Dial, { force }: CallRequest, { database }: OutreachPorts): Promise<CallPlan> {
  const { contacts, appointments } = database.stores;
  const contact = await contacts.find(ordered.contactId);
  if (contact === undefined) throw new AscendiaError("not_found", "The contact of that call was erased.");
  const { appointmentId } = contact;
  const appointment = appointmentId === null ? undefined : await appointments.find(appointmentId);
  const appointmentAt = appointment?.startsAt ?? contact.appointmentAt;
  const { key, dueAt } = ordered;
  return { contact, isNew: false, appointmentAt, key, dueAt, force, ordered };
}

/** Writes the call down, with its contact where that is new. The rules are judged once more when it is placed. */
export async function orderCall(plan: CallPlan, ports: OutreachPorts): Promise<Dial> {
  return ports.database.transact(async (stores) => {
    const earlier = await stores.dials.withKey(plan.key);
    if (earlier !== undefined) return earlier;
    const { contact, isNew, key, dueAt } = plan;
    if (isNew) await stores.contacts.add(contact);
    const dial = await orderDial({ contactId: contact.id, key, dueAt }, { stores, ports });
    if (plan.force === null) return dial;
    const forced = { ...dial, forced: plan.force };
    await stores.dials.update(forced);
    return forced;
  });
}

function forbidden(refusals: readonly JudgedRule[]): AscendiaError {
  const [first] = refusals;
  const isHours = refusals.every(({ code }) => code === "OUTSIDE_HOURS");
  return new AscendiaError("forbidden", `${first?.code ?? ""}: ${first?.says ?? ""}.`, {
    hint: isHours
      ? "Name a time within the hours with --at, or overrule them with --force <reason>."
      : "See every rule with: ascendia call:explain <contact>",
    detail: refusals.map(({ code, says }) => ({ rule: code, says })),
  });
}
