import { type Room, wrapText } from "./flow-graph.ts";

// XML 1.0 cannot express these: control characters and halves of surrogate pairs.
// eslint-disable-next-line no-control-regex -- control characters are what this removes.
const notXml = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes text between XML or HTML tags. */
export function escapeXml(text: string): string {
  return text.replaceAll(notXml, "").replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");
}

/** Text in an HTML-like label, where a backslash starts a Graphviz escape (graphviz.org/docs/attr-types/escString). */
export function labelText(text: string): string {
  return escapeXml(text).replaceAll("\\", "\\\\");
}

/** A tooltip in an HTML-like label. */
export function tooltip(text: string): string {
  return labelText(text).replaceAll(/\r?\n/g, "&#10;");
}

/** A quoted string of the DOT language. */
export function quoted(text: string): string {
  const plain = text.replaceAll(notXml, "").replaceAll("\\", "\\\\").replaceAll('"', '\\"');
  return `"${plain.replaceAll(/\r?\n/g, "\\n")}"`;
}

/** Left-aligned lines of an HTML-like label. No text becomes a space, as Graphviz refuses empty cells. */
export function leftLines(text: string, room: Room): string {
  const lines = wrapText(text, room).map(labelText);
  return lines.length === 0 ? " " : lines.join('<BR ALIGN="LEFT"/>');
}
