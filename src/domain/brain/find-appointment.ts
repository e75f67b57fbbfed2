import * as z from "zod";
import { isOneDay, understandDate } from "../language/dates/understand-date.ts";
import type { Language } from "../language/language.ts";
import type { WallDate } from "../time/wall-date.ts";
import { findDoctor } from "./find-doctor.ts";

const listed = z.array(
  z.looseObject({ appointment_id: z.string(), appointment_time: z.string(), doctor_name: z.string().optional() }),
);
type Listed = z.infer<typeof listed>[number];

/** The list inside a description: "copied exactly from this list: [{…}]". */
const list = /\[\{.*\}\]/su;

/** The id of the appointment that a sentence means, by its day or doctor, or because there is only one. */
export function appointmentIn(
  text: string,
  description: string,
  facts: { readonly language: Language; readonly today: WallDate },
): string | undefined {
  const items = itemsOf(description);
  if (items.length < 2) return items[0]?.appointment_id;
  const dayOf = (said: string): WallDate | undefined => {
    const understood = understandDate(said, facts);
    return understood.kind === "understood" && isOneDay(understood.value) ? understood.value.first : undefined;
  };
  const day = dayOf(text);
  if (day !== undefined) return only(items.filter((item) => dayOf(item.appointment_time) === day));
  const doctors = items.map((item) => ({ id: item.appointment_id, name: item.doctor_name ?? "", specialty: "" }));
  const doctor = findDoctor(text, doctors);
  return only(items.filter((item) => doctor !== null && doctor !== undefined && item.doctor_name === doctor.name));
}

function itemsOf(description: string): readonly Listed[] {
  try {
    const found: unknown = JSON.parse(list.exec(description)?.[0] ?? "[]");
    return listed.safeParse(found).data ?? [];
  } catch {
    // Not a list: the caller's appointments are not known yet.
    return [];
  }
}

function only(items: readonly Listed[]): string | undefined {
  return items.length === 1 ? items[0]?.appointment_id : undefined;
}
