import type { ClinicDirectory } from "../clinic/ports.ts";
import type { JobOrder } from "../job/ports.ts";
import type { Clock } from "../time/ports.ts";
import { clinicOfCall, type ClinicOfCall } from "./clinic-of-call.ts";
import type { CallEvent, CallEventStore, TranscriptRedaction } from "./ports.ts";
import type { ReadEvent } from "./read-call-event.ts";
import { redactEvent } from "./redact-event.ts";

interface RecordPorts {
  readonly clinics: Pick<ClinicDirectory, "find" | "findByNumber">;
  readonly events: CallEventStore;
  readonly redaction: TranscriptRedaction;
  readonly clock: Clock;
}

export interface RecordedEvent {
  readonly news: boolean;
  readonly owner: ClinicOfCall;
}

/** Stores the event once, for the clinic it is about; one that contradicts itself is stored for none. */
export async function recordCallEvent(read: ReadEvent, body: string, ports: RecordPorts): Promise<RecordedEvent> {
  const owner = await clinicOfCall(read.call, ports.clinics);
  const clinicId = owner.outcome === "known" ? owner.clinic.id : null;
  const redact = clinicId === null ? undefined : await ports.redaction.of(clinicId);
  const event: CallEvent = {
    key: read.key,
    event: read.event,
    callId: read.callId,
    clinicId,
    attribution: owner.outcome,
    progress: read.progress,
    body: redact === undefined ? body : redactEvent(body, redact),
    receivedAt: ports.clock.now(),
  };
  return { news: await ports.events.claim(event, processingOf(event)), owner };
}

/** A stream's event comes again under its key, each time with more to process. */
function processingOf({ key, progress, receivedAt }: CallEvent): JobOrder {
  const jobKey = progress === 0 ? key : `${key}@${progress}`;
  return { kind: "call-event", key: jobKey, payload: JSON.stringify({ key }), dueAt: receivedAt };
}
