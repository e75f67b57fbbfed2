import { signBody } from "../../src/adapters/retell/signature.ts";
import { SANDBOX_API_KEY } from "../../src/config.ts";
import { slotIdOf } from "../../src/domain/booking/slots/slot.ts";
import type { BusyClinics, Place } from "./busy-clinics.ts";

let calls = 0;

/** A signed request and the call it belongs to. */
export interface Asking {
  readonly callId: string;
  readonly request: Buffer;
}

export type Kind = "check" | "book" | "event" | "inbound";

/** Signed requests, each for a different call; valid for five minutes. A booking takes the next free time. */
export interface RequestsOf extends Readonly<Record<Kind, (count: number) => readonly Buffer[]>> {
  readonly asking: Readonly<Record<"book" | "event", (count: number) => readonly Asking[]>>;
}

export function requestsOf(stored: BusyClinics): RequestsOf {
  const left = stored.free.values();
  const clinicAt = (index: number): string => stored.clinicIds[index % stored.clinicIds.length] ?? "";
  const asking = {
    book: (count: number) => many(count, () => booking(left.next().value)),
    event: (count: number) => many(count, (index) => callEnded(clinicAt(index))),
  };
  return {
    asking,
    check: (count) =>
      many(count, (index) => {
        const args = { date: stored.dates[index % stored.dates.length] };
        const call = callOf(stored.busy);
        // A repeated body would get the first answer again.
        return functionCall("check_availability", args, {
          ...call,
          call_id: `call_${index % ASKING}`,
          sent_as: call.call_id,
        });
      }),
    book: (count) => asking.book(count).map(({ request }) => request),
    event: (count) => asking.event(count).map(({ request }) => request),
    inbound: (count) => many(count, (index) => inbound(clinicAt(index))),
  };
}

function inbound(clinicId: string): Buffer {
  const call_inbound = { agent_id: "agent_bench", from_number: "+14155550199", to_number: "+19990000000" };
  return signed(`/webhooks/retell/inbound/${clinicId}`, { event: "call_inbound", call_inbound });
}

/**
 * Concurrent calls per clinic: each holds the times that it was offered, and together they must not hold the whole
 * month.
 */
const ASKING = 30;

function many<T>(count: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function booking(place: Place | undefined): Asking {
  if (place === undefined) throw new Error("every free time of the bench is booked: store more clinics");
  const number = calls + 1;
  const args = {
    slot_id: slotIdOf({ ...place, typeId: null }),
    doctor_id: place.doctorId,
    starts_at: place.startsAt,
    patient_name: "Kim Test",
    patient_phone: phoneOf(number),
  };
  const call = { ...callOf(place.clinicId), from_number: phoneOf(number) };
  return { callId: call.call_id, request: functionCall("book_appointment", args, call) };
}

/** Unique numbers that may be called. They are in New York, where the numbering plan allows any last digits. */
function phoneOf(index: number): string {
  const digits = String(2_000_000 + (index % 7_000_000));
  return `+1${212 + Math.floor(index / 7_000_000)}${digits}`;
}

function callOf(clinicId: string) {
  calls += 1;
  const call_id = `call_${calls.toString(16).padStart(28, "0")}`;
  const line = { direction: "inbound", from_number: "+12125550199", to_number: "+19990000000" };
  return {
    call_id,
    agent_id: "agent_bench",
    agent_version: 1,
    ...line,
    retell_llm_dynamic_variables: { clinic_id: clinicId },
  };
}

function functionCall(name: string, args: object, call: object): Buffer {
  return signed(`/api/${name.replaceAll("_", "-")}`, { name, args, call });
}

const SAID = Array.from({ length: 12 }, (_, turn) => ({
  role: turn % 2 === 0 ? "agent" : "user",
  content: `What somebody says in turn ${turn} of a call, in some ten or twelve words.`,
}));

function callEnded(clinicId: string): Asking {
  const now = Date.now();
  const transcript = SAID.map(({ role, content }) => `${role}: ${content}`).join("\n");
  const ended = {
    call_status: "ended",
    start_timestamp: now - 60_000,
    end_timestamp: now,
    disconnection_reason: "user_hangup",
  };
  const call = { ...callOf(clinicId), ...ended, transcript, transcript_object: SAID };
  return { callId: call.call_id, request: signed("/api/retell/webhook", { event: "call_ended", call }) };
}

function signed(path: string, body: object): Buffer {
  const text = JSON.stringify(body);
  const signature = signBody(text, SANDBOX_API_KEY, Date.now());
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\nx-retell-signature: ${signature}\r\n` +
      `content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
}
