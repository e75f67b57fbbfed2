import type { AppointmentDetails } from "../../domain/booking/visits/appointment-details.ts";
import { isActive } from "../../domain/booking/appointment.ts";
import { shortId } from "../../domain/find-by-id.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import { maskNumber } from "../../domain/clinic/telephone/mask-number.ts";
import { oneLine } from "../../domain/language/plain-text.ts";
import { dateAt, wallTimeAt } from "../../domain/time/zoned-time.ts";
import { counted, terminalSafe } from "../../terminal/table.ts";
import type { Columns } from "../pages.ts";

interface Shown {
  readonly clinic: Clinic;
  /** Full phone numbers instead of masked ones. */
  readonly reveal: boolean;
}

export function appointmentJson(details: AppointmentDetails, shown: Shown) {
  const { appointment, doctor, room, type, patient, lateNotice } = details;
  const { timezone } = shown.clinic;
  return {
    id: appointment.id,
    status: appointment.status,
    date: dateAt(appointment.startsAt, timezone),
    time: wallTimeAt(appointment.startsAt, timezone),
    starts_at: new Date(appointment.startsAt).toISOString(),
    ends_at: new Date(appointment.endsAt).toISOString(),
    doctor: { id: appointment.doctorId, name: doctor?.name ?? null },
    room: room?.name ?? null,
    type: type?.name[shown.clinic.language] ?? null,
    patient: { id: appointment.patientId, ...patientJson(patient, shown) },
    booked_by: appointment.callId === null ? "staff" : "call",
    call_id: appointment.callId,
    rescheduled_from: appointment.rescheduledFrom,
    reason: appointment.changeReason,
    overbooked: appointment.overbookReason ?? null,
    late_notice_minutes: lateNotice,
    calendar_uid: appointment.calendarUid,
    calendar_sequence: appointment.calendarSequence,
    updated_at: new Date(appointment.updatedAt).toISOString(),
  };
}

/** "cancelled late": after the cut-off. */
function statusSaid({ appointment, lateNotice }: AppointmentDetails): string {
  const { status, overbookReason = null } = appointment;
  const said = lateNotice === null ? status : `${status} late`;
  return overbookReason === null || !isActive(appointment) ? said : `${said}, overbooked`;
}

function patientJson(patient: AppointmentDetails["patient"], shown: Shown) {
  return {
    name: patient?.name ?? null,
    phone: phoneSaid(patient?.phone, shown),
    birth_date: patient?.birthDate ?? null,
  };
}

export function appointmentColumns(shown: Shown): Columns<AppointmentDetails> {
  return {
    head: ["date", "time", "doctor", "patient", "phone", "status", "id"],
    empty: "No appointments between these dates.",
    cells: (details) => cellsOf(details, shown),
  };
}

function cellsOf(details: AppointmentDetails, shown: Shown): string[] {
  const { appointment, doctor, patient } = details;
  const { timezone } = shown.clinic;
  return [
    dateAt(appointment.startsAt, timezone),
    wallTimeAt(appointment.startsAt, timezone),
    doctor?.name ?? "",
    nameSaid(patient),
    phoneSaid(patient?.phone, shown) ?? "",
    statusSaid(details),
    shortId(appointment.id),
  ];
}

export function appointmentText(details: AppointmentDetails, shown: Shown): string {
  const json = appointmentJson(details, shown);
  const lines: readonly (readonly [string, string | null])[] = [
    ["when", `${json.date} ${json.time} (${shown.clinic.timezone})`],
    ["until", wallTimeAt(details.appointment.endsAt, shown.clinic.timezone)],
    [
      "status",
      details.lateNotice === null
        ? statusSaid(details)
        : `${statusSaid(details)}, ${counted(details.lateNotice, "minute")} before`,
    ],
    ["doctor", json.doctor.name],
    ["room", json.room],
    ["type", json.type],
    ["patient", nameSaid(details.patient)],
    ["phone", json.patient.phone],
    ["born", json.patient.birth_date],
    ["booked by", json.booked_by],
    ["moved from", json.rescheduled_from],
    ["reason", json.reason],
    ["overbooked", json.overbooked],
    ["calendar", `${json.calendar_uid}, sequence ${json.calendar_sequence}`],
    ["id", json.id],
  ];
  return lines
    .flatMap(([label, value]) => (value === null ? [] : [`${label.padEnd(11)} ${oneLine(value)}`]))
    .join("\n");
}

/** "2026-03-03 09:30 with Dr. Awa Test for Luc Test" */
export function appointmentSaid({ appointment, doctor, patient }: AppointmentDetails, { timezone }: Clinic): string {
  const when = `${dateAt(appointment.startsAt, timezone)} ${wallTimeAt(appointment.startsAt, timezone)}`;
  return terminalSafe(`${when} with Dr. ${doctor?.name ?? ""} for ${nameSaid(patient)}`);
}

/** An erased patient has no name (domain/privacy/erase-patient.ts). */
function nameSaid(patient: AppointmentDetails["patient"]): string {
  return patient?.name === "" ? "(erased)" : (patient?.name ?? "");
}

function phoneSaid(phone: string | undefined, { reveal }: Pick<Shown, "reveal">): string | null {
  if (phone === undefined || phone === "") return null;
  return reveal ? phone : (maskNumber(phone) ?? null);
}
