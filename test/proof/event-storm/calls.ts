import { type Random, oneOf } from "../interleavings/random.ts";

export const clinics = [
  { id: "clinic-storm-a", slug: "clinique-orage", number: "+2290198000001", language: "fr" },
  { id: "clinic-storm-b", slug: "storm-clinic", number: "+14155550101", language: "en" },
] as const;

/** The expected final record of a call, stated here and not derived by the product's own rules. */
export interface Expected {
  readonly clinicId: string | null;
  readonly attribution: "known" | "unknown" | "contradicted";
  readonly status: string;
  readonly reason: string | null;
  readonly outcome: string;
  readonly turns: number;
  readonly transfers: number;
}

export interface StormCall {
  readonly callId: string;
  /** Each body is its own key. */
  readonly bodies: readonly string[];
  readonly keys: number;
  readonly expected: Expected;
}

const PATIENT = "+14155550199";
const BEGAN = Date.UTC(2026, 10, 20, 9);

type Clinic = (typeof clinics)[number];
type Kind = (callId: string, clinic: Clinic) => StormCall;

/** Every kind of call in events, including irregular ones. */
const KINDS: readonly Kind[] = [
  analysedCall,
  analysedCall,
  bookedByTool,
  neverConnected,
  withoutStart,
  transferred,
  fromNowhere,
  contradicted,
  ofTomorrow,
];

export function stormCalls(count: number, random: Random): readonly StormCall[] {
  return Array.from({ length: count }, (_, index) => {
    const kind = KINDS[index % KINDS.length] ?? analysedCall;
    return kind(`call_storm_${index}`, oneOf(clinics, random) ?? clinics[0]);
  });
}

function basics(callId: string, clinic: Clinic) {
  const line = { direction: "inbound", from_number: PATIENT, to_number: clinic.number };
  const agent = { agent_id: "agent_storm", agent_version: 1, call_type: "phone_call" };
  return { call_id: callId, ...agent, ...line, retell_llm_dynamic_variables: { clinic_id: clinic.id } };
}

function said(turns: number) {
  const lines = Array.from({ length: turns }, (_, turn) => ({
    role: turn % 2 === 0 ? "agent" : "user",
    content: `line ${turn}`,
    words: [],
  }));
  return {
    transcript: lines.map(({ role, content }) => `${role === "agent" ? "Agent" : "User"}: ${content}`).join("\n"),
    transcript_object: lines,
  };
}

const over = { call_status: "ended", start_timestamp: BEGAN, end_timestamp: BEGAN + 60_000, duration_ms: 60_000 };

function event(name: string, call: object, more: object = {}): string {
  return JSON.stringify({ event: name, call, ...more });
}

function usual(callId: string, clinic: Clinic) {
  const call = basics(callId, clinic);
  const ended = { ...call, ...over, disconnection_reason: "user_hangup", ...said(4) };
  return {
    call,
    ended,
    started: event("call_started", { ...call, call_status: "ongoing", start_timestamp: BEGAN }),
    updates: [1, 3].map((turns) =>
      event("transcript_updated", { ...call, call_status: "ongoing", start_timestamp: BEGAN, ...said(turns) }),
    ),
  };
}

function known(
  clinic: Clinic,
  more: Omit<Expected, "clinicId" | "attribution" | "transfers"> & { transfers?: number },
): Expected {
  return { clinicId: clinic.id, attribution: "known", transfers: 0, ...more };
}

function analysis(outcome: string) {
  return { call_analysis: { call_summary: "Said.", custom_analysis_data: { outcome } } };
}

function analysedCall(callId: string, clinic: Clinic): StormCall {
  const { started, updates, ended } = usual(callId, clinic);
  const bodies = [
    started,
    ...updates,
    event("call_ended", ended),
    event("call_analyzed", { ...ended, ...analysis("message_taken") }),
  ];
  const expected = known(clinic, { status: "ended", reason: "user_hangup", outcome: "message_taken", turns: 4 });
  return { callId, bodies, keys: 4, expected };
}

function bookedByTool(callId: string, clinic: Clinic): StormCall {
  const { started, ended } = usual(callId, clinic);
  const tools = {
    transcript_with_tool_calls: [
      ...said(2).transcript_object,
      { role: "tool_call_invocation", tool_call_id: "t1", name: "book_appointment", arguments: "{}" },
      { role: "tool_call_result", tool_call_id: "t1", content: JSON.stringify({ booked: "true" }), successful: true },
    ],
  };
  const bodies = [
    started,
    event("call_ended", { ...ended, ...tools }),
    event("call_analyzed", { ...ended, ...tools, call_analysis: {} }),
  ];
  return {
    callId,
    bodies,
    keys: 3,
    expected: known(clinic, { status: "ended", reason: "user_hangup", outcome: "booked", turns: 4 }),
  };
}

function neverConnected(callId: string, clinic: Clinic): StormCall {
  const line = { direction: "outbound", from_number: clinic.number, to_number: PATIENT };
  const call = {
    ...basics(callId, clinic),
    ...line,
    call_status: "not_connected",
    disconnection_reason: "dial_no_answer",
  };
  const bodies = [
    event("call_ended", call),
    event("call_analyzed", { ...call, call_analysis: { in_voicemail: false } }),
  ];
  const expected = known(clinic, { status: "not_connected", reason: "dial_no_answer", outcome: "no_answer", turns: 0 });
  return { callId, bodies, keys: 2, expected };
}

function withoutStart(callId: string, clinic: Clinic): StormCall {
  const { updates, ended } = usual(callId, clinic);
  const bodies = [
    ...updates,
    event("call_ended", ended),
    event("call_analyzed", { ...ended, ...analysis("question_answered") }),
  ];
  const expected = known(clinic, { status: "ended", reason: "user_hangup", outcome: "question_answered", turns: 4 });
  return { callId, bodies, keys: 3, expected };
}

function transferred(callId: string, clinic: Clinic): StormCall {
  const { call, started, ended } = usual(callId, clinic);
  const moved = { ...call, call_status: "ongoing", start_timestamp: BEGAN };
  const destination = { transfer_destination: { number: "+14155550112" } };
  const last = { ...ended, disconnection_reason: "call_transfer" };
  const transfers = ["transfer_started", "transfer_bridged"].map((name) => event(name, moved, destination));
  const bodies = [
    started,
    ...transfers,
    event("call_ended", last),
    event("call_analyzed", { ...last, call_analysis: {} }),
  ];
  const expected = known(clinic, {
    status: "ended",
    reason: "call_transfer",
    outcome: "transferred",
    turns: 4,
    transfers: 2,
  });
  return { callId, bodies, keys: 5, expected };
}

/** On a number that belongs to no clinic. */
function fromNowhere(callId: string, clinic: Clinic): StormCall {
  const { started, ended } = usual(callId, clinic);
  const lost = (body: string) => body.replaceAll(clinic.number, "+14155550150").replaceAll(clinic.id, "");
  const bodies = [started, event("call_ended", ended), event("call_analyzed", { ...ended, ...analysis("booked") })].map(
    lost,
  );
  const expected = { status: "ended", reason: "user_hangup", outcome: "booked", turns: 4, transfers: 0 };
  return { callId, bodies, keys: 3, expected: { ...expected, clinicId: null, attribution: "unknown" } };
}

/** Its first event names the clinic whose number was dialled; the others name the other clinic. */
function contradicted(callId: string, clinic: Clinic): StormCall {
  const { started, ended } = usual(callId, clinic);
  const other = clinics.find(({ id }) => id !== clinic.id) ?? clinics[0];
  const wrong = { ...ended, retell_llm_dynamic_variables: { clinic_id: other.id } };
  const bodies = [started, event("call_ended", wrong), event("call_analyzed", { ...wrong, ...analysis("booked") })];
  const expected = { status: "ended", reason: "user_hangup", outcome: "booked", turns: 4, transfers: 0 };
  return { callId, bodies, keys: 3, expected: { ...expected, clinicId: null, attribution: "contradicted" } };
}

/** With a status, a reason and an event that no version knows yet. */
function ofTomorrow(callId: string, clinic: Clinic): StormCall {
  const { started, ended } = usual(callId, clinic);
  const last = { ...ended, call_status: "beamed_up", disconnection_reason: "teleport_failed" };
  const bodies = [
    started,
    event("call_daydreamed", { call_id: callId, dream: 1 }),
    event("call_ended", last),
    event("call_analyzed", { ...last, call_analysis: { custom_analysis_data: { outcome: "levitated" } } }),
  ];
  const expected = known(clinic, { status: "ended", reason: "teleport_failed", outcome: "no_outcome", turns: 4 });
  return { callId, bodies, keys: 4, expected };
}
