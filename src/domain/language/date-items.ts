import { type SaidClock, clockAt } from "./clock-times.ts";
import type { DateFacts, DateItem, DateRule, Mention } from "./date-mention.ts";
import { related } from "./date-relations.ts";
import { spanRules, spanRulesOfWholeText } from "./date-spans.ts";
import { calendarRules, calendarRulesOfWholeText, relativeRules, relativeRulesOfWholeText } from "./parse-date.ts";

const rules = [...calendarRules, ...relativeRules, ...spanRules];
/** "My knee has hurt for two weeks", "two kids": a number is a date only where nothing else is said. */
const sentenceRules = [...rules, ...spanRulesOfWholeText];
const wholeTextRules = [...sentenceRules, ...calendarRulesOfWholeText, ...relativeRulesOfWholeText];

export function dateItems(tokens: readonly string[], facts: DateFacts): readonly DateItem[] {
  const read = tokens.filter((token) => token !== "," && token !== "?");
  const among = tokens.includes("?") ? sentenceRules : wholeTextRules;
  const whole = mentionAt(read.join(" "), 0, { among, facts });
  if (whole !== undefined && whole.length === read.length) return [{ kind: "mention", mention: whole.mention }];
  return related(
    foundItems(tokens, facts).map(({ item }) => item),
    facts,
  );
}

/** The stretches of tokens that name a day, and whether a time is named: what a sentence is about, whatever it wants. */
export function namedIn(
  tokens: readonly string[],
  facts: DateFacts,
): { readonly days: readonly (readonly [number, number])[]; readonly hasTime: boolean } {
  const days: [number, number][] = [];
  let index = 0;
  let hasTime = false;
  for (const { item, length } of foundItems(tokens, facts)) {
    if (item.kind === "mention" && item.mention.kind === "day") days.push([index, index + length]);
    hasTime ||= item.kind === "clock";
    index += length;
  }
  return { days, hasTime };
}

interface FoundItem {
  readonly item: DateItem;
  /** In tokens. */
  readonly length: number;
}

function foundItems(tokens: readonly string[], facts: DateFacts): readonly FoundItem[] {
  const joined = tokens.join(" ");
  const items: FoundItem[] = [];
  for (let [index, at] = [0, 0]; index < tokens.length;) {
    const token = tokens[index] ?? "";
    const mention = mentionAt(joined, at, { among: rules, facts });
    const clock = clockAt(joined, at);
    const isClock = clock !== undefined && clock.length >= (mention?.length ?? 0) && saysTime(clock, tokens, index);
    const length = isClock ? clock.length : (mention?.length ?? 1);
    if (isClock) items.push({ item: { kind: "clock", clock }, length });
    else if (mention === undefined) items.push({ item: { kind: "token", token }, length });
    else items.push({ item: { kind: "mention", mention: mention.mention }, length });
    at += tokens.slice(index, index + length).join(" ").length + 1;
    index += length;
  }
  return items;
}

const timeCues: ReadonlySet<string> = new Set(["at", "around", "after", "before", "between", "onwards"]);
const opensHours: ReadonlySet<string> = new Set(["between", "from"]);
const joinsHours: ReadonlySet<string> = new Set(["and", "to", "plus"]);

/** A bare number is a time only where something says so: "at 3", "after 5", "neuf trente". */
function saysTime(clock: SaidClock & { readonly length: number }, tokens: readonly string[], index: number): boolean {
  const before = tokens[index - 1] ?? "";
  if (clock.isTime || isInRange(clock.length, tokens, index)) return true;
  return timeCues.has(before) || (clock.length > 1 && before !== "the" && !before.startsWith("M"));
}

/** "from 2 to 4", "between 2 and 4", "5 onwards". */
function isInRange(length: number, tokens: readonly string[], index: number): boolean {
  const [opening, joint, after] = [tokens[index - 3], tokens[index - 1], tokens[index + length]].map(
    (each) => each ?? "",
  );
  if (after === "onwards" || (joint === "from" && after === "to")) return true;
  return joinsHours.has(joint ?? "") && opensHours.has(opening ?? "");
}

function mentionAt(
  joined: string,
  at: number,
  { among, facts }: { readonly among: readonly DateRule[]; readonly facts: DateFacts },
): { readonly mention: Mention; readonly length: number } | undefined {
  let best: { readonly mention: Mention; readonly length: number } | undefined;
  for (const [pattern, read] of among) {
    pattern.lastIndex = at;
    const match = pattern.exec(joined);
    if (match === null) continue;
    const length = match[0].split(" ").length;
    if (length <= (best?.length ?? 0)) continue;
    const mention = read(match.groups ?? {}, facts);
    if (mention !== undefined) best = { mention, length };
  }
  return best;
}
