import { Option } from "commander";

const lists = new WeakSet<Option>();

/**
 * An option that takes several values: repeated, separated by commas, or both.
 * @param split for values that may contain a comma themselves
 */
export function listOption(
  flags: string,
  description: string,
  split: (value: string) => readonly string[] = byCommas,
): Option {
  const option = new Option(flags, `${description} (repeatable, or comma-separated)`);
  option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), ...split(value)]);
  lists.add(option);
  return option;
}

/** A list that its command reads as one text, because a word such as `none` may stand for it. */
export function textListOption(flags: string, description: string): Option {
  const option = new Option(flags, `${description} (repeatable, or comma-separated)`);
  option.argParser((value: string, before: string | undefined) =>
    before === undefined ? value : `${before},${value}`,
  );
  lists.add(option);
  return option;
}

export function isListOption(option: Option): boolean {
  return lists.has(option);
}

function byCommas(value: string): readonly string[] {
  const values = value.split(",").map((each) => each.trim());
  return values.filter((each) => each !== "");
}
