import { isObject } from "../unwrap-flow.ts";
import type { Run } from "./run.ts";

/** Sets variables from a JSON object by dot paths with `[n]`; a missing path sets nothing (retell-api.md 6.3). */
export function setResponseVariables(
  run: Run,
  result: unknown,
  paths: Readonly<Record<string, string>> | null | undefined,
): void {
  if (!isObject(result)) return;
  for (const [name, path] of Object.entries(paths ?? {})) {
    const value = valueAtPath(result, path);
    if (value !== undefined && value !== null) setVariable(run, name, value);
  }
}

/** All variables are texts (retell-api.md 10). */
export function setVariable(run: Run, name: string, value: unknown): void {
  run.state.collected[name] = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

export function valueAtPath(value: unknown, path: string): unknown {
  const keys = path.match(/[^.[\]]+/g) ?? [];
  return keys.reduce<unknown>((current, key) => {
    if (Array.isArray(current)) return current[Number(key)];
    return isObject(current) && Object.hasOwn(current, key) ? current[key] : undefined;
  }, value);
}

/** JSON of a text, or undefined when it is none: tool answers may be plain text. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
