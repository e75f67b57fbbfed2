import { phrasesByLanguage } from "../../domain/clinic/ports.ts";
import type { Appointment } from "../../domain/booking/appointment.ts";
import type { BookingPorts } from "../../domain/booking/ports.ts";
import { type OfflineBrain, offlineBrain } from "../../domain/brain/brain.ts";
import type { IndexCache } from "../../domain/brain/choose-candidate.ts";
import { modelBrain } from "../../domain/brain/model-brain.ts";
import type { ModelPorts } from "../../domain/brain/model-ports.ts";
import { withOfflineVoice } from "../../domain/dialogue/flow/offline-voice.ts";
import { readSpecialDays } from "../../domain/call/line/clinic-now.ts";
import type { DynamicVariables } from "../../domain/call/line/caller-variables.ts";
import { patientPhone } from "../../domain/clinic/telephone/telephone.ts";
import type { Contact } from "../../domain/outreach/contact.ts";
import { reminderKey } from "../../domain/outreach/attempt.ts";
import { isOfAge } from "../../domain/outreach/attempts/order-attempt.ts";
import { orderAttempt } from "../../domain/outreach/reminders/plan-reminders.ts";
import { outboundVariables } from "../../domain/outreach/reminders/outbound-variables.ts";
import { isWallDate } from "../../domain/time/wall-date.ts";
import { minutesOfWallTime } from "../../domain/time/wall-time.ts";
import { dateAt, instantOf, todayIn } from "../../domain/time/zoned-time.ts";
import { AscendiaError } from "../../errors.ts";
import type { FlowCall, FlowSnapshot } from "../../flow/session/state.ts";
import { type CallerNumber, type ClinicFacts, callerName, callersLanguage } from "../scenario/fill-placeholders.ts";
import type { LanguageText, Scenario } from "../scenario/schema.ts";
import type { CalledPeople, InstallationCopy, World } from "../world.ts";
import { type CallAnalysis, analyseCall, endedCall, ongoingCall, sendEvent } from "./call-events.ts";
import type { CalledState, Observed } from "./check-expectations.ts";
import {
  type InboundAnswer,
  announceCall,
  appointmentsOf,
  calendarsOf,
  changedSince,
  holdOffer,
  setScene,
  slotTaker,
} from "./scene.ts";
import { type Persona, type PlayedCall, modelCaller, playCall, textIn } from "./play-call.ts";
import {
  type OpenLine,
  type PreparedRun,
  type RecordedTools,
  type SendCall,
  recordedTools,
  sendToOwn,
} from "./recorded-tools.ts";
import { recordedAnswers } from "./recorded-answers.ts";
import { type Engine, behindSocket } from "./socket.ts";

/** A clinic about to call a person from the scenario. */
export interface OutgoingCall {
  readonly scenario: Scenario;
  readonly facts: ClinicFacts;
  readonly caller: CallerNumber;
  /** The appointments of `existing`, in its order. */
  readonly booked: readonly Appointment[];
}

export interface ContactToCall {
  readonly contact: Contact;
  readonly variables: DynamicVariables;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Adds the scenario's contact to the copy and creates the variables and metadata that dialling it sends to Retell. */
export async function callContact(
  call: OutgoingCall,
  booking: BookingPorts,
  { called, phrases }: Pick<InstallationCopy, "called" | "phrases">,
): Promise<ContactToCall> {
  const { clinic, doctors, phoneNumber } = call.facts;
  const { hours } = booking.database.stores;
  const now = booking.clock.now();
  const appointment = call.booked[call.scenario.contact?.appointment ?? -1] ?? null;
  const contact = contactOf(call, { id: booking.newId(), now, appointmentId: appointment?.id ?? null });
  const people = called(clinic);
  await people.contacts.add(contact);
  await remindToo(call, contact, { booking, people });
  const specialDays = await readSpecialDays(dateAt(now, clinic.timezone), booking.database.stores);
  const own = phrasesByLanguage(await people.phrases.list());
  const ofClinic = { clinic, doctors, phoneNumber, hours: await hours.ofClinic(), phrases: own };
  const facts = { ...ofClinic, specialDays, suspension: null, asksReason: false };
  const offer = await holdOffer(call.scenario, contact, { facts: call.facts, booking });
  const { about: notice } = call.scenario.contact ?? {};
  const says = notice === undefined ? null : textIn(notice, contact.language);
  const about = { contact, appointment, offer, about: says, ...(await factsOfVisit(appointment, contact, booking)) };
  const variables = outboundVariables(about, facts, { phrases, now });
  return { contact, variables, metadata: { clinic_id: clinic.id, contact_id: contact.id, dial_id: booking.newId() } };
}

/** Plans calls to the same number about the other appointments for the same time. */
async function remindToo(
  { scenario, booked }: OutgoingCall,
  contact: Contact,
  { booking, people }: { readonly booking: BookingPorts; readonly people: CalledPeople },
): Promise<void> {
  const { jobs, patients } = booking.database.stores;
  for (const index of scenario.contact?.also ?? []) {
    const appointment = booked[index];
    const patient = appointment === undefined ? undefined : await patients.find(appointment.patientId);
    if (appointment === undefined || patient === undefined) continue;
    const { id: appointmentId } = appointment;
    const other = { ...contact, id: booking.newId(), name: patient.name, appointmentId, instructions: null };
    await people.contacts.add(other);
    const order = {
      contactId: other.id,
      key: reminderKey({ appointmentId, contactId: null }, 0),
      dueAt: contact.createdAt,
    };
    await orderAttempt(order, { stores: { dials: people.dials, jobs }, ports: booking });
  }
}

async function factsOfVisit(
  appointment: Appointment | null,
  { language }: Contact,
  { database, clock }: BookingPorts,
): Promise<{ readonly typeName: string | null; readonly isAdult: boolean }> {
  if (appointment === null) return { typeName: null, isAdult: false };
  const { types, patients } = database.stores;
  const type = appointment.typeId === null ? undefined : await types.find(appointment.typeId);
  const patient = await patients.find(appointment.patientId);
  return { typeName: type?.name[language] ?? null, isAdult: isOfAge(patient?.birthDate ?? null, clock.now()) };
}

type Row = Pick<Contact, "id" | "appointmentId"> & { readonly now: number };

function contactOf({ scenario, facts, caller }: OutgoingCall, { id, now, appointmentId }: Row): Contact {
  const { at, type, provider, instructions } = scenario.contact ?? {};
  const { language, timezone } = facts.clinic;
  const text = (given: LanguageText | undefined) => (given === undefined ? null : textIn(given, language));
  return {
    id,
    name: callerName(facts),
    phone: patientPhone(caller.number),
    language,
    timezone: null,
    appointmentId,
    appointmentAt: at === undefined ? null : instantAt(at, { scenario, timezone }),
    appointmentType: text(type),
    provider: provider ?? null,
    instructions: text(instructions),
    email: null,
    consent: true,
    consentBasis: "stated",
    state: "open",
    followUp: null,
    followUpAt: null,
    createdAt: now,
    updatedAt: now,
  };
}

function instantAt(at: string, { scenario, timezone }: { readonly scenario: Scenario; readonly timezone: string }) {
  const [date = "", time = ""] = at.split("T");
  if (isWallDate(date) && minutesOfWallTime(time) !== undefined) return instantOf(date, time, timezone);
  throw new AscendiaError("failed", `Scenario ${scenario.name} cannot be set up: "${at}" is not a date and time.`, {
    hint: "Write the contact's `at` as 2026-11-24T09:00, in the clinic's local time.",
  });
}

export interface RunSettings {
  readonly world: World;
  /** Who runs the calls; default: Retell. */
  readonly engine?: Engine | undefined;
  /** Gives a wording to the sentences that a model would word. */
  readonly voiced?: boolean | undefined;
  readonly indexes: IndexCache;
  /** Decides, words and speaks for personas instead of the offline brain. */
  readonly model?: ModelPorts | undefined;
  /** Whether calls may write to a server that is not our copy. */
  readonly allowWrites: boolean;
}

export interface AnsweredCall extends PlayedCall {
  readonly kind: "answered";
  readonly observed: Observed;
  /** Body of the inbound webhook's answer, or the variables that the clinic called with. */
  readonly suppliedBody: string;
  /** Call events that the server rejected. */
  readonly eventProblems: readonly string[];
  /** Tools that would have written to an external server. */
  readonly refusals: readonly string[];
}

export type CallResult =
  | AnsweredCall
  | { readonly kind: "unanswered"; readonly problem: string; readonly webhookMs: number };

/** Plays one call from the inbound webhook through flow, functions and events, then reads what it changed. */
export async function runScenario(run: PreparedRun, settings: RunSettings): Promise<CallResult> {
  const { world } = settings;
  const calendars = calendarsOf(run.facts, world);
  const booking = calendars?.booking;
  const caller = { phone: run.caller.number, callId: run.callId };
  const before = booking && (await appointmentsOf(caller, booking));
  const booked = calendars === undefined ? [] : await setScene(run.scenario, run.facts, calendars);
  const line = await openLine(run, settings, booked);
  if (line.kind === "unanswered") return line;
  const { tools, webhookMs } = line;
  const { played, records, suppliedBody } = await held(run, line, settings);
  const { analysis, eventProblems } = await report(played.snapshot, { records }, settings);
  const appointments = booking && changedSince(before ?? [], await appointmentsOf(caller, booking));
  const called = await calledAfter(run, line.contactId, world);
  const language = callersLanguage(run.scenario, run.facts);
  const { snapshot } = played;
  const { latencies: functionMs, refusals } = tools;
  const observed = { language, snapshot, records, analysis, appointments, called, webhookMs, functionMs };
  return { kind: "answered", ...played, suppliedBody, eventProblems, refusals, observed };
}

/** The call itself, run by the flow here or by the server over its socket. */
async function held(run: PreparedRun, line: OpenLine, settings: RunSettings) {
  const { world, engine } = settings;
  const { call, tools, brain, body } = line;
  const ports = { world, tools, brain, persona: personaOf(run, settings) };
  if (engine !== "custom-llm") {
    const played = await playCall(scriptOf(run, call), ports);
    return { played, records: tools.records, suppliedBody: body };
  }
  const socket = behindSocket(run, line, world);
  const played = await playCall(scriptOf(run, call), ports, socket.session);
  return { played, records: socket.records(played.snapshot), suppliedBody: `${body}\n${socket.wire()}` };
}

/** Opens an inbound or outbound call. @param booked the scenario's `existing` */
export async function openLine(
  run: PreparedRun,
  settings: RunSettings,
  booked: readonly Appointment[],
): Promise<OpenLine | Extract<CallResult, { readonly kind: "unanswered" }>> {
  if (run.scenario.direction === "outbound") return dialledLine(run, settings, booked);
  const { world } = settings;
  const dialled = { callId: run.callId, fromNumber: run.caller.number, facts: run.facts };
  const { answer, ms: webhookMs, body } = await announceCall(dialled, world);
  if (answer.kind !== "accepted") return { kind: "unanswered", problem: problemOf(answer), webhookMs };
  const tools = toolsFor(run, settings);
  const brain = brainFor(run, settings);
  return { kind: "open", call: flowCall(run, answer, world), tools, brain, body, webhookMs };
}

/** A call that the clinic places: the variables that dialling would send to Retell replace the webhook's. */
async function dialledLine(run: PreparedRun, settings: RunSettings, booked: readonly Appointment[]): Promise<OpenLine> {
  const { world } = settings;
  if (world.copy === undefined) throw new RangeError("an outbound call needs a copy of the installation");
  const booking = world.booking(run.facts.clinic);
  const { contact, ...supplied } = await callContact({ ...run, booked }, booking, world.copy);
  const tools = toolsFor(run, settings);
  const brain = brainFor(run, settings);
  const body = JSON.stringify(supplied.variables);
  const call = flowCall(run, supplied, world);
  return { kind: "open", call, tools, brain, body, webhookMs: undefined, contactId: contact.id };
}

/** What the call changed about the contact, if there is one. */
async function calledAfter(
  { facts, caller }: PreparedRun,
  contactId: string | undefined,
  { copy }: World,
): Promise<CalledState | undefined> {
  if (copy === undefined || contactId === undefined) return undefined;
  const { contacts, optOuts } = copy.called(facts.clinic);
  const contact = await contacts.find(contactId);
  return { state: contact?.state, optedOut: (await optOuts.find(patientPhone(caller.number))) !== undefined };
}

function problemOf(answer: Exclude<InboundAnswer, { readonly kind: "accepted" }>): string {
  return answer.kind === "rejected" ? "the inbound webhook rejected the call" : `inbound webhook: ${answer.problem}`;
}

type Supplied = Pick<Extract<InboundAnswer, { readonly kind: "accepted" }>, "variables" | "metadata">;

function flowCall(run: PreparedRun, { variables, metadata }: Supplied, world: World): FlowCall {
  const { agentId, agentName, version } = world.agent;
  const { callId, caller, facts, scenario } = run;
  const clinicNumber = facts.phoneNumber ?? undefined;
  const isOutbound = scenario.direction === "outbound";
  const [fromNumber, toNumber] = isOutbound ? [clinicNumber, caller.number] : [caller.number, clinicNumber];
  return {
    callId,
    agentId,
    agentName,
    agentVersion: version,
    type: "phone_call",
    direction: isOutbound ? "outbound" : "inbound",
    ...(fromNumber !== undefined && { fromNumber }),
    ...(toNumber !== undefined && { toNumber }),
    startedAt: world.clock.now(),
    variables: { ...variables, ...scenario.variables },
    ...(metadata !== undefined && { metadata }),
  };
}

function scriptOf({ scenario, facts }: PreparedRun, call: FlowCall) {
  const { turns, answers } = scenario.caller;
  return { call, language: callersLanguage(scenario, facts), turns, answers, faults: scenario.faults ?? [] };
}

function brainFor({ scenario, facts }: PreparedRun, { world, indexes, model, voiced }: RunSettings): OfflineBrain {
  const { language, country, timezone } = facts.clinic;
  const given = scenario.values ?? {};
  const today = todayIn(timezone, world.clock);
  if (model !== undefined) return modelBrain({ language, today, given }, model);
  const { understanding, flow } = world.agent;
  const brain = offlineBrain({ language, country, today, given, indexes, understanding });
  return voiced === true ? { ...brain, ...withOfflineVoice(brain, flow, language) } : brain;
}

function personaOf({ scenario, facts }: PreparedRun, { model }: RunSettings): Persona | undefined {
  const { persona } = scenario.caller;
  const { language } = facts.clinic;
  return persona === undefined || model === undefined
    ? undefined
    : modelCaller(textIn(persona, language), language, model);
}

function toolsFor({ scenario, facts }: PreparedRun, { world, allowWrites }: RunSettings): RecordedTools {
  const faults = scenario.faults ?? [];
  const take = slotTaker(faults, facts, calendarsOf(facts, world));
  const { recorded, mocks = [] } = scenario;
  const answer: SendCall = recorded === undefined ? (call) => sendToOwn(call, world, mocks) : recordedAnswers(recorded);
  return recordedTools(answer, {
    faults,
    refused: world.copy === undefined && !allowWrites ? writingTools : new Set(),
    before: (call, context) =>
      take(call.name, () => ({ doctor_id: context.variables()["chosen_doctor_id"], ...call.args })),
  });
}

/** Functions that change a clinic's data. */
const writingTools: ReadonlySet<string> = new Set([
  "review_booking",
  "book_appointment",
  "review_move",
  "reschedule_appointment",
  "cancel_appointment",
  "join_waitlist",
  "accept_slot",
  "decline_slot",
  "report_death",
  "take_message",
  "confirm_appointment",
  "request_callback",
  "opt_out",
]);

async function report(
  snapshot: FlowSnapshot,
  { records }: Pick<RecordedTools, "records">,
  { world, allowWrites }: RunSettings,
): Promise<{ readonly analysis: CallAnalysis; readonly eventProblems: readonly string[] }> {
  const analysis = analyseCall({ records, snapshot }, world.agent.analysis);
  if (world.copy === undefined && !allowWrites) return { analysis, eventProblems: [] };
  const ended = endedCall(snapshot, world.clock.now());
  const problems = [
    await sendEvent("call_started", ongoingCall(snapshot), world),
    await sendEvent("call_ended", ended, world),
    await sendEvent("call_analyzed", { ...ended, call_analysis: analysis }, world),
  ];
  return { analysis, eventProblems: problems.filter((problem) => problem !== undefined) };
}
