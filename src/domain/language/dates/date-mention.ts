import type { WallDate } from "../../time/wall-date.ts";
import type { SaidClock } from "./clock-times.ts";
import type { Language } from "../language.ts";

/** By what a day is understood: the clinic's today and language, and its country where it decides ("3/4"). */
export interface DateFacts {
  readonly today: WallDate;
  readonly language: Language;
  readonly country?: string | undefined;
}

/** What some tokens say about days. */
export type Mention =
  | {
      readonly kind: "day";
      /** Several where a person would ask which. */
      readonly dates: readonly WallDate[];
      /** ISO number, where the day was said by its weekday alone. */
      readonly weekday?: number;
      /** A year that is over, as models write it: the day of the coming year is in `dates`. */
      readonly pastYear?: number;
      /** The same feast, where it was in the last days: what comes after it may be near. */
      readonly justPast?: WallDate | undefined;
    }
  | {
      readonly kind: "span";
      readonly first: WallDate;
      readonly last: WallDate;
      /** Its first day, where today is later: of a week that has begun. */
      readonly began?: WallDate;
      /** ISO numbers of the weekdays meant; null: all. */
      readonly weekdays: readonly number[] | null;
      /** "as soon as possible": the first day that has anything. */
      readonly isEarliest?: boolean;
    }
  /** Mentions a day that is not a wish ("two days ago"). */
  | { readonly kind: "aside" };

/** What stands in a sentence, one after the other: days and periods, times, and the tokens that are neither. */
export type DateItem =
  | { readonly kind: "mention"; readonly mention: Mention }
  | { readonly kind: "clock"; readonly clock: SaidClock }
  | { readonly kind: "token"; readonly token: string };

export type Groups = Readonly<Record<string, string | undefined>>;

export type DateRule = readonly [pattern: RegExp, read: (groups: Groups, facts: DateFacts) => Mention | undefined];

export function dateRule(source: string): RegExp {
  return new RegExp(`(?:${source})(?= |$)`, "uy");
}

export function dayMention(...dates: readonly WallDate[]): Mention {
  return { kind: "day", dates: [...new Set(dates)].toSorted() };
}

export function spanMention(first: WallDate, last: WallDate, weekdays: readonly number[] | null = null): Mention {
  return { kind: "span", first, last, weekdays };
}

export function tokenOf(item: DateItem | undefined): string | undefined {
  return item?.kind === "token" ? item.token : undefined;
}

export function mentionOf(item: DateItem | undefined): Mention | undefined {
  return item?.kind === "mention" ? item.mention : undefined;
}
