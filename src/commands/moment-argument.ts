import type { Clinic } from "../domain/clinic/clinic.ts";
import { AscendiaError } from "../domain/errors.ts";
import { instantOf } from "../domain/time/zoned-time.ts";
import type { Context } from "./context.ts";
import { dateFrom, timeFrom } from "./wall-arguments.ts";

/** The instant of "2026-03-03T09:00" or "tomorrow 9h30" by the clinic's clock, as given by --at. */
export function momentArgument(text: string, clinic: Clinic, { clock }: Pick<Context, "clock">): number {
  const [date, time, more] = text.trim().split(/[T ]+/u);
  if (date === undefined || time === undefined || more !== undefined) {
    throw new AscendiaError("invalid", `--at: "${text}" is not a date and time.`, {
      hint: "Write it as 2026-03-31T09:30.",
    });
  }
  return instantOf(dateFrom({ text: date, where: "--at" }, { clinic, clock }), timeFrom(time, "--at"), clinic.timezone);
}
