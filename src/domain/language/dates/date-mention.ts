import type { WallDate } from "../../time/wall-date.ts";
import type { SaidClock } from "./clock-times.ts";
import type { Language } from "../language.ts";

/** What it takes to understand a day: the clinic's today and language, and its country where that decides ("3/4"). */
export interface DateFacts {
  readonly today: WallDate;
  readonly language: Language;
  readonly country?: string | undefined;
}

/** What a run of tokens says about days. */
export type Mention =
  | {
      readonly kind: "day";
      /** Several if a person would ask which. */
      readonly dates: readonly WallDate[];
      /** ISO number, if only the weekday was said. */
      readonly weekday?: number;
      /** A past year, as models write it; `dates` has the same day of the coming year. */
      readonly pastYear?: number;
      /** The same feast, if it was within the last days: a day counted from it may be near. */
      readonly justPast?: WallDate | undefined;
    }
  | {
      readonly kind: "span";
      readonly first: WallDate;
      readonly last: WallDate;
      /** The span's first day if it is before today: the span is a week that has begun. */
      readonly began?: WallDate;
      /** ISO numbers of the wanted weekdays; null: all. */
      readonly weekdays: readonly number[] | null;
      /** "as soon as possible": the first day with any free time. */
      readonly isEarliest?: boolean;
      /** "after Christmas", "before Friday": the side on which the words bound the span. */
      readonly bound?: "from" | "to";
    }
  /** Mentions a day that is not a wish ("two days ago"). */
  | { readonly kind: "aside" };

/** What a sentence consists of, in order: days and periods, times, and all other tokens. */
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
