import { lastSeenDoctor } from "../../domain/booking/patients/find-appointments.ts";
import { spokenDoctorQuestion } from "../../domain/booking/speech/speech.ts";
import type { Doctor } from "../../domain/clinic/clinic.ts";
import type { FunctionContext } from "./function-context.ts";
import { identified } from "./identified.ts";
import { type Resolved, doctorMatch } from "./resolve.ts";

/** The doctors whose times are wanted: one, all of a specialty, the one last seen, or null for any. */
export async function wantedDoctors(context: FunctionContext): Promise<Resolved<readonly Doctor[] | null>> {
  const match = doctorMatch(context);
  if (match === undefined || match.kind === "any") return { value: null };
  if (match.kind === "one") return { value: [match.doctor] };
  if (match.kind === "several" && match.by === "specialty") return { value: match.doctors };
  const lastSeen = match.kind === "last_seen" ? await doctorLastSeen(context) : undefined;
  if (lastSeen !== undefined) return { value: [lastSeen] };
  return { question: spokenDoctorQuestion(match, context.spoken.doctors, context.spoken.language) };
}

/** The doctor may reveal why a patient comes, so the phrase counts only for a caller who proves to be that patient. */
async function doctorLastSeen(context: FunctionContext): Promise<Doctor | undefined> {
  const caller = await identified(context);
  return caller.kind === "proved" ? lastSeenDoctor(caller.patient, context.bookings) : undefined;
}
