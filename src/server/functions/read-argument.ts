import type { ToolArguments } from "../../domain/call/line/call-context.ts";

/**
 * The value of a tool's argument. undefined if the model omitted it or left it empty, or if Retell passed on a variable
 * that the call never set, which remains `{{name}}` (docs/retell.md 13.3).
 */
export function readArgument(args: ToolArguments, name: string): string | undefined {
  const value = args[name];
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  return text === "" || /^\{\{.*\}\}$/.test(text) ? undefined : text;
}
