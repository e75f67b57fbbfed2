import type { Finding } from "./check/rule.ts";
import { isObject } from "./unwrap-flow.ts";

interface Kind {
  /** As in "Retell takes …". */
  readonly name: string;
  /** The given value as this kind where that is clear, else what to write. */
  readonly written: (given: unknown, key: string) => string;
}

const number: Kind["written"] = (given) =>
  typeof given === "string" && given.trim() !== "" && Number.isFinite(Number(given))
    ? String(Number(given))
    : "a number without quotes";

const object: Kind["written"] = (given, key) => {
  const made = Object.hasOwn(objectsOfTexts, key) ? objectsOfTexts[key] : undefined;
  return typeof given === "string" && made !== undefined ? shortJson(made(given)) : "an object, {…}";
};

const kinds: Readonly<Record<string, Kind>> = {
  string: {
    name: "a text",
    written: (given) =>
      typeof given === "number" || typeof given === "boolean" ? `"${given}"` : 'a text in quotes, "…"',
  },
  number: { name: "a number", written: number },
  int: { name: "a whole number", written: number },
  boolean: {
    name: "true or false",
    written: (given) => {
      if (typeof given !== "string") return "true or false";
      return /^(?:true|yes|1|on)$/iu.test(given.trim()) ? "true" : "false";
    },
  },
  array: {
    name: "a list",
    written: (given) => {
      if (given === null) return "a list, []";
      return isObject(given) ? "a list, [{…}]" : `[${shortJson(given)}]`;
    },
  },
  object: { name: "an object", written: object },
  record: { name: "an object", written: object },
};

/** What Retell writes as an object where people write a text. */
const objectsOfTexts: Readonly<Record<string, (text: string) => unknown>> = {
  instruction: (text) => ({ type: "prompt", text }),
  transition_condition: (text) => ({ type: "prompt", prompt: text }),
  primary: (model) => ({ model }),
  backup: (model) => ({ model }),
  model_choice: (model) => ({ type: "cascading", model }),
  model_config: (model) => ({ type: "cascading", primary: { model } }),
};

/** For a value of another kind than `expected`, in zod's word; undefined where no kind is expected. */
export function otherKind(key: string, given: unknown, expected: string): Pick<Finding, "message" | "fix"> | undefined {
  const kind = Object.hasOwn(kinds, expected) ? kinds[expected] : undefined;
  if (kind === undefined) return undefined;
  return {
    message: `${key} is ${shown(given)}; Retell takes ${kind.name}.`,
    fix: `Write ${kind.written(given, key)}.`,
  };
}

function shown(given: unknown): string {
  if (Array.isArray(given)) return "a list";
  return isObject(given) ? "an object" : shortJson(given);
}

function shortJson(value: unknown): string {
  const json = JSON.stringify(value) ?? "nothing";
  return json.length > 120 ? `${json.slice(0, 119)}…` : json;
}
