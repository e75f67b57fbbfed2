import type { ClinicDirectory } from "../clinic/ports.ts";
import type { Clock } from "../time/ports.ts";
import { clinicOfCall, type ClinicOfCall } from "./clinic-of-call.ts";
import type { CallEventStore } from "./ports.ts";
import type { ReadEvent } from "./read-call-event.ts";

interface RecordPorts {
  readonly clinics: Pick<ClinicDirectory, "find" | "findByNumber">;
  readonly events: CallEventStore;
  readonly clock: Clock;
}

export interface RecordedEvent {
  readonly news: boolean;
  readonly owner: ClinicOfCall;
}

/** Stores the event once, for the clinic it is about; one that contradicts itself is stored for none. */
export async function recordCallEvent(read: ReadEvent, body: string, ports: RecordPorts): Promise<RecordedEvent> {
  const owner = await clinicOfCall(read.call, ports.clinics);
  const news = await ports.events.claim({
    key: read.key,
    event: read.event,
    callId: read.callId,
    clinicId: owner.outcome === "known" ? owner.clinic.id : null,
    progress: read.progress,
    body,
    receivedAt: ports.clock.now(),
  });
  return { news, owner };
}
