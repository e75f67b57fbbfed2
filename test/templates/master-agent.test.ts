import { describe, expect, test } from "vitest";
import { readPhrases, readTemplate, readUnderstanding } from "../../src/adapters/templates/template-files.ts";
import { clinicFacts } from "../../src/domain/agent/template/agent.ts";
import { CALLER_VARIABLES, templateFindings } from "../../src/domain/agent/template/check-template.ts";
import { phraseKeys } from "../../src/domain/agent/template/phrases.ts";
import { languages } from "../../src/domain/language/language.ts";
import { checkFlow } from "../../src/flow/check/check-flow.ts";
import { textsIn } from "../../src/flow/check/variable-rules.ts";
import { type FlowNode, conditionalEdges, nodeEdges } from "../../src/flow/flow.ts";
import { placeholderNames } from "../../src/flow/placeholders.ts";
import { parsedTemplate, publicUrl, shippedAgent, shippedTemplate } from "../domain/agent/shipped.ts";
import { textLike } from "../fakes/text-like.ts";

const { flow } = parsedTemplate();
const { settings } = shippedAgent();
const used = new Set(textsIn(shippedTemplate()).flatMap(({ text }) => placeholderNames(text)));
/** Empty in calls that come in, as a variable that nobody supplies would be spoken or sent as `{{name}}`. */
const outboundOnly = [
  "call_purpose",
  "patient_phone",
  "patient_name",
  "birth_date",
  "appointment_id",
  "appointment_doctor_id",
  "appointment_date",
  "appointment_time",
  "appointment_type",
  "provider_name",
  "special_instructions",
  "callback_date",
  "callback_hour",
  "message_text",
  "message_name",
  "message_phone",
  "message_urgency",
  "message_number_asked",
  "offer_id",
  "patient_is_adult",
];
const tools = (flow.tools ?? []).flatMap((tool) => (tool.type === "custom" ? [tool] : []));

test("has no finding of any kind", () => {
  expect(templateFindings(shippedTemplate())).toEqual([]);
});

test.each(languages)("speaks nothing unspeakable with the %s phrases", async (language) => {
  const samples: Record<string, string> = {};
  for (const [key, text] of Object.entries(await readPhrases(language))) samples[`phrase_${key}`] = text;
  expect(checkFlow(flow, { samples })).toEqual([]);
});

test("uses every phrase but those that stand for others when the clinic calls, and the clinic's facts", () => {
  expect(phraseKeys.filter((key) => !used.has(`phrase_${key}`))).toEqual([
    "reminder_greeting",
    "reminder_child",
    "reminder_goodbye",
  ]);
  expect(clinicFacts.filter((fact) => !used.has(fact))).toEqual([
    "clinic_slug",
    "clinic_said",
    "clinic_at",
    "clinic_of",
    // Read by the code of choose_language.
    "second_variables",
    // Read by the code of name_doctor.
    "doctors_said",
    "crisis_line",
    "open_now",
    "notice",
  ]);
});

test.each(languages)("the %s phrases name facts of the clinic only, but for reminders", async (language) => {
  const facts: ReadonlySet<string> = new Set(clinicFacts);
  const phrases = Object.entries(await readPhrases(language));
  const beside = phrases.filter(([, text]) => placeholderNames(text).some((name) => !facts.has(name)));
  expect(beside.map(([key]) => key)).toEqual([
    "reminder_greeting",
    "reminder_identity",
    "reminder_appointment",
    "reminder_child",
    "voicemail",
    "reminder_offer_slot",
    "reminder_notice",
  ]);
});

test.each(languages)(
  "whoever may be somebody else hears nothing of the appointment in the %s phrases",
  async (language) => {
    const phrases = await readPhrases(language);
    const before = ["reminder_greeting", "reminder_identity", "reminder_problem", "voicemail", "wrong_person"] as const;
    const names = before.flatMap((key) => placeholderNames(phrases[key]));
    expect(names.filter((name) => /^(?:appointment|provider|special)_/u.test(name))).toEqual([]);
  },
);

test("the appointment is told only to those who said that they are the one asked for", () => {
  const telling =
    /^(?:what_for|freed_slot|is_child|reminder_appointment|reminder_question|confirm_appointment|confirm_cancel|ask_new_date)$/u;
  const before = /^(?:greeting|reminder_answered|reminder_identity|ask_callback|reminder_problem)$/u;
  const ways = flow.nodes
    .filter(({ id }) => before.test(id))
    .flatMap((node) => nodeEdges(node).filter(({ edge }) => telling.test(edge.destination_node_id ?? "")));
  expect(ways.map(({ edge }) => edge.id)).toEqual([
    "reminder_answered-to-what_for",
    "reminder_answered-to-is_child",
    "reminder_identity-to-what_for",
    "reminder_identity-to-is_child",
  ]);
});

/** French has the name with its article or preposition. */
function factsIn(text: string): readonly string[] {
  return placeholderNames(text.replaceAll(/clinic_(?:said|at|of)\b/gu, "clinic_name"));
}

test("the two languages name the same facts in each phrase", async () => {
  const [fr, en] = [await readPhrases("fr"), await readPhrases("en")];
  expect(phraseKeys.map((key) => factsIn(fr[key]))).toEqual(phraseKeys.map((key) => factsIn(en[key])));
});

test("every spoken text that is no prompt comes from variables", () => {
  const spoken = flow.nodes.flatMap((node) => {
    const instruction = "instruction" in node ? node.instruction : undefined;
    return instruction?.type === "static_text" ? [instruction.text.replaceAll(/\{\{\w+\}\}/g, "")] : [];
  });
  expect(spoken.filter((rest) => /\p{L}/u.test(rest))).toEqual([]);
});

/** Conditions may come before what sets them. */
const ofBooking = [
  "visit_reason",
  "new_patient",
  "visit_type_id",
  "visit_asked",
  "type_chosen",
  "appointment_part",
  "said_first",
  "said_last",
  "at_step",
  "chosen_doctor_id",
  "slots_available",
  "availability_asks",
  "appointment_found",
  "people",
  "next_asked",
  "change_wanted",
  "doctor_said",
  "new_date",
  "time_wanted",
];

test("a call whose webhook failed is told so and ended instead of hearing placeholders", () => {
  const greeting = flow.nodes.find((node) => node.id === flow.start_node_id);
  const said = greeting !== undefined && "instruction" in greeting ? greeting.instruction : undefined;
  expect(said).toEqual({ type: "static_text", text: "{{phrase_greeting}}" });
  expect(Object.keys(flow.default_dynamic_variables ?? {})).toEqual([
    "clinic_id",
    "call_purpose",
    "patient_phone",
    "patient_name",
    "birth_date",
    ...outboundOnly.filter((name) => !["call_purpose", "patient_phone", "patient_name", "birth_date"].includes(name)),
    "phrase_greeting",
    ...ofBooking,
  ]);
  const [first] = greeting === undefined ? [] : nodeEdges(greeting);
  expect(first?.edge).toMatchObject({
    destination_node_id: "out_of_service",
    transition_condition: { type: "equation" },
  });
});

function examplesOf(node: FlowNode) {
  return "finetune_transition_examples" in node ? (node.finetune_transition_examples ?? []) : [];
}

describe("examples", () => {
  const deciding = flow.nodes.flatMap((node) =>
    conditionalEdges(node)
      .filter((edge) => edge.transition_condition.type === "prompt")
      .map((edge) => ({ node, edge })),
  );

  test.each(["fr", "en"])("every judged edge keeps two in %s, and five at most in all", (language) => {
    const unfit = deciding.filter(({ node, edge }) => {
      const examples = examplesOf(node).filter(({ destination_node_id: to }) => to === edge.destination_node_id);
      return examples.filter(({ id }) => id.includes(`-${language}-`)).length !== 2 || examples.length > 5;
    });
    expect(unfit.map(({ edge }) => edge.id)).toEqual([]);
    expect(deciding.length).toBeGreaterThan(60);
  });

  test.each(languages)("every judged edge is understood in %s from at least eight sentences", async (language) => {
    const { edges } = (await readUnderstanding()).said[language];
    const poor = deciding.filter(({ node, edge }) => {
      const to = edge.destination_node_id ?? "";
      const own = examplesOf(node).filter((example) => example.destination_node_id === to);
      return own.length + (edges.get(`${node.id} ${to}`)?.length ?? 0) < 8;
    });
    expect(poor.map(({ edge }) => edge.id)).toEqual([]);
  });

  test.each(languages)("what is understood in %s leads from nodes to nodes that the flow joins", async (language) => {
    const { edges, globals } = (await readUnderstanding()).said[language];
    const known = new Set(deciding.map(({ node, edge }) => `${node.id} ${edge.destination_node_id}`));
    const global = new Set(flow.nodes.filter((node) => node.global_node_setting !== undefined).map(({ id }) => id));
    expect([...edges.keys()].filter((key) => !known.has(key))).toEqual([]);
    expect([...globals.keys()].filter((id) => !global.has(id))).toEqual([]);
  });

  test.each(languages)("no utterance is an example of two edges of one node in %s", async (language) => {
    const { edges } = (await readUnderstanding()).said[language];
    const twice = flow.nodes.flatMap((node) => {
      const known = [...edges].flatMap(([key, examples]) => (key.startsWith(`${node.id} `) ? examples : []));
      const said = [...examplesOf(node), ...known].map(({ transcript }) => JSON.stringify(transcript));
      return said.filter((text, index) => said.indexOf(text) !== index).map((text) => `${node.id}: ${text}`);
    });
    expect(twice).toEqual([]);
  });

  test("two edges of one node never lead to the same place, as examples belong to the destination", () => {
    const doubled = flow.nodes.filter((node) => {
      const to = deciding.filter((item) => item.node === node).map(({ edge }) => edge.destination_node_id);
      return new Set(to).size !== to.length;
    });
    expect(doubled.map((node) => node.id)).toEqual([]);
  });
});

test("whoever gives up is let go by every question on the way to a booking", () => {
  const questions = flow.nodes.filter(
    (node) =>
      node.type === "conversation" &&
      /^(?:ask_(?!if_now)|present_|offer_|confirm_|no_slots|booking_failed)/u.test(node.id),
  );
  const stuck = questions.filter(
    (node) =>
      !nodeEdges(node).some(({ edge }) => /drop_request|anything_else|goodbye/u.test(edge.destination_node_id ?? "")),
  );
  expect(stuck.map(({ id }) => id)).toEqual([]);
});

describe("tools", () => {
  test.each(tools.map((tool) => [tool.name, tool] as const))(
    "%s is signed in by clinic and bounded in time",
    (name, tool) => {
      expect(tool.url).toBe(`${publicUrl}/api/${name.replaceAll("_", "-")}`);
      expect(tool.parameters?.properties["clinic_id"]).toEqual({ type: "string", const: "{{clinic_id}}" });
      expect(tool.timeout_ms).toBe(10_000);
      expect(Object.keys(tool.response_variables ?? {}).some((variable) => /_message$|^phrase_/u.test(variable))).toBe(
        true,
      );
    },
  );

  test("a tool that needs a doctor is given the chosen one's id", () => {
    const doctorIds = tools.flatMap(
      ({ parameters }) => parameters?.properties["doctor_id"] ?? [{ type: "string", const: "{{chosen_doctor_id}}" }],
    );
    expect(doctorIds.length).toBeGreaterThan(2);
    expect(new Set(doctorIds.map((parameter) => JSON.stringify(parameter)))).toEqual(
      new Set([JSON.stringify({ type: "string", const: "{{chosen_doctor_id}}" })]),
    );
  });

  test("whoever changes an appointment proves whose it is", () => {
    const changing = tools.filter(({ name }) => /^(?:reschedule|cancel)_/u.test(name));
    expect(changing.map(({ parameters }) => parameters?.properties["patient_phone"])).toEqual([
      { type: "string", const: "{{patient_phone}}" },
      { type: "string", const: "{{patient_phone}}" },
    ]);
  });

  // next_reminder follows the agent's own sentence, which another before it made odd: "It is confirmed. Thank you."
  test("no function node works in silence but next_reminder", () => {
    const silent = flow.nodes.filter((node) => node.type === "function" && node.speak_during_execution !== true);
    expect(silent.map(({ id }) => id)).toEqual(["next_reminder"]);
  });
});

test("no tool's answer is judged by what an earlier one left behind: its flags are taken back right before", () => {
  const judged = flow.nodes.flatMap((node) => {
    const flags = node.type === "function" ? nodeEdges(node).flatMap(({ edge }) => flagsOf(edge)) : [];
    return flags.map((flag) => ({ node, flag }));
  });
  const left = judged.filter(({ node, flag }) =>
    flow.nodes
      .filter((before) => nodeEdges(before).some(({ edge }) => edge.destination_node_id === node.id))
      .some((before) => before.type !== "code" || before.response_variables?.[flag] === undefined),
  );
  expect(left.map(({ node, flag }) => `${node.id}: ${flag}`)).toEqual([]);
  expect(new Set(judged.map(({ flag }) => flag))).toEqual(
    new Set([
      "slots_available",
      "availability_asks",
      "type_chosen",
      "reviewed",
      "booked",
      "appointment_found",
      "rescheduled",
      "cancelled",
      "appointment_confirmed",
      "callback_requested",
      "opted_out",
      "message_taken",
      "death_recorded",
      "joined",
    ]),
  );
});

/** The variables that an edge compares with a value of the tool's answer. */
function flagsOf({ transition_condition: condition }: ReturnType<typeof nodeEdges>[number]["edge"]): string[] {
  if (condition.type !== "equation") return [];
  const flags = condition.equations.filter(({ right }) => right === "true" || right === "false");
  return flags.flatMap(({ left }) => placeholderNames(left));
}

test("no two nodes cover each other on the canvas", () => {
  const places = flow.nodes.map(({ display_position: at }) => `${at?.x},${at?.y}`);
  expect(new Set(places).size).toBe(flow.nodes.length);
  expect(places.some((place) => place.includes("undefined"))).toBe(false);
});

test("the agent reports its events to the server and keeps no personal data", () => {
  expect(settings).toMatchObject({
    webhook_url: `${publicUrl}/api/retell/webhook`,
    webhook_events: ["call_started", "call_ended", "call_analyzed"],
    data_storage_setting: "everything_except_pii",
  });
});

test("the caller variables are the contract with the inbound webhook", () => {
  expect(CALLER_VARIABLES).toEqual([...clinicFacts, "call_purpose", ...phraseKeys.map((key) => `phrase_${key}`)]);
});

describe("files", () => {
  test("a template that is missing is told with its path", async () => {
    await expect(readTemplate({ PUBLIC_URL: publicUrl }, "/nowhere/agent.json")).rejects.toMatchObject({
      code: "not_found",
      message: "Cannot read /nowhere/agent.json (ENOENT).",
    });
  });

  test("a file that is no JSON is told with its path and the place", async () => {
    await expect(readTemplate({ PUBLIC_URL: publicUrl }, import.meta.filename)).rejects.toMatchObject({
      code: "invalid",
      message: textLike(/master-agent\.test\.ts is not JSON: /),
    });
  });
});
