import { isDeepStrictEqual, parseEnv } from "node:util";
import { AscendiaError } from "../../errors.ts";

/** Variables of .env by name; null removes one. */
export type Wanted = Readonly<Record<string, string | null>>;

/** The text of .env with these variables, all other lines unchanged. @throws invalid when that is not safe */
export function withVariables(text: string, wanted: Wanted): string {
  const before = parseEnv(text);
  const after = { ...before };
  let lines = text === "" ? [] : text.replace(/\n$/u, "").split("\n");
  for (const [name, value] of Object.entries(wanted)) {
    if (value === (before[name] ?? null)) continue;
    lines = withVariable(lines, name, value === null ? null : assignment(name, value));
    if (value === null) delete after[name];
    else after[name] = value;
  }
  const changed = lines.map((line) => `${line}\n`).join("");
  if (isDeepStrictEqual({ ...parseEnv(changed) }, after)) return changed;
  throw new AscendiaError("invalid", ".env cannot be changed without affecting other variables in it.", {
    hint: "It contains a multi-line value: write that on one line, or edit .env by hand.",
  });
}

/** Replaces the first occurrence, or appends at the end. */
function withVariable(lines: readonly string[], name: string, line: string | null): string[] {
  const definition = new RegExp(String.raw`^\s*(?:export\s+)?${name}\s*=`, "u");
  const place = lines.findIndex((known) => definition.test(known));
  const others = (list: readonly string[]) => list.filter((known) => !definition.test(known));
  const added = line === null ? [] : [line];
  return place === -1 ? [...lines, ...added] : [...lines.slice(0, place), ...added, ...others(lines.slice(place + 1))];
}

/** Quoted where needed, so that it is read back unchanged. */
function assignment(name: string, value: string): string {
  const forms = ["", '"', "'", "`"].map((quote) => `${name}=${quote}${value}${quote}`);
  const form = forms.find((line) => !/[\r\n]/u.test(line) && parseEnv(line)[name] === value);
  if (form !== undefined) return form;
  throw new AscendiaError("invalid", `The value of ${name} cannot be written to .env.`, {
    hint: "It contains line breaks, or every kind of quotation mark.",
  });
}

const ignored = [".env", ".ascendia/"];

/** The lines to add so that git ignores the secrets and the state. */
export function missingIgnores(text: string): readonly string[] {
  const known = new Set(text.split(/\r?\n/u).map((line) => bare(line)));
  return ignored.filter((entry) => !known.has(bare(entry)));
}

function bare(entry: string): string {
  return entry.trim().replaceAll(/^\/|\/$/gu, "");
}

export function withIgnores(text: string, added: readonly string[]): string {
  const whole = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  return `${whole}${added.map((entry) => `${entry}\n`).join("")}`;
}
