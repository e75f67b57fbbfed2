import type { ClinicDirectory } from "../clinic/ports.ts";
import { clinicOfCall } from "./clinic-of-call.ts";
import type { CallEvent, CallEventRecords } from "./ports.ts";
import { type CallEventPorts, processCallEvent } from "./process-call-event.ts";
import { readCallEvent } from "./read-call-event.ts";

interface ReplayPorts extends CallEventPorts {
  readonly events: CallEventRecords;
  readonly clinics: Pick<ClinicDirectory, "find" | "findByNumber">;
}

/** Processes a stored event again, for the clinic that it belongs to by what is known now; where nothing is, as before. */
export async function replayEvent(event: CallEvent, ports: ReplayPorts): Promise<void> {
  const call = readCallEvent(JSON.parse(event.body), "")?.call;
  if (call !== undefined) {
    const owner = await clinicOfCall(call, ports.clinics);
    const clinicId = owner.outcome === "known" ? owner.clinic.id : null;
    if (owner.outcome !== "unknown") await ports.events.attribute(event.key, { clinicId, attribution: owner.outcome });
  }
  await processCallEvent(event.key, ports);
}
