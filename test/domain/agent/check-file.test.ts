import { expect, test } from "vitest";
import * as z from "zod";
import { checkFile } from "../../../src/domain/agent/template/check-template.ts";
import { contractFindings, variableContract } from "../../../src/domain/agent/template/variable-contract.ts";
import { flowOf, talk } from "../../flow/flows.ts";
import { shippedJson, shippedTemplate } from "./shipped.ts";

const catalogue = z.record(z.string(), z.string());
const phrases = {
  fr: catalogue.parse(shippedJson("phrases/fr.json")),
  en: catalogue.parse(shippedJson("phrases/en.json")),
  es: catalogue.parse(shippedJson("phrases/es.json")),
};
const { greeting: _greeting, ...withoutGreeting } = phrases.fr;
const template = shippedTemplate();

test.each([
  ["missing", withoutGreeting, "missing-phrase", "phrases.fr.greeting"],
  ["empty", { ...phrases.fr, need: "  " }, "missing-phrase", "phrases.fr.need"],
  ["unknown", { ...phrases.fr, welcome: "Bonjour" }, "unknown-phrase", "phrases.fr.welcome"],
  ["about the call", { ...phrases.fr, need: "{{chosen_doctor_name}}" }, "phrase", "phrases.fr.need"],
  ["no catalogue", [], "missing-phrase", "phrases.fr"],
])("a phrase that is %s in one language is an error", (...[, fr, rule, field]) => {
  expect(checkFile(template, { phrases: { ...phrases, fr } }).findings).toEqual([
    expect.objectContaining({ rule, severity: "error", field }),
  ]);
});

test.each([
  [{ language: "Turkish" }, "unknown-language", "language"],
  [{ timezone: "Africa/Cotonou" }, "schema", "timezone"],
  [{ webhook_event: ["call_ended"] }, "misspelt-key", "webhook_event"],
  [{ volume: 5 }, "out-of-range", "volume"],
  [{ post_call_analysis_data: [analysed("a"), analysed("a")] }, "schema", "post_call_analysis_data[1].name"],
  [
    { post_call_analysis_data: [{ ...analysed("a"), type: "enum", choices: [] }] },
    "out-of-range",
    "post_call_analysis_data[0].choices",
  ],
])("the settings of an exported agent are checked: %j", (settings, rule, field) => {
  const conversationFlow = { ...flowOf([talk("say")]), model_choice: { type: "cascading", model: "gpt-5.4" } };
  const shown = { agent_id: "agent_1", channel: "voice", is_published: false, version: 3, voicemail_option: null };
  const { findings } = checkFile({ ...shown, ...settings, conversationFlow }, { phrases });
  expect(findings.filter((finding) => finding.rule !== "dead-end")).toEqual([expect.objectContaining({ rule, field })]);
});

function analysed(name: string) {
  return { type: "string", name, description: "what" };
}

const spoken = (text: string) =>
  variableContract(flowOf([talk("say", { instruction: { type: "static_text", text } }), talk("other")]));
const asked = (text: string) => variableContract(flowOf([talk("say", { instruction: { type: "prompt", text } })]));

test.each([
  ["supplied and fit", spoken("{{clinic_name}}"), { clinic_name: "North Clinic" }, []],
  ["not supplied", asked("{{clinic_nam}}"), { clinic_name: "North Clinic" }, ["variable-never-supplied"]],
  ["empty and spoken", spoken("{{clinic_phone}}"), { clinic_phone: "" }, ["variable-empty"]],
  ["empty, relied on and spoken", spoken("{{clinic_name}}"), { clinic_name: "" }, ["variable-empty"]],
  ["empty, as a clinic may leave it", asked("{{clinic_phone}}"), { clinic_phone: "" }, []],
  ["empty, though calls rely on it", asked("{{available_doctors}}"), { available_doctors: " " }, ["variable-empty"]],
  ["empty and not asked for", asked("{{clinic_name}}"), { clinic_name: "N", clinic_address: "" }, []],
  ["a web address", spoken("{{clinic_name}}"), { clinic_name: "www.example.com" }, ["variable-not-speakable"]],
  ["a row of digits", spoken("{{clinic_phone}}"), { clinic_phone: "+14155550101" }, ["variable-not-speakable"]],
  ["JSON, but only shown to the model", asked("{{doctor_id_map}}"), { doctor_id_map: '{"a":"b"}' }, []],
  ["a placeholder", asked("{{clinic_instructions}}"), { clinic_instructions: "{{today}}" }, ["variable-unfilled"]],
])("a variable that is %s", (...[, contract, variables, rules]) => {
  expect(contractFindings(contract, variables).map((finding) => finding.rule)).toEqual(rules);
});
