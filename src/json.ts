/** undefined: not JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The parsed value, or the text itself if it is not JSON. */
export function jsonOrText(text: string): unknown {
  const value = jsonOf(text);
  return value === undefined ? text : value;
}

/**
 * What a person wrote as JSON. `trouble` says where the syntax is broken, and never repeats the text, which may contain
 * a patient's name or a key.
 */
export type WrittenJson = { readonly value: unknown } | { readonly trouble: string };

/** Parses JSON written in an editor: Windows editors add a byte order mark. */
export function readWrittenJson(text: string): WrittenJson {
  const written = text.replace(/^\uFEFF/u, "");
  try {
    return { value: JSON.parse(written) };
  } catch {
    return { trouble: placeOf(brokenAt(written), written) };
  }
}

function placeOf(position: number, text: string): string {
  if (position === text.length) return "it ends too soon";
  const lines = text.slice(0, position).split("\n");
  return `it breaks at line ${lines.length}, column ${(lines.at(-1) ?? "").length + 1}`;
}

/**
 * The length of the longest prefix that could still become valid JSON. V8 gives the position only in some of its
 * messages.
 */
function brokenAt(text: string): number {
  let [sound, most] = [0, text.length];
  while (sound < most) {
    const middle = Math.ceil((sound + most) / 2);
    if (couldBecomeJson(text.slice(0, middle))) sound = middle;
    else most = middle - 1;
  }
  return sound;
}

function couldBecomeJson(beginning: string): boolean {
  try {
    JSON.parse(beginning);
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    const place = /at position (\d+)/u.exec(message)?.[1];
    return (
      message.startsWith("Unterminated") ||
      (place === undefined ? message.includes("end of JSON") : Number(place) >= beginning.length)
    );
  }
}
