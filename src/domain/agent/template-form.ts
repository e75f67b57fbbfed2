import { isObject } from "../../flow/unwrap-flow.ts";
import { contentOf } from "./bare-content.ts";
import type { AgentContent, JsonObject, WrittenContent } from "./ports.ts";

/** A content as stored in git: only template fields, with `${PUBLIC_URL}` for the server's address. */
export function templateForm(content: AgentContent, publicUrls: readonly string[]): AgentContent {
  const { agent, flow } = contentOf(content);
  return {
    agent: objectOf(publicUrls.reduce<unknown>(unfilled, agent)),
    flow: objectOf(publicUrls.reduce<unknown>(unfilled, flow)),
  };
}

/** The server addresses that a version may contain: the current one, and the one it was written with. */
export function publicUrlsOf(current: string, record: WrittenContent | undefined): readonly string[] {
  const eventUrl = record?.written.agent["webhook_url"];
  if (typeof eventUrl !== "string" || !eventUrl.endsWith(eventPath)) return [current];
  return [...new Set([current, eventUrl.slice(0, -eventPath.length)])];
}

const eventPath = "/api/retell/webhook";

/** The text of a template file. */
export function templateText(template: AgentContent): string {
  return jsonText(template);
}

const lineWidth = 120;

/** JSON for people to read: what fits on a line stays on one. */
export function jsonText(json: object): string {
  return `${printed(json, "", 0)}\n`;
}

/** `before` is how much of the line is taken by the key. */
function printed(value: unknown, indent: string, before: number): string {
  const line = oneLine(value);
  if (indent.length + before + line.length < lineWidth || typeof value !== "object" || value === null) return line;
  const inner = `${indent}  `;
  const items = Array.isArray(value)
    ? value.map((item: unknown) => `${inner}${printed(item, inner, 0)}`)
    : Object.entries(value).map(
        ([key, item]) => `${inner}${JSON.stringify(key)}: ${printed(item, inner, key.length + 4)}`,
      );
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return `${open}\n${items.join(",\n")}\n${indent}${close}`;
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${oneLine(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

function unfilled(value: unknown, publicUrl: string): unknown {
  if (typeof value === "string") return unfilledText(value, publicUrl);
  if (Array.isArray(value)) return value.map((item: unknown) => unfilled(item, publicUrl));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unfilled(item, publicUrl)]));
}

/** An address matches only up to its path: https://a.example is not a prefix of https://a.example.org. */
function unfilledText(text: string, publicUrl: string): string {
  const [first = "", ...others] = text.split(publicUrl);
  return others.reduce((done, part) => `${done}${/^[\w.:-]/u.test(part) ? publicUrl : "${PUBLIC_URL}"}${part}`, first);
}

function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}
