import * as z from "zod";
import type { Doctor } from "../../clinic/clinic.ts";
import { foldText } from "../../language/fold-text.ts";

export interface OfferedDoctor {
  readonly id: string;
  readonly name: string;
}

const line = /^\d+\.\s+(?:Dr\.\s+)?(.+?) - .*\(ID: (.+)\)$/;
const functionAnswer = z.object({ doctors: z.array(z.object({ id: z.string(), name: z.string() })) });
const idMap = z.record(z.string(), z.string());

/** `1. Dr. NAME - SPECIALTY (ID: …)`, a line a doctor; a line of any other form is a doctor without an id. */
export function doctorsInList(availableDoctors: string): readonly OfferedDoctor[] {
  const lines = availableDoctors.split("\n").filter((text) => text.trim() !== "");
  return lines.map((text) => {
    const [, name = text, id = ""] = line.exec(text) ?? [];
    return { id, name: withoutTitle(name) };
  });
}

export function doctorsInMap(doctorIdMap: string): readonly OfferedDoctor[] {
  const parsed = idMap.safeParse(jsonOrNull(doctorIdMap));
  return Object.entries(parsed.data ?? {}).map(([name, id]) => ({ id, name: withoutTitle(name) }));
}

export function doctorsInAnswer(body: string): readonly OfferedDoctor[] {
  const parsed = functionAnswer.safeParse(jsonOrNull(body));
  return (parsed.data?.doctors ?? []).map(({ id, name }) => ({ id, name: withoutTitle(name) }));
}

/** What is wrong with the doctors offered, or undefined when they are exactly the clinic's own. */
export function doctorMismatch(offered: readonly OfferedDoctor[], own: readonly Doctor[]): string | undefined {
  const key = ({ id, name }: OfferedDoctor) => `${id} ${foldText(withoutTitle(name))}`;
  const ownKeys = new Set(own.map(key));
  const offeredKeys = new Set(offered.map(key));
  const strange = offered.filter((doctor) => !ownKeys.has(key(doctor)));
  const missing = own.filter((doctor) => !offeredKeys.has(key(doctor)));
  if (strange.length > 0) return `offers ${strange.map(({ name }) => name).join(", ")}, not the clinic's`;
  if (missing.length > 0) return `does not offer ${missing.map(({ name }) => name).join(", ")}`;
  return offered.length === own.length ? undefined : "offers a doctor twice";
}

function withoutTitle(name: string): string {
  return name.replace(/^(?:dr\.?|docteure?|doctor)\s+/i, "");
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
