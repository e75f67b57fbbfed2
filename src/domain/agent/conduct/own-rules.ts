import { isObject } from "../../../flow/parse/unwrap-flow.ts";
import type { JsonObject } from "../ports.ts";
import { type ConductFinding, conductFinding } from "./accepted-changes.ts";
import { effectsIn, atNode } from "./flow-nodes.ts";
import type { GoldenTexts } from "./golden-texts.ts";
import { type NamedNode, nodesOf, objectsIn, textIn } from "./template-texts.ts";
import { plain } from "./words.ts";

/** What an operator's own nodes and tools must not do; the shipped ones are pinned. */
export function ownFindings(flow: JsonObject, agent: JsonObject, golden: GoldenTexts): readonly ConductFinding[] {
  const own = nodesOf(flow).filter(({ id }) => !(`${id}.type` in golden));
  const reserved = reservedNames(golden);
  const effectsFrom = effectsIn(flow);
  return [
    ...own.flatMap(({ id, node }) => variableFindings(namesSetBy(node), reserved).map((name) => replaced(id, name))),
    ...own.flatMap(swapFindings),
    ...own.flatMap(deafFindings),
    ...own.flatMap((named) => globalFindings(named, effectsFrom(named.id))),
    ...ownTools(flow, golden).flatMap(({ place, tool }) => toolFindings({ place, tool }, { reserved, agent })),
  ];
}

/** Variables that the webhook or this server's answers supply; neither callers nor code may set them. */
const supplied =
  /^(?:phrase_\w+|emergency_\w+|crisis_line|notice|transfer_number|callback_number|clinic_\w+|patient_is_adult|call_purpose|next_asked)$/u;

function reservedNames(golden: GoldenTexts): ReadonlySet<string> {
  const places = Object.entries(golden);
  const asked = new Set(places.flatMap(([place]) => /\.variables\.(?<name>\w+)$/u.exec(place)?.groups?.["name"] ?? []));
  const answered = places.flatMap(([place, value]) => (place.startsWith("tools.") ? answersOf(value) : []));
  return new Set(answered.filter((name) => !asked.has(name)));
}

function answersOf(tool: unknown): readonly string[] {
  const answers = isObject(tool) ? tool["response_variables"] : undefined;
  return isObject(answers) ? Object.keys(answers) : [];
}

function namesSetBy(node: JsonObject): readonly string[] {
  const extracted = objectsIn(node["variables"]).map(({ name }) => textIn(name));
  return [...extracted, ...answersOf(node), ...objectsIn(node["tools"]).flatMap(answersOf)];
}

function variableFindings(names: readonly string[], reserved: ReadonlySet<string>): readonly string[] {
  return names.filter((name) => supplied.test(name) || reserved.has(name));
}

function replaced(id: string, name: string): ConductFinding {
  return atNode(id, `sets.${name}`, {
    rule: "replaces-fact",
    value: name,
    message: `It sets {{${name}}}, which the clinic's data or the calendar says. Callers would hear something else.`,
    fix: "Use a name of your own.",
  });
}

/** Nothing checks what another agent says, or who answers there. */
function swapFindings({ id, node }: NamedNode): readonly ConductFinding[] {
  if (node["type"] !== "agent_swap") return [];
  return [
    atNode(id, "agent_id", {
      rule: "swaps-agent",
      value: node["agent_id"] ?? null,
      message: "It hands the caller to another agent, whose words are not judged here.",
      fix: "Lead to a node of this flow.",
    }),
  ];
}

const leastInterruptible = 0.3;

/** A caller who cannot interrupt cannot report an emergency. */
function deafFindings({ id, node }: NamedNode): readonly ConductFinding[] {
  const { interruption_sensitivity: sensitivity } = node;
  if (typeof sensitivity !== "number" || sensitivity >= leastInterruptible) return [];
  return [
    atNode(id, "interruption_sensitivity", {
      rule: "interruption",
      value: sensitivity,
      message: "A caller who cannot interrupt cannot say that it is an emergency.",
      fix: `Set it to ${leastInterruptible} or more, or remove it.`,
    }),
  ];
}

const whatever =
  /\b(?:anything|whatever|everything|always|every (?:time|sentence|turn)|any (?:other )?(?:sentence|words?|reason|case)|n'importe quoi|quoi que ce soit|tout ce que|toujours|cualquier|lo que sea|siempre)\b/u;

/**
 * An operator's own global node may help from anywhere in the call, but must not hang up, and its condition must not
 * match everything.
 */
function globalFindings({ id, node }: NamedNode, effects: readonly string[]): readonly ConductFinding[] {
  const setting = node["global_node_setting"];
  if (!isObject(setting)) return [];
  const condition = textIn(setting["condition"]);
  const at = (rule: string, message: string, fix: string) =>
    atNode(id, "global_node_setting.condition", { rule, value: condition, message, fix });
  return [
    ...(effects.includes("end")
      ? [at("hangs-up", "From anywhere in the call it hangs up before the caller is heard again.", "Ask first.")]
      : []),
    ...(whatever.test(plain(condition))
      ? [at("takes-over", "Its condition holds for whatever is said, an emergency too.", "Name what it is for.")]
      : []),
  ];
}

interface OwnTool {
  readonly place: string;
  readonly tool: JsonObject;
}

function toolsAt(tools: unknown, prefix: string): readonly OwnTool[] {
  return objectsIn(tools).map((tool) => ({ place: `${prefix}tools.${textIn(tool["name"])}`, tool }));
}

function ownTools(flow: JsonObject, golden: GoldenTexts): readonly OwnTool[] {
  return [
    ...toolsAt(flow["tools"], "").filter(({ place }) => !(place in golden)),
    ...objectsIn(flow["components"]).flatMap((one) => toolsAt(one["tools"], `${textIn(one["name"])}/`)),
    ...nodesOf(flow).flatMap(({ id, node }) => toolsAt(node["tools"], `${id}.`)),
  ];
}

const ownHook = "/api/retell/webhook";

function toolFindings(
  { place, tool }: OwnTool,
  { reserved, agent }: { readonly reserved: ReadonlySet<string>; readonly agent: JsonObject },
): readonly ConductFinding[] {
  const hook = textIn(agent["webhook_url"]);
  const home = hook.endsWith(ownHook) ? hook.slice(0, -ownHook.length) : "${PUBLIC_URL}";
  const { url } = tool;
  const isHome = url === undefined || textIn(url).startsWith(`${home}/`);
  const names = variableFindings(answersOf(tool), reserved);
  return [
    ...(isHome
      ? []
      : [
          conductFinding({
            rule: "tool-elsewhere",
            place: `${place}.url`,
            field: `${place}.url`,
            value: url,
            message: "A machine other than this server gets what callers say in every call of every clinic.",
            fix: "Use a function of this server.",
          }),
        ]),
    ...names.map((name) =>
      conductFinding({
        rule: "replaces-fact",
        place: `${place}.sets.${name}`,
        field: `${place}.response_variables`,
        value: name,
        message: `Its answer sets {{${name}}}, which the clinic's data or the calendar says.`,
        fix: "Use a name of your own.",
      }),
    ),
  ];
}
