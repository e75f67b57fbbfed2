import { describe, expect, test } from "vitest";
import { type Edit, ownTool, rules } from "./edited-template.ts";

const harmless: readonly Edit[] = [
  [
    "a greeting with the clinic's politeness",
    ({ fr }) => (fr["greeting"] = "Bonjour et bienvenue à {{clinic_name}}. {{notice}} Comment puis-je vous aider ?"),
  ],
  [
    "a shorter English greeting",
    ({ en }) => (en["greeting"] = "{{clinic_name}}, good day. {{notice}} What can I do for you?"),
  ],
  [
    "a warmer Spanish greeting",
    ({ es }) => (es["greeting"] = "Muy buenos días, habla con {{clinic_name}}. {{notice}} ¿Cómo le puedo ayudar?"),
  ],
  ["a longer need", ({ en }) => (en["need"] = "Do you want to book, move or cancel a visit, or ask something?")],
  ["another checking", ({ fr }) => (fr["checking"] = "Un petit instant, je regarde l'agenda.")],
  ["another checking in Spanish", ({ es }) => (es["checking"] = "Un momentito, reviso la agenda.")],
  ["another goodbye", ({ en }) => (en["goodbye"] = "Thanks for calling us. Goodbye, and take care.")],
  ["another French goodbye", ({ fr }) => (fr["goodbye"] = "Merci de votre appel, à bientôt.")],
  ["another anything else", ({ es }) => (es["anything_else"] = "¿Puedo ayudarle con algo más?")],
  ["another looking up", ({ en }) => (en["looking_up"] = "Let me look for it, one moment please.")],
  ["another saving", ({ fr }) => (fr["saving"] = "J'enregistre le changement, un instant.")],
  [
    "another transfer",
    ({ en }) => (en["transferring"] = "I am connecting you with our team, please stay on the line."),
  ],
  ["the voice", ({ agent }) => (agent["voice_id"] = "cartesia-Isabel")],
  ["speech speed", ({ agent }) => (agent["voice_speed"] = 0.95)],
  ["a minute of silence", ({ agent }) => (agent["end_call_after_silence_ms"] = 60_000)],
  ["a shorter retention", ({ agent }) => (agent["data_storage_retention_days"] = 30)],
  ["boosted words", ({ agent }) => (agent["boosted_keywords"] = ["{{clinic_name}}", "ophtalmologue", "CNSS"])],
  ["an ambient sound", ({ agent }) => (agent["ambient_sound"] = "call-center")],
  ["a question about the insurer", (it) => it.own("Ask which insurer the caller is with, if any.")],
  ["a question about a pet in words", (it) => it.own("Do you come by car or by bus?", {}, "static_text")],
  ["a question about the last visit", (it) => it.own("Ask in which year the person was last at the clinic.")],
  ["a question about a wheelchair", (it) => it.own("Faut-il prévoir un fauteuil roulant ?", {}, "static_text")],
  [
    "an explanation what to bring",
    (it) => it.own("Tell the caller to bring earlier test results and their referral letter."),
  ],
  ["an own tool of this server", (it) => it.flow.tools.push(ownTool({}))],
  ["an own rule that forbids more", ({ flow }) => (flow.global_prompt += "\nNever discuss politics or other clinics.")],
  [
    "an own transfer to the clinic",
    (it) =>
      it.flow.nodes.push({
        id: "own_transfer",
        type: "transfer_call",
        instruction: { type: "static_text", text: "One moment, please." },
        speak_during_execution: true,
        transfer_destination: { type: "predefined", number: "{{transfer_number}}" },
        transfer_option: { type: "cold_transfer" },
      }),
  ],
  [
    "a summary prompt",
    ({ agent }) => (agent["analysis_summary_prompt"] = "Summarise in two sentences what the caller wanted."),
  ],
  [
    "an example for one's own node",
    (it) =>
      it.own("Ask for the city.", {
        finetune_conversation_examples: [
          { id: "x", transcript: [{ role: "agent", content: "In which city do you live?" }] },
        ],
      }),
  ],
];

describe("passed", () => {
  test.each(harmless)("%s", (_, by) => {
    expect(rules(by)).toEqual([]);
  });
});
