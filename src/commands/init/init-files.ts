import { isDeepStrictEqual, parseEnv } from "node:util";
import { AscendiaError } from "../../errors.ts";

/** Variables of .env by name; null: it is to be there no longer. */
export type Wanted = Readonly<Record<string, string | null>>;

/** The text of .env with these variables, every other line as it was. @throws invalid when that cannot be done safely */
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
  throw new AscendiaError("invalid", ".env cannot be changed without changing other variables in it.", {
    hint: "A value over several lines is in the way: write it on one line, or edit .env by hand.",
  });
}

/** In the place of the first that is there, or at the end. */
function withVariable(lines: readonly string[], name: string, line: string | null): string[] {
  const definition = new RegExp(String.raw`^\s*(?:export\s+)?${name}\s*=`, "u");
  const place = lines.findIndex((known) => definition.test(known));
  const others = (list: readonly string[]) => list.filter((known) => !definition.test(known));
  const added = line === null ? [] : [line];
  return place === -1 ? [...lines, ...added] : [...lines.slice(0, place), ...added, ...others(lines.slice(place + 1))];
}

/** Quoted where it has to be, so that it is read as it was given. */
function assignment(name: string, value: string): string {
  const forms = ["", '"', "'", "`"].map((quote) => `${name}=${quote}${value}${quote}`);
  const form = forms.find((line) => !/[\r\n]/u.test(line) && parseEnv(line)[name] === value);
  if (form !== undefined) return form;
  throw new AscendiaError("invalid", `The value of ${name} cannot be written to .env.`, {
    hint: "It has line breaks, or every kind of quotation mark.",
  });
}

const ignored = [".env", ".ascendia/"];

/** What has to be added so that git takes neither the secrets nor the state. */
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
