import { AscendiaError } from "../errors.ts";

/** `call.duration_ms=5`: of what is there at the path, nothing else, the value is changed. */
interface Edit {
  readonly path: readonly string[];
  readonly text: string;
}

/** @throws usage when an edit is not `path=value`, or there is nothing at its path */
export function editEvent(event: unknown, edits: readonly string[]): unknown {
  let edited = event;
  for (const edit of edits) edited = changed(edited, parseEdit(edit), 0);
  return edited;
}

function parseEdit(edit: string): Edit {
  const [, path, text] = /^([^=]+)=(.*)$/su.exec(edit) ?? [];
  if (path !== undefined && text !== undefined) return { path: path.split("."), text };
  throw new AscendiaError("usage", `"${edit}" is no edit.`, { hint: "Write path=value: call.duration_ms=60000" });
}

function changed(value: unknown, edit: Edit, depth: number): unknown {
  const name = edit.path[depth];
  if (name === undefined) return valueLike(value, edit.text);
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name))
    throw matchesNothing(value, edit, depth);
  const change = (part: unknown) => changed(part, edit, depth + 1);
  if (Array.isArray(value)) return value.map((item: unknown, index) => (String(index) === name ? change(item) : item));
  return Object.fromEntries(
    Object.entries(value).map(([key, part]: [string, unknown]) => [key, key === name ? change(part) : part]),
  );
}

/** What was a text stays one; else JSON is read, and text that is none is a text. */
function valueLike(before: unknown, text: string): unknown {
  if (typeof before === "string") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function matchesNothing(value: unknown, { path }: Edit, depth: number): AscendiaError {
  const where = path.slice(0, depth).join(".");
  const names = typeof value === "object" && value !== null ? Object.keys(value) : [];
  const present = names.length === 0 ? "nothing can be named there" : `there are ${names.join(", ")}`;
  return new AscendiaError("usage", `--set ${path.join(".")} matches nothing: there is no "${path[depth] ?? ""}".`, {
    hint: `In ${where === "" ? "the event" : where} ${present}.`,
  });
}
