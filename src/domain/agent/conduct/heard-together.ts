import { isObject } from "../../../flow/parse/unwrap-flow.ts";
import { type Translated, languages } from "../../language/language.ts";
import type { JsonObject } from "../ports.ts";
import { leadingEdges, isStatic, textOf } from "./flow-nodes.ts";
import { type Conduct, type ConductText, nodesOf, textIn } from "./template-texts.ts";

const phraseUse = /\{\{\s*phrase_(?<key>\w+)\s*\}\}/gu;

/**
 * Texts that callers hear together although they are written in several places: a text with its phrases filled in, and
 * the texts of consecutive nodes between which the caller is not heard. Leaves out anything that is a single text of
 * `conductTexts`.
 */
export function heardTogether({ template: { flow }, phrases }: Conduct): readonly ConductText[] {
  const nodes = new Map(nodesOf(flow).map(({ id, node }) => [id, node]));
  return [...nodes.keys()].flatMap((id) => {
    const said = saidFrom(id, nodes);
    const isOne = said.length === 1 && [...(said[0] ?? "").matchAll(phraseUse)].length < 2;
    if (said.length === 0 || isOne) return [];
    const place = `${id}.instruction`;
    return filled(said.join(" "), phrases).map((text): ConductText => {
      return { place, node: id, field: "instruction.text", kind: "spoken", text };
    });
  });
}

/** The texts from a node on, until the caller is heard. */
function saidFrom(id: string, nodes: ReadonlyMap<string, JsonObject>, seen = new Set<string>()): readonly string[] {
  const node = nodes.get(id);
  if (node === undefined || seen.has(id) || !isStatic(node)) return [];
  seen.add(id);
  const next = node["skip_response_edge"];
  const isHeard = node["type"] === "conversation" && !isObject(next);
  const [only, ...others] = isHeard ? [] : leadingEdges(node);
  const rest = only === undefined || others.length > 0 ? [] : saidFrom(only.to, nodes, seen);
  return [textOf(node), ...rest].filter((text) => text !== "");
}

/** The text with its phrases filled in, in each language that has all of them. */
function filled(text: string, phrases: Translated<unknown>): readonly string[] {
  const texts = languages.map((language) => phrases[language]);
  return texts.flatMap((catalogue) => {
    const words = isObject(catalogue) ? catalogue : {};
    const keys = [...text.matchAll(phraseUse)].map(({ groups }) => groups?.["key"] ?? "");
    if (keys.length > 0 && !keys.every((key) => key in words)) return [];
    return [text.replaceAll(phraseUse, (_use, key: string) => textIn(words[key]))];
  });
}
