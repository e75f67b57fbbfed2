import { z } from "zod";
import { addDays } from "../../../src/domain/time/wall-date.ts";
import { dateAt, instantOf } from "../../../src/domain/time/zoned-time.ts";
import { timezone } from "../slot-race/clinic.ts";
import { requestOf } from "../slot-race/race.ts";
import type { Asking } from "./callers.ts";

const RIVALS = 10;
/** Half an hour each, from eight o'clock. */
const A_DAY = 20;
/** Days that the race before the storm does not use. */
const FIRST_DAY = 31;

const answerSchema = z.object({ booked: z.enum(["true", "false"]), message: z.string() });

/** Whether the answer says one or the other: a failed function says neither. */
export function saysWhetherBooked(said: string): boolean {
  return answerSchema.safeParse(JSON.parse(said)).success;
}

export interface Contested {
  readonly startsAt: number;
  /** How many rivals were answered that the time is theirs. */
  readonly won: number;
  /** The answer that one of the others heard. */
  readonly heard: string;
}

/** One time after the other, with ten concurrent rivals for each; each asks, as the same call, until it is answered. */
export async function rivals(asking: Asking, over: AbortSignal): Promise<readonly Contested[]> {
  const contested: Contested[] = [];
  for (let slot = 0; !over.aborted; slot += 1) {
    const date = addDays(dateAt(Date.now(), timezone), FIRST_DAY + Math.floor(slot / A_DAY));
    const minute = 480 + (slot % A_DAY) * 30;
    const [hours, minutes] = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0"));
    const time = `${hours}:${minutes}`;
    const heard = await Promise.all(
      Array.from({ length: RIVALS }, (_, rival) => {
        // A different person each time: bookings per line and day are limited, and so are calls without a number.
        const caller = 1_000 + slot * RIVALS + rival;
        const { call, ...rest } = requestOf({ sameCall: false, time }, { date, caller });
        const from_number = `+2290195${String(caller).padStart(6, "0")}`;
        const body = { ...rest, call: { ...call, direction: "inbound", from_number } };
        return asking.ask({ path: "/api/book-appointment", body });
      }),
    );
    const told = heard.map((said) => (said === undefined ? undefined : answerSchema.parse(JSON.parse(said))));
    const [won, lost] = [true, false].map((isWon) => told.filter((one) => (one?.booked === "true") === isWon));
    const said = lost?.map((one) => one?.message ?? "no answer").join(" · ");
    contested.push({ startsAt: instantOf(date, time, timezone), won: won?.length ?? 0, heard: said ?? "" });
  }
  return contested;
}
