import * as z from "zod";
import type { JsonObject } from "../json.ts";

const offered = z.looseObject({
  available_slots: z.array(z.looseObject({ time: z.string(), id: z.string().optional() })),
  date: z.string().optional(),
  next_available_date: z.string().nullish(),
});

const day = z.iso.date();

/** What the person says to `check_availability`: the day named by the script, else the day after the call's own. */
export const firstDay = (args: JsonObject, variables: Readonly<Record<string, string>>): string | undefined => {
  const named = day.safeParse(args["date"]);
  if (named.success) return named.data;
  const today = day.safeParse(variables["today"]);
  return today.success ? dayAfter(today.data) : undefined;
};

export type Offer =
  | { readonly kind: "slot"; readonly args: JsonObject }
  | { readonly kind: "ask"; readonly date: string };

/** Takes the first free time, or asks for the next day there may be one. */
export const chooseSlot = (answer: JsonObject, asked: string): Offer => {
  const parsed = offered.safeParse(answer);
  const slot = parsed.data?.available_slots[0];
  if (slot !== undefined) {
    const id = slot.id === undefined ? {} : { slot_id: slot.id };
    return { kind: "slot", args: { date: parsed.data?.date ?? asked, time: slot.time, ...id } };
  }
  return { kind: "ask", date: parsed.data?.next_available_date ?? dayAfter(asked) };
};

const dayAfter = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
