import { isObject } from "../../../flow/parse/unwrap-flow.ts";
import { comparableContent, usualEvents } from "../bare-content.ts";
import type { JsonObject } from "../ports.ts";
import { effectsIn, leadingEdges, singleEdges } from "./flow-nodes.ts";
import { freePhrases } from "./free-phrases.ts";
import { type Conduct, nodesOf, objectsIn, phraseTexts, textIn } from "./template-texts.ts";

/** What a pinned text or setting is about; each role is a rule of its own. */
export type GoldenRole =
  | "emergency"
  | "consent"
  | "privacy"
  | "confirmation"
  | "voicemail"
  | "transfer"
  | "global-rules"
  | "model"
  | "settings"
  | "function"
  | "instruction"
  | "effect";

export interface GoldenPlace {
  readonly role: GoldenRole;
  readonly node?: string;
  readonly field: string;
  readonly value: unknown;
}

/** Every text and setting that no simulation can judge, by a stable name. */
export function goldenPlaces({ template, phrases }: Conduct): ReadonlyMap<string, GoldenPlace> {
  const { agent, flow } = comparableContent(template);
  return new Map([
    ...agentPlaces(agent),
    ...flowPlaces(flow),
    ...nodesOf(flow).flatMap(({ id, node }) => nodePlaces(id, node)),
    ...effectPlaces(flow),
    ...phrasePlaces(phrases),
  ]);
}

/** The places of pinned phrases. */
export function phrasePlaces(phrases: Conduct["phrases"]): readonly Entry[] {
  return phraseTexts(phrases).flatMap(({ place, field, text }): readonly Entry[] => {
    const key = place.split(".").at(-1) ?? "";
    return freePhrases.has(key) ? [] : [[place, { role: roleOf(key), field, value: text }]];
  });
}

type Entry = readonly [place: string, pinned: GoldenPlace];

const pinnedSettings: Readonly<Record<string, GoldenRole>> = {
  voicemail_option: "voicemail",
  data_storage_setting: "settings",
  pii_config: "settings",
  guardrail_config: "settings",
  handbook_config: "settings",
  opt_in_signed_url: "settings",
  webhook_url: "settings",
  webhook_events: "settings",
  post_call_analysis_data: "settings",
};

function agentPlaces(agent: JsonObject): readonly Entry[] {
  return Object.entries(pinnedSettings).map(([key, role]) => [
    `agent.${key}`,
    { role, field: `agent.${key}`, value: key === "webhook_events" ? fewerEvents(agent[key]) : agent[key] },
  ]);
}

/** The reported events, but only if a usual event is missing; additional events do not matter. */
function fewerEvents(events: unknown): unknown {
  const isWhole = Array.isArray(events) && usualEvents.every((event) => events.includes(event));
  return isWhole ? undefined : events;
}

/** Parts of a flow that have places of their own, or do not affect what callers hear. */
const ownPlaces: ReadonlySet<string> = new Set([
  "nodes",
  "components",
  "tools",
  "start_node_id",
  "begin_tag_display_position",
  "global_prompt",
]);
const modelKeys = /^model_|tool_call_strict_mode|flex_mode|knowledge_base/u;

function flowPlaces(flow: JsonObject): readonly Entry[] {
  const rest = Object.entries(flow).filter(([key]) => !ownPlaces.has(key));
  const tools = objectsIn(flow["tools"]).map((tool): Entry => {
    const { tool_id: _id, timeout_ms: _timeout, max_retry: _retry, ...value } = tool;
    const name = textIn(tool["name"]);
    return [`tools.${name}`, { role: "function", field: `tools.${name}`, value }];
  });
  return [
    ...globalRules(flow["global_prompt"]),
    ...rest.map(([key, value]): Entry => {
      return [`flow.${key}`, { role: modelKeys.test(key) ? "model" : "settings", field: key, value }];
    }),
    ...tools,
  ];
}

/** The global prompt line by line: rules may be added, but not removed. */
function globalRules(prompt: unknown): readonly Entry[] {
  const lines = typeof prompt === "string" ? prompt.split("\n").filter((line) => line.trim() !== "") : [];
  return lines.map((line, index) => [
    `flow.global_prompt.${index + 1}`,
    { role: "global-rules", field: "global_prompt", value: line },
  ]);
}

const roles: readonly (readonly [RegExp, GoldenRole])[] = [
  [/emergency|ask_if_now/u, "emergency"],
  [/voicemail/u, "voicemail"],
  [/opt_out|opted_out|is_reminder/u, "consent"],
  [/^reminder_|wrong_person|booking_details|find_appointment|lookup|appointment_not_found/u, "privacy"],
  [
    /confirm|^book_|^booking|sms|rescheduled|cancel|reschedule|forget_|message_taken|take_message|callback_noted/u,
    "confirmation",
  ],
  [/transfer|forward|human/u, "transfer"],
];

function roleOf(name: string): GoldenRole {
  return roles.find(([pattern]) => pattern.test(name))?.[1] ?? "instruction";
}

/** Keys of a node that may change freely: its name, its position in the drawing, and what serves recognition. */
const freeKeys: ReadonlySet<string> = new Set([
  "id",
  "name",
  "display_position",
  "edges",
  "variables",
  "edge",
  "else_edge",
  "skip_response_edge",
  "success_edge",
  "failed_edge",
  "always_edge",
]);

function nodePlaces(id: string, node: JsonObject): readonly Entry[] {
  const role = roleOf(id);
  const isFree = freePhrases.has(id) && node["type"] !== "transfer_call";
  const own = Object.entries(node).filter(
    ([key]) => !freeKeys.has(key) && !key.startsWith("finetune_") && !(isFree && key === "instruction"),
  );
  return [
    ...own.map(([key, value]): Entry => [
      `${id}.${key}`,
      { role, node: id, field: key, value: withoutExamples(value) },
    ]),
    ...objectsIn(node["variables"]).map((variable): Entry => {
      const field = `variables.${textIn(variable["name"])}`;
      const { examples: _examples, ...value } = variable;
      return [`${id}.${field}`, { role, node: id, field, value }];
    }),
    ...objectsIn(node["edges"]).map((edge): Entry => {
      const field = `edges.${String(edge["id"])}`;
      const to = role === "emergency" ? { destination: edge["destination_node_id"] } : {};
      return [`${id}.${field}`, { role, node: id, field, value: { condition: edge["transition_condition"], ...to } }];
    }),
    ...(role === "emergency" ? singleEdges : []).flatMap((key): readonly Entry[] => {
      const edge = node[key];
      const field = `${key}.destination`;
      return isObject(edge) ? [[`${id}.${field}`, { role, node: id, field, value: edge["destination_node_id"] }]] : [];
    }),
  ];
}

/** What each edge leads to before the caller is heard again. An operator's own question may come in between. */
function effectPlaces(flow: JsonObject): readonly Entry[] {
  const effectsFrom = effectsIn(flow);
  return nodesOf(flow).flatMap(({ id, node }) =>
    leadingEdges(node).flatMap((edge): readonly Entry[] => {
      const value = effectsFrom(edge.to);
      const field = `effects.${edge.id}`;
      return value.length === 0 ? [] : [[`${id}.${field}`, { role: "effect", node: id, field, value }]];
    }),
  );
}

/** Examples serve recognition; they are not spoken. */
function withoutExamples(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !key.includes("finetune_examples")));
}
