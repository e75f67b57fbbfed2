import { z } from "zod";
import { type Clock, MINUTE_MS } from "../../clock.ts";
import { AscendiaError } from "../../errors.ts";
import { type TextAgentStore, textVariables } from "../agent/creation/text-agent.ts";
import type { AgentReference } from "../agent/ports.ts";
import { isActive } from "../booking/appointment.ts";
import { spokenBooked, textReply } from "../booking/speech/speech.ts";
import { type Clinic, accountOf } from "../clinic/clinic.ts";
import type { ClinicDirectory } from "../clinic/ports.ts";
import type { Job, JobKind, JobOrder } from "../job/ports.ts";
import { JobPutOff, JobRefused } from "../job/run-jobs.ts";
import { todayIn } from "../time/zoned-time.ts";
import type { AllClinicStores } from "./ports.ts";

export interface TextOrder {
  readonly fromNumber: string;
  readonly toNumber: string;
  readonly agent: AgentReference;
  readonly variables: Readonly<Record<string, string>>;
  readonly clinicId: string;
}

/**
 * `unknown`: no clear answer, so the text may have been sent. `account`: Retell accepts no texts from the account at
 * present.
 */
export type TextReply =
  | { readonly kind: "sent" }
  | { readonly kind: "limited"; readonly retryAfterMs: number }
  | { readonly kind: "refused" | "account" | "unknown"; readonly message: string };

export interface TextPorts {
  readonly clinics: Pick<ClinicDirectory, "find">;
  readonly agents: Pick<TextAgentStore, "textAgent">;
  readonly clock: Clock;
  scope(clinicId: string): Pick<AllClinicStores, "booking" | "number" | "notices" | "doctors">;
  /** Sends one text, without retries. @throws not_configured when the account's key is not set */
  readonly send: (order: TextOrder, account: string | null) => Promise<TextReply>;
}

const readers = ["patient", "clinic"] as const;
type Reader = (typeof readers)[number];
const payloadSchema = z.object({ appointmentId: z.string(), to: z.enum(readers) });

const KIND = "text-confirmation";

/** One message per appointment and reader, however often it is ordered. */
export function textConfirmationJob(appointmentId: string, to: Reader, dueAt: number): JobOrder {
  return { kind: KIND, key: `${appointmentId}:${to}`, payload: JSON.stringify({ appointmentId, to }), dueAt };
}

/** Texts a booking's confirmation to the number that the patient gave, and to the clinic if it wants a copy. */
export function textConfirmationKinds(ports: TextPorts): Readonly<Record<string, JobKind>> {
  return { [KIND]: { run: (job) => confirm(job, ports), attempts: 8, firstPauseMs: MINUTE_MS } };
}

async function confirm(job: Job, ports: TextPorts): Promise<void> {
  const payload = payloadSchema.safeParse(JSON.parse(job.payload));
  const clinic = job.clinicId === null ? undefined : await ports.clinics.find(job.clinicId);
  if (!payload.success || clinic === undefined) throw new JobRefused("its payload names no appointment of a clinic");
  // Retell has no idempotency key that would prevent a second message.
  if (job.attempts > 1 && job.lastError === null) {
    throw new JobRefused("the program ended while it was sent: it may have been sent");
  }
  const order = await orderOf(payload.data, clinic, ports);
  if (order === undefined) return;
  const reply = await ports.send(order, accountOf(clinic));
  if (reply.kind === "sent") return;
  if (reply.kind === "limited") throw new JobPutOff(ports.clock.now() + reply.retryAfterMs);
  if (reply.kind === "account") throw new AscendiaError("failed", reply.message);
  throw new JobRefused(reply.kind === "unknown" ? `it may have been sent: ${reply.message}` : reply.message);
}

/** undefined: the appointment was cancelled or moved, or the clinic wants no copy. */
async function orderOf(
  { appointmentId, to }: z.infer<typeof payloadSchema>,
  clinic: Clinic,
  ports: TextPorts,
): Promise<TextOrder | undefined> {
  const { booking, number, notices, doctors } = ports.scope(clinic.id);
  const appointment = await booking.stores.appointments.find(appointmentId);
  const patient = appointment === undefined ? undefined : await booking.stores.patients.find(appointment.patientId);
  if (appointment === undefined || patient === undefined || !isActive(appointment)) return undefined;
  const toNumber = to === "clinic" ? (await notices.find()).textCopyTo : patient.phone;
  if (toNumber === null) return undefined;
  const fromNumber = (await number.find())?.phoneNumber;
  if (fromNumber === undefined) throw new JobRefused("the clinic has no number to send from");
  const agent = await ports.agents.textAgent(accountOf(clinic));
  if (agent === undefined) throw new JobRefused("no agent sends text messages: ascendia agent:create --engine text");
  const { language, timezone: zone } = clinic;
  const spoken = { language, zone, doctors: await doctors.list(), today: todayIn(zone, ports.clock) };
  const message = `${clinic.name} – ${spokenBooked({ appointment, patient }, spoken).message}`;
  const variables = { [textVariables.message]: message, [textVariables.reply]: textReply(clinic) };
  return { fromNumber, toNumber, agent, variables, clinicId: clinic.id };
}
