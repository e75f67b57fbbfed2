import { doctorsOffering } from "../../domain/booking/setup/doctors-offering.ts";
import type { AppointmentType } from "../../domain/booking/ports.ts";
import type { Doctor } from "../../domain/clinic/clinic.ts";
import { counted, table } from "../../terminal/table.ts";

export function typeJson({ id, name, active, ...type }: AppointmentType, offeredBy: readonly Doctor[]) {
  return {
    id,
    name,
    minutes: type.minutes,
    minutes_with: type.minutesWith,
    buffer_before_minutes: type.bufferBeforeMinutes,
    buffer_after_minutes: type.bufferAfterMinutes,
    reasons: type.reasons,
    patients: type.patients,
    default: type.isDefault,
    active,
    offered_by: offeredBy.map((doctor) => ({ id: doctor.id, name: doctor.name })),
  };
}

interface Offering {
  readonly doctors: readonly Doctor[];
  readonly offered: ReadonlyMap<string, readonly string[]>;
  readonly clinic: string;
}

export function typeTable(types: readonly AppointmentType[], { doctors, offered, clinic }: Offering): string {
  if (types.length === 0) {
    return `No appointment types: every visit takes 30 minutes. Add one with: ascendia type:add --clinic ${clinic}`;
  }
  return table(
    ["name", "minutes", "buffer", "for", "callers say", "offered by"],
    types.map((type) => {
      const offering = doctorsOffering(type, doctors, offered);
      const who = offering.length === doctors.length ? "every doctor" : offering.map(({ name }) => name).join(", ");
      const forWhom = `${patientsSaid[type.patients]}${type.isDefault ? ", default" : ""}`;
      return [
        namesSaid(type),
        minutesSaid(type, doctors),
        bufferSaid(type),
        forWhom,
        type.reasons.join(", "),
        who === "" ? "no doctor" : who,
      ];
    }),
  );
}

const patientsSaid = { anyone: "anyone", new: "new patients", known: "known patients" } as const;

function minutesSaid({ minutes, minutesWith }: AppointmentType, doctors: readonly Doctor[]): string {
  const own = doctors.flatMap(({ id, name }) => (minutesWith[id] === undefined ? [] : [`${name}: ${minutesWith[id]}`]));
  return own.length === 0 ? String(minutes) : `${minutes} (${own.join(", ")})`;
}

export function typeSaid(type: AppointmentType): string {
  return `${namesSaid(type)}, ${counted(type.minutes, "minute")}, buffer ${bufferSaid(type)}`;
}

/** Each name once. */
function namesSaid({ name }: AppointmentType): string {
  return [...new Set(Object.values(name))].join(" / ");
}

function bufferSaid({ bufferBeforeMinutes, bufferAfterMinutes }: AppointmentType): string {
  return bufferBeforeMinutes + bufferAfterMinutes === 0 ? "none" : `${bufferBeforeMinutes}+${bufferAfterMinutes}`;
}
