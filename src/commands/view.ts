import type { FleetCall } from "../domain/call/ports.ts";
import type { Clinic } from "../domain/clinic/clinic.ts";
import { maskNumber } from "../domain/clinic/telephone/mask-number.ts";

/** 48 h, 90 min */
export function durationSaid(minutes: number): string {
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}

/** "o***@example.com": enough for someone who knows the address to recognise it. */
export function maskedAddress(address: string): string {
  const at = address.lastIndexOf("@");
  return at < 1 ? "***" : `${address.slice(0, 1)}***${address.slice(at)}`;
}

export interface RevealFlag {
  readonly reveal?: boolean;
}

/** The slugs of clinics, by id. */
export type Slugs = ReadonlyMap<string, string>;

export function slugsOf(clinics: readonly Clinic[]): Slugs {
  return new Map(clinics.map(({ id, slug }) => [id, slug]));
}

export function shownNumber(number: string | null, { reveal }: RevealFlag): string | null {
  return reveal === true ? number : (maskNumber(number) ?? null);
}

/** Masks numbers inside a text, such as a tool's arguments. */
export function withoutNumbers(text: string, { reveal }: RevealFlag): string {
  return reveal === true ? text : text.replaceAll(/\+\d{6,15}/gu, (number) => maskNumber(number) ?? "");
}

/** The slug, or why there is none. */
export function clinicSaid(
  { clinicId, attribution }: Pick<FleetCall, "clinicId" | "attribution">,
  slugs: Slugs,
): string {
  if (clinicId !== null) return slugs.get(clinicId) ?? clinicId;
  return attribution === "contradicted" ? "(contradicted)" : "(unknown)";
}

export function utc(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace("T", " ");
}

export function instant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** A call as in --json, without the transcript. */
export function callJson(call: FleetCall, slugs: Slugs, reveal: RevealFlag) {
  return {
    call_id: call.callId,
    clinic: call.clinicId === null ? null : (slugs.get(call.clinicId) ?? call.clinicId),
    attribution: call.attribution,
    direction: call.direction,
    status: call.status,
    outcome: call.outcome,
    reason: call.reason,
    patient_number: shownNumber(call.patientNumber, reveal),
    clinic_number: call.clinicNumber,
    called_at: instant(call.calledAt),
    duration_ms: call.durationMs,
  };
}
