import { isPersonKey } from "./personal-keys.ts";

/** What stands for what is a person's. */
export interface StandIns {
  readonly name: string;
  readonly birthDate: string;
  readonly mail: string;
  /** In place of a number in E.164. */
  number(number: string): string;
}

/**
 * JSON texts of one call, without anybody's name, number, mail address or birth date. A name that one of them says under
 * its key is found wherever any of them says it.
 */
export function withoutPersons(texts: readonly string[], standIns: StandIns): readonly string[] {
  const told = texts.map((text) => parsed(text)).flatMap((value) => keyedTexts(value));
  const names = told.filter(({ isPerson }) => isPerson).flatMap(({ text }) => [text].concat(words(text)));
  const births = told.filter(({ key }) => /birth/iu.test(key)).map(({ text }) => text);
  const phones = told.filter(
    ({ key, text }) => /phone|number$/iu.test(key) && /\d{5}/u.test(text.replaceAll(/\D/gu, "")),
  );
  const national = phones.map(({ text }) => text).filter((text) => !E164.test(text));
  const found = [
    { pattern: anyOf(births), stands: () => standIns.birthDate },
    { pattern: E164_ANYWHERE, stands: (number: string) => standIns.number(number) },
    { pattern: anyOf(national), stands: (number: string) => standIns.number(number) },
    { pattern: MAIL, stands: () => standIns.mail },
    { pattern: anyOf(names), stands: () => standIns.name },
  ];
  return texts.map((text) =>
    found.reduce(
      (rest, { pattern, stands }) => (pattern === undefined ? rest : rest.replaceAll(pattern, stands)),
      text,
    ),
  );
}

const E164 = /^\+\d{6,15}$/u;
const E164_ANYWHERE = /\+\d{6,15}/gu;
const MAIL = /[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+/gu;

interface KeyedText {
  readonly key: string;
  readonly text: string;
  readonly isPerson: boolean;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Tools' arguments are JSON in a text. */
function keyedTexts(value: unknown): readonly KeyedText[] {
  if (typeof value === "string") return /^\s*[{[]/u.test(value) ? keyedTexts(within(value)) : [];
  if (Array.isArray(value)) return value.flatMap((item: unknown) => keyedTexts(item));
  if (typeof value !== "object" || value === null) return [];
  const isOther = NAMED_OTHERWISE.some((key) => Object.hasOwn(value, key));
  return Object.entries(value).flatMap(([key, part]: [string, unknown]): readonly KeyedText[] => {
    if (typeof part !== "string" || part === "") return keyedTexts(part);
    const isPerson = isPersonKey(key) && !(key === "name" && isOther);
    return [{ key, text: part, isPerson }].concat(keyedTexts(part));
  });
}

/** What has one of these and a `name` is a function, a turn or a doctor. */
const NAMED_OTHERWISE = ["args", "arguments", "role", "call", "specialty"] as const;

function within(text: string): unknown {
  const value = parsed(text);
  return value === text ? undefined : value;
}

/** Of a name: one is often said alone. */
function words(name: string): readonly string[] {
  return (name.match(/[\p{L}'-]+/gu) ?? []).filter((word) => word.length > 2);
}

/** As they stand in JSON; undefined: there are none. */
function anyOf(texts: readonly string[]): RegExp | undefined {
  const longestFirst = [...new Set(texts)].toSorted((one, other) => other.length - one.length);
  const escaped = longestFirst.map((text) =>
    JSON.stringify(text)
      .slice(1, -1)
      .replaceAll(/[$()*+.?[\\\]^{|}]/gu, String.raw`\$&`),
  );
  return escaped.length === 0
    ? undefined
    : new RegExp(`(?<![\\p{L}\\d])(?:${escaped.join("|")})(?![\\p{L}\\d])`, "giu");
}
