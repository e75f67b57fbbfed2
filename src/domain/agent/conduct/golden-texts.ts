import * as z from "zod";
import { retellLists } from "../../../flow/schema/retell-lists.ts";
import { isObject } from "../../../flow/parse/unwrap-flow.ts";
import { canonicalJson } from "../../canonical-json.ts";
import { type ConductFinding, conductFinding } from "./accepted-changes.ts";
import { type GoldenPlace, type GoldenRole, goldenPlaces, phrasePlaces } from "./golden-places.ts";
import type { Conduct } from "./template-texts.ts";
import { shortened } from "./text-rules.ts";
import { isNegated, sentencesOf } from "./words.ts";

/** The pinned wording by place: `templates/golden.json`. */
export type GoldenTexts = Readonly<Record<string, unknown>>;

export const goldenSchema = z.record(z.string(), z.unknown());

/** What `npm run generate` writes, so that a review shows every change. */
export function goldenTexts(conduct: Conduct): GoldenTexts {
  return Object.fromEntries([...goldenPlaces(conduct)].map(([place, { value }]) => [place, value ?? null]));
}

const why: Readonly<Record<GoldenRole, string>> = {
  emergency: "A caller in danger depends on it.",
  consent: "It decides whether a person who wants no more calls is left alone.",
  privacy: "It keeps one patient's data from another.",
  confirmation: "The caller takes what it says as done.",
  voicemail: "Whoever shares the phone hears it.",
  transfer: "It decides where a caller ends up.",
  "global-rules": "It is a rule for every sentence of every call.",
  model: "It decides how reliably callers are understood.",
  settings: "It decides what is kept of a call, and who may hear it.",
  function: "It decides what is sent to the calendar.",
  effect: "It decides what is done before the caller is heard again.",
  instruction: "A model follows it, and no simulation can judge how.",
};

/** Where a template or its phrases differ from the pinned wording. */
export function goldenFindings(conduct: Conduct, golden: GoldenTexts): readonly ConductFinding[] {
  const places = goldenPlaces(conduct);
  const nodes = new Set([...places.values()].flatMap(({ node }) => (node === undefined ? [] : [node])));
  const changed = [...places].filter(([place, { role }]) => role !== "global-rules" && isPinned(place, golden));
  return [
    ...changed.flatMap(([place, found]) => (isKept(found, golden[place]) ? [] : [differs(place, found, golden)])),
    ...removed(places, nodes, golden),
    ...globalRuleFindings(places, golden),
  ];
}

/** Where phrases differ from the pinned wording. */
export function goldenPhraseFindings(phrases: Conduct["phrases"], golden: GoldenTexts): readonly ConductFinding[] {
  return [...phrasePlaces(phrases)].flatMap(([place, found]) =>
    !(place in golden) || isKept(found, golden[place]) ? [] : [differs(place, found, golden)],
  );
}

/** Whether the place is pinned. An operator's own nodes and settings are not; a new key of a pinned node is. */
function isPinned(place: string, golden: GoldenTexts): boolean {
  if (place in golden) return true;
  const [owner = "", key = ""] = place.split(".");
  if (owner === "flow") return true;
  const isKnownNode = `${owner}.type` in golden;
  return isKnownNode && key !== "edges" && key !== "variables";
}

/** New models do not count as a difference: the validator warns about them, because Retell renames models by itself. */
function isKept({ role, value }: GoldenPlace, pinned: unknown): boolean {
  return isSame(role === "model" ? withoutNewModels(value, pinned) : value, pinned);
}

function withoutNewModels(value: unknown, pinned: unknown): unknown {
  if (!isObject(value) || !isObject(pinned)) return value;
  const listed: readonly string[] = retellLists.models;
  const entries = Object.entries(value).map(([key, one]) => {
    const isNew = key === "model" && typeof one === "string" && !listed.includes(one);
    return [key, isNew ? pinned[key] : withoutNewModels(one, pinned[key])];
  });
  return Object.fromEntries(entries);
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null);
}

function differs(place: string, { role, node, field, value }: GoldenPlace, golden: GoldenTexts): ConductFinding {
  return conductFinding({
    rule: `golden-${role}`,
    place,
    ...(node !== undefined && { node }),
    field,
    value,
    message: `${why[role]} It is ${shown(value, golden[place])}, not ${shown(golden[place], value)}.`,
    fix: "Restore the wording that this version ships.",
  });
}

const before = 40;

/** A value in quotes, starting a little before the first difference from the other value. */
function shown(value: unknown, other?: unknown): string {
  if (value === undefined || value === null) return "nothing";
  const [text, beside] = [textOf(value), textOf(other ?? "")];
  const same = text.split("").findIndex((letter, index) => letter !== beside[index]);
  const start = other === undefined || text.length <= 160 ? 0 : Math.max(0, (same < 0 ? text.length : same) - before);
  return `"${start === 0 ? "" : "…"}${shortened(text.slice(start))}"`;
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  const isText = isObject(value) && typeof value["text"] === "string";
  return isText ? String(value["text"]) : canonicalJson(value);
}

/** Parts missing from a node that still exists, and missing nodes that callers depend on. */
function removed(
  places: ReadonlyMap<string, GoldenPlace>,
  nodes: ReadonlySet<string>,
  golden: GoldenTexts,
): readonly ConductFinding[] {
  const shipped = Object.keys(golden).filter((place) => place.endsWith(".type"));
  const isDerived = shipped.filter((place) => places.has(place)).length * 2 >= shipped.length;
  return Object.keys(golden)
    .filter((place) => !places.has(place) && !place.startsWith("flow.global_prompt."))
    .flatMap((place) => {
      const [owner = "", ...rest] = place.split(".");
      const isNode = `${owner}.type` in golden;
      const isWhole = isNode && !nodes.has(owner);
      const depends = isDerived && /emergency|opt_out|opted_out/u.test(owner) && place === `${owner}.type`;
      if (isWhole ? !depends : !isDerived && !isNode) return [];
      return [gone(place, { isNode, owner, field: rest.join(".") }, golden)];
    });
}

function gone(
  place: string,
  { isNode, owner, field }: { readonly isNode: boolean; readonly owner: string; readonly field: string },
  golden: GoldenTexts,
): ConductFinding {
  return conductFinding({
    rule: "golden-removed",
    place,
    ...(isNode && { node: owner }),
    field: isNode ? field : place,
    value: null,
    message: `It is missing; this version ships ${shown(golden[place])}.`,
    fix: "Put it back.",
  });
}

/** Every pinned rule must be in the global prompt; added rules may only forbid. */
function globalRuleFindings(places: ReadonlyMap<string, GoldenPlace>, golden: GoldenTexts): readonly ConductFinding[] {
  const lines = [...places].filter(([, { role }]) => role === "global-rules").map(([, { value }]) => String(value));
  const pinned = Object.entries(golden).filter(([place]) => place.startsWith("flow.global_prompt."));
  const known = new Set(pinned.map(([, line]) => String(line)));
  const missing = pinned.filter(([, line]) => !lines.includes(String(line)));
  const added = lines.filter((line) => !known.has(line) && !sentencesOf(line).every((sentence) => isNegated(sentence)));
  return [
    ...missing.map(([place, line]) => globalRule(place, null, `This one is missing: ${shown(line)}`)),
    ...(added.length === 0
      ? []
      : [globalRule("flow.global_prompt.added", added, `This is new: ${shown(added.join(" "))}`)]),
  ];
}

function globalRule(place: string, value: unknown, message: string): ConductFinding {
  return conductFinding({
    rule: "golden-global-rules",
    place,
    field: "global_prompt",
    value,
    message: `${why["global-rules"]} ${message}`,
    fix: "Keep every rule; add only what the assistant must not do.",
  });
}
