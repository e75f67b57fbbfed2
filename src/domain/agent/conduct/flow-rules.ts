import { placeholderNames } from "../../../flow/placeholders.ts";
import { isObject } from "../../../flow/parse/unwrap-flow.ts";
import type { JsonObject } from "../ports.ts";
import { type Conclusion, type ConductFinding, conductFinding } from "./accepted-changes.ts";
import { type Graph, atNode, graphOf, isStatic, speaksEmergency, targetsOf, textOf } from "./flow-nodes.ts";
import { doneSpanish, plain } from "./words.ts";
import { type NamedNode, objectsIn, textIn } from "./template-texts.ts";

/** How nodes must be connected so that promises to callers hold. */
export function flowFindings(flow: JsonObject): readonly ConductFinding[] {
  const graph = graphOf(flow);
  const { nodes } = graph;
  return [
    ...emergencyFindings(graph),
    ...afterEmergencyFindings(graph),
    ...nodes.flatMap(({ id, node }) => transferFindings(id, node)),
    ...readBackFindings(graph),
    ...tooEarlyFindings(graph),
    ...optOutFindings(graph),
    ...beginFindings(graph),
  ];
}

/** The whole emergency number can be spoken from anywhere in the call, before anything else. */
function emergencyFindings({ nodes }: Graph): readonly ConductFinding[] {
  const speaking = nodes.filter(({ node }) => speaksEmergency.test(textOf(node)));
  const first = speaking.filter(
    ({ node }) => isObject(node["global_node_setting"]) && isStatic(node) && !isQuestion(node),
  );
  const missing = conductFinding({
    rule: "emergency-missing",
    place: "flow.emergency",
    field: "nodes",
    value: null,
    message: "No global node speaks the emergency number as a static text, so a caller in danger may not hear it.",
    fix: "Add a global conversation node with the static text {{phrase_emergency}}.",
  });
  return [
    ...(first.some(({ node }) => node["type"] === "conversation") ? [] : [missing]),
    ...speaking
      .filter(({ node }) => node["type"] === "conversation" && !isQuestion(node))
      .filter(({ node }) => node["interruption_sensitivity"] !== 0)
      .map(({ id, node }) =>
        atNode(id, "interruption_sensitivity", {
          rule: "emergency-interruptible",
          value: node["interruption_sensitivity"],
          message: "A noise or a scream cuts the emergency number off.",
          fix: "Set interruption_sensitivity to 0.",
        }),
      ),
    ...speaking
      .filter(({ node }) => !isStatic(node))
      .map(({ id, node }) =>
        atNode(id, "instruction", {
          rule: "emergency-wording",
          value: textOf(node),
          message: "A model words what a caller in danger hears.",
          fix: "Make it a static text.",
        }),
      ),
  ];
}

const pleasant =
  /bonne (?:journee|soiree)|have a (?:\w+ )?(?:day|evening)|buen dia|phrase_goodbye|phrase_reminder_goodbye/u;

/** A caller in danger must not be wished a good day. */
function afterEmergencyFindings({ nodes, byId }: Graph): readonly ConductFinding[] {
  const next = nodes
    .filter(({ node }) => node["type"] === "conversation" && speaksEmergency.test(textOf(node)) && !isQuestion(node))
    .flatMap(({ node }) => targetsOf(node));
  return [...new Set(next)]
    .map((id) => ({ id, node: byId.get(id) }))
    .filter(({ node }) => pleasant.test(plain(textOf(node))))
    .map(({ id, node }) =>
      atNode(id, "instruction", {
        rule: "emergency-cheerful",
        value: textOf(node),
        message: "It follows an emergency and is cheerful to a caller in danger.",
        fix: "Lead to an end that says {{phrase_emergency_goodbye}}.",
      }),
    );
}

function isQuestion(node: JsonObject): boolean {
  return /phrase_emergency_ask/u.test(textOf(node));
}

/** A transfer goes to one of the clinic's numbers, and nobody waits in silence. */
function transferFindings(id: string, node: JsonObject): readonly ConductFinding[] {
  return node["type"] === "transfer_call" ? [...destinationFindings(id, node), ...waitingFindings(id, node)] : [];
}

const clinicNumber = /^\{\{\s*(?:transfer_number|emergency_number|clinic_phone)\s*\}\}$/u;

function destinationFindings(id: string, node: JsonObject): readonly ConductFinding[] {
  const destination = isObject(node["transfer_destination"]) ? node["transfer_destination"] : {};
  const number = textIn(destination["number"]);
  const finding = (rest: Pick<Conclusion, "rule" | "message" | "fix">) =>
    atNode(id, "transfer_destination", { ...rest, value: destination });
  if (destination["type"] === "predefined" && !/^\{\{\s*\w+\s*\}\}$/u.test(number)) {
    return [
      finding({
        rule: "transfer-literal",
        message: "The callers of all clinics are put through to one number.",
        fix: "Use {{transfer_number}}, or {{emergency_number}} in an emergency.",
      }),
    ];
  }
  if (destination["type"] === "inferred") {
    return [
      finding({
        rule: "transfer-inferred",
        message: "A model chooses the number, so a caller can have the clinic dial any number at its cost.",
        fix: "Use {{transfer_number}}.",
      }),
    ];
  }
  if (destination["type"] === undefined || (destination["type"] === "predefined" && number === "")) {
    return [
      finding({
        rule: "transfer-nowhere",
        message: "It has no number to put callers through to.",
        fix: "Use {{transfer_number}}.",
      }),
    ];
  }
  return strangerFindings(id, node, number);
}

/** A variable that holds none of the clinic's numbers, or the wrong one in an emergency. */
function strangerFindings(id: string, node: JsonObject, number: string): readonly ConductFinding[] {
  const finding = (rest: Pick<Conclusion, "rule" | "message" | "fix">) =>
    atNode(id, "transfer_destination", { ...rest, value: node["transfer_destination"] });
  if (number !== "" && !clinicNumber.test(number)) {
    return [
      finding({
        rule: "transfer-stranger",
        message: "It puts callers through to a number that is not the clinic's, such as one that a caller said.",
        fix: "Use {{transfer_number}}, or {{emergency_number}} in an emergency.",
      }),
    ];
  }
  if (!speaksEmergency.test(textOf(node)) || /emergency_number/u.test(number)) return [];
  return [
    finding({
      rule: "emergency-transfer",
      message: "A caller in danger is put through to a line that is not for emergencies.",
      fix: "Use {{emergency_number}}.",
    }),
  ];
}

const longestRing = 30_000;

function waitingFindings(id: string, node: JsonObject): readonly ConductFinding[] {
  const option = isObject(node["transfer_option"]) ? node["transfer_option"] : {};
  const ring = option["transfer_ring_duration_ms"] ?? longestRing;
  const speaks = node["speak_during_execution"] === true && textOf(node).trim() !== "";
  if (speaks && Number(ring) <= longestRing) return [];
  return [
    atNode(id, "transfer_option", {
      rule: "transfer-silent",
      value: { speaks, ring },
      message: "The caller waits in silence while it rings, or for longer than 30 seconds.",
      fix: `Set speak_during_execution to true with a sentence, and transfer_ring_duration_ms to at most ${longestRing}.`,
    }),
  ];
}

/** The functions that change the calendar, and the values that the caller must have heard first. */
const changing: Readonly<Record<string, readonly string[]>> = {
  "/api/book-appointment": ["date", "time", "doctor_name"],
  "/api/reschedule-appointment": ["date", "time"],
  "/api/cancel-appointment": ["appointment_id"],
};

interface ChangingTool {
  readonly toolId: string;
  /** For each value, the variable that is sent. */
  readonly variables: readonly string[];
}

function changingTools(flow: JsonObject): readonly ChangingTool[] {
  return objectsIn(flow["tools"]).flatMap((tool) => {
    const path = Object.keys(changing).find((end) => textIn(tool["url"]).endsWith(end));
    if (path === undefined) return [];
    const parameters = isObject(tool["parameters"]) ? tool["parameters"] : {};
    const properties = isObject(parameters["properties"]) ? parameters["properties"] : {};
    const variables = (changing[path] ?? []).flatMap((name) => {
      const property = properties[name];
      return isObject(property) ? placeholderNames(textIn(property["const"])) : [];
    });
    return [{ toolId: textIn(tool["tool_id"]), variables }];
  });
}

/** The node directly before a change must read back what will change. */
function readBackFindings(graph: Graph): readonly ConductFinding[] {
  const tools = changingTools(graph.flow);
  return graph.nodes
    .filter(({ node }) => node["type"] === "function")
    .flatMap(({ id, node }) => {
      const tool = tools.find(({ toolId }) => toolId === node["tool_id"]);
      return tool === undefined ? [] : askedBefore(id, graph).flatMap((asked) => unread(asked, tool));
    });
}

function unread({ id, node }: NamedNode, { variables }: ChangingTool): readonly ConductFinding[] {
  const named = new Set(placeholderNames(textOf(node)));
  const left = [...named].some((name) => readBackVariables.has(name))
    ? []
    : variables.filter((name) => !named.has(name));
  if (left.length === 0) return [];
  return [
    atNode(id, "instruction", {
      rule: "read-back",
      value: textOf(node),
      message: `The caller agrees without hearing ${left.map((name) => `{{${name}}}`).join(", ")}, which is what will be changed.`,
      fix: "Read it back and ask whether it is right.",
    }),
  ];
}

/** Variables with a whole sentence from the server that reads everything back. */
const readBackVariables: ReadonlySet<string> = new Set(["read_back"]);

/** The conversation nodes from which a node is reached without the caller being heard again. */
function askedBefore(id: string, graph: Graph, seen = new Set<string>()): readonly NamedNode[] {
  if (seen.has(id)) return [];
  seen.add(id);
  return graph.nodes
    .filter(({ node }) => targetsOf(node).includes(id))
    .flatMap((before) => (before.node["type"] === "conversation" ? [before] : askedBefore(before.id, graph, seen)));
}

const doneEnglish =
  /\b(?:appointment|visit|booking|slot|time|place|it)(?: is|'s) (?:now )?(?:yours|locked in|secured|reserved|guaranteed|all set|saved)\b|\b(?:doctor|team|clinic|staff) (?:has|have) (?:already )?been (?:informed|told|notified|alerted)\b|\b(?:tell|inform|assure)\b.{0,30}\b(?:they|you) have (?:an|the|your|their) (?:appointment|booking|slot)\b|\byou (?:now )?have an appointment\b|\b(?:appointment|visit|booking|slot|it)\b.{0,30}\b(?:is|has been|was|are) (?:now )?(?:booked|confirmed|made|scheduled|moved|rescheduled|changed|cancelled|canceled)\b|\byou(?:'re| are) (?:all set|booked|confirmed)\b|\b(?:i have|i've) (?:just )?(?:booked|moved|cancelled|canceled|rescheduled)\b|\b(?:say|tell|confirm|inform)\b.{0,40}\b(?:is|has been) (?:already )?(?:booked|confirmed|moved|cancelled|canceled)\b/u;
const doneFrench =
  /\bje (?:vous )?(?:l'|l)?ai (?:bien |deja )?(?:reserve|bloque|note|retenu)\b|\b(?:docteur|docteure|medecin|equipe) (?:a|est) (?:deja |bien )?(?:ete )?(?:prevenue?|informee?|avertie?)\b|\b(?:rendez-vous|creneau|place|heure)\b.{0,30}\b(?:est|a ete|a bien ete) (?:bien |deja )?(?:prise?|reserve|confirme|enregistre|deplace|annule)|\bc'est (?:reserve|confirme|annule|deplace)|\bj'ai (?:bien )?(?:reserve|annule|deplace|pris votre)/u;

/** A text may say that something is booked, moved or cancelled only after the calendar has confirmed it. */
function tooEarlyFindings(graph: Graph): readonly ConductFinding[] {
  const after = new Set(
    graph.nodes
      .filter(({ node }) => answers.has(textIn(node["type"])) && !onlyReads(node, graph))
      .flatMap(({ node }) => targetsOf(node)),
  );
  return graph.nodes
    .filter(({ id }) => !after.has(id))
    .flatMap(({ id, node }) => {
      const text = textOf(node);
      return saysDone(text)
        ? [tooEarly({ place: `${id}.instruction`, node: id, field: "instruction.text", value: text })]
        : [];
    });
}

const answers: ReadonlySet<string> = new Set(["function", "branch", "sms"]);

/** Our functions that change nothing. */
const reading = /\/api\/(?:get-doctors|check-availability|find-appointment|choose-appointment-type|review-\w+)$/u;

function onlyReads(node: JsonObject, { flow }: Graph): boolean {
  const tool = objectsIn(flow["tools"]).find(({ tool_id: id }) => id !== undefined && id === node["tool_id"]);
  return tool !== undefined && reading.test(textIn(tool["url"]));
}

export function saysDone(text: string): boolean {
  return plain(text)
    .split(/(?<=[.!?;:])\s+|\n+/u)
    .some(
      (sentence) =>
        (doneEnglish.test(sentence) || doneFrench.test(sentence) || doneSpanish.test(sentence)) &&
        !/\b(?:not|never|ne|before|whether|once|only after)\b|\bno (?:esta|ha|fue|qued[ao]|he)\b/u.test(sentence),
    );
}

export function tooEarly(at: Pick<Conclusion, "place" | "field" | "value" | "node">): ConductFinding {
  return conductFinding({
    rule: "promises-too-early",
    ...at,
    message: `It says that something is booked, moved or cancelled before the calendar did it: "${String(at.value)}"`,
    fix: "Ask here; say it with the function's own message, such as {{booking_message}}.",
  });
}

/** A caller who wants no more calls can say so anywhere, and the flow records the wish. */
function optOutFindings({ flow, nodes }: Graph): readonly ConductFinding[] {
  const tool = objectsIn(flow["tools"]).find(({ url }) => textIn(url).endsWith("/api/opt-out"));
  const reminds = nodes.some(({ node }) => /phrase_reminder_/u.test(textOf(node)));
  if (!reminds) return [];
  const recording = new Set(
    nodes.filter(({ node }) => tool !== undefined && node["tool_id"] === tool["tool_id"]).map(({ id }) => id),
  );
  const reached = nodes
    .filter(({ node }) => isObject(node["global_node_setting"]))
    .some(({ id, node }) => recording.has(id) || targetsOf(node).some((to) => recording.has(to)));
  if (reached) return [];
  return [
    conductFinding({
      rule: "opt-out-without-effect",
      place: "flow.opt_out",
      field: "nodes",
      value: null,
      message: "The flow makes reminder calls, but no global node records that a person wants no more of them.",
      fix: "Add a global node that leads to the function /api/opt-out.",
    }),
  ];
}

const speaksGreeting = /\{\{\s*phrase_greeting\s*\}\}/u;

const speaksPhrase = /\{\{\s*phrase_\w/u;

/** Callers must hear something at once: the greeting, if the flow speaks the clinics' phrases. */
function beginFindings({ flow, nodes, byId }: Graph): readonly ConductFinding[] {
  const start = byId.get(textIn(flow["start_node_id"]));
  if (nodes.some(({ node }) => speaksPhrase.test(textOf(node))) && !speaksGreeting.test(textOf(start))) {
    return [
      conductFinding({
        rule: "begin-without-greeting",
        place: "flow.start_node_id",
        field: "start_node_id",
        value: flow["start_node_id"] ?? null,
        message: "The call begins without the greeting, which says what answers and that it may be recorded.",
        fix: "Begin with the node that says {{phrase_greeting}}, and ask after it.",
      }),
    ];
  }
  const speaks =
    flow["start_speaker"] === "agent" && (start?.["type"] !== "conversation" || textOf(start).trim() !== "");
  if (speaks) return [];
  return [
    conductFinding({
      rule: "begin-silent",
      place: "flow.start_speaker",
      field: "start_speaker",
      value: flow["start_speaker"] ?? null,
      message: "The call begins in silence; callers hang up.",
      fix: 'Set start_speaker to "agent", and a text in the start node.',
    }),
  ];
}
