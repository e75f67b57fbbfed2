import { describe, expect, test } from "vitest";
import { type Edit, type Shipped, answered, ownTool, rules } from "./edited-template.ts";

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
  [
    "events reported as it is said, and one that Retell adds",
    ({ agent }) =>
      (agent["webhook_events"] = ["call_started", "call_ended", "call_analyzed", "transcript_updated", "call_new"]),
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
  [
    "a transfer to a real person",
    ({ en }) => (en["transferring"] = "I am putting you through to a real person, hold on."),
  ],
  ["a French transfer to a person", ({ fr }) => (fr["transferring"] = "Je vous passe une personne de l'équipe.")],
  [
    "an assistant that says what it is",
    ({ en }) =>
      (en["greeting"] = "{{clinic_name}}, {{notice}} I am not a person, I am the assistant. What do you need?"),
  ],
  [
    "an assistant named",
    ({ fr }) =>
      (fr["greeting"] = "{{clinic_name}}. {{notice}} Ici Camille, l'assistante virtuelle. Que puis-je pour vous ?"),
  ],
  [
    "a first question of one's own",
    (it) => {
      it.ask("own", "Have you been here before?", "need");
      it.lead("greeting", "need", "own");
    },
  ],
  [
    "a FAQ node for parking",
    (it) => own(it, "The caller asks where to park.", "Behind the clinic, free for two hours."),
  ],
  ["a FAQ node for results", (it) => own(it, "The caller asks when results come.", "The team sends them by letter.")],
  [
    "a global question about the insurer",
    (it) =>
      it.own("Ask which insurer the caller is with.", {
        global_node_setting: { condition: "The caller speaks of their insurer." },
      }),
  ],
  ["doctors introduced shorter", ({ en }) => (en["unknown_doctor"] = "Let me see who works here.")],
  ["a shorter own prompt", (it) => it.own("Ask for the city.")],
  [
    "an own question that is slower to interrupt",
    (it) => it.own("Ask for the city.", { interruption_sensitivity: 0.5 }),
  ],
  [
    "an own extraction",
    (it) =>
      it.flow.nodes.push({
        id: "own",
        type: "extract_dynamic_variables",
        variables: [{ type: "string", name: "insurer", description: "Name of the insurer as the caller said it." }],
        edges: [],
      }),
  ],
  [
    "an own code that counts",
    (it) =>
      it.flow.nodes.push({
        id: "own",
        type: "code",
        code: 'return { long: dv.insurer.length > 20 ? "yes" : "no" };',
        response_variables: { insurer_long: "long" },
        edges: [],
      }),
  ],
  [
    "an own tool of this server that answers a text",
    (it) => it.flow.tools.push(ownTool({ response_variables: { weather_message: "message" } })),
  ],
  [
    "a voice from the list, slower",
    ({ agent }) => Object.assign(agent, { voice_id: "cartesia-Isabel", voice_speed: 0.9 }),
  ],
  [
    "a name in the dictionary",
    ({ agent }) => (agent["pronunciation_dictionary"] = [{ word: "Adjovi", alphabet: "ipa", phoneme: "adʒovi" }]),
  ],
  ["an agent that stays private", ({ agent }) => (agent["is_public"] = false)],
  ["the greeting as the begin message", ({ agent }) => (agent["begin_message"] = "{{phrase_greeting}}")],
  ["links to recordings for an hour", ({ agent }) => (agent["signed_url_expiration_ms"] = 3_600_000)],
  ["backchannel words", ({ agent }) => (agent["backchannel_words"] = ["uh-huh", "d'accord", "claro"])],
  [
    "an example for a shipped edge",
    (it) =>
      (it.node("need")["finetune_transition_examples"] = [
        {
          id: "x",
          destination_node_id: "has_doctors",
          transcript: [{ role: "user", content: "Il me faudrait un créneau pour ma fille." }],
        },
      ]),
  ],
  [
    "French quotes, dashes and narrow spaces",
    ({ fr }) => (fr["anything_else"] = "Très bien\u202F! Souhaitez-vous autre chose\u00A0?"),
  ],
  [
    "a phrase of one's own, in two parts",
    (it) => {
      Object.assign(it.en, { own_1: "Thank you.", own_2: "Which insurer are you with?" });
      Object.assign(it.fr, { own_1: "Merci.", own_2: "Quelle est votre mutuelle ?" });
      Object.assign(it.es, { own_1: "Gracias.", own_2: "¿Qué seguro tiene?" });
      it.own("{{phrase_own_1}} {{phrase_own_2}}", {}, "static_text");
    },
  ],
  [
    "a component that asks for the city",
    (it) => {
      const next = { id: "y-end", destination_node_id: "z", transition_condition: answered };
      it.flow["components"] = [
        {
          name: "extra",
          conversation_flow_component_id: "c1",
          start_node_id: "x",
          nodes: [
            {
              id: "x",
              type: "conversation",
              instruction: { type: "static_text", text: "In which city do you live?" },
              edges: [next],
            },
            { id: "z", type: "end" },
          ],
        },
      ];
    },
  ],
  [
    "a prompt about an expired prescription",
    (it) => it.own("Ask when the prescription expires and offer an appointment to renew it."),
  ],
  [
    "a wish to stop treatment, passed on",
    (it) =>
      it.own("Offer to leave a message for the team about it.", {
        global_node_setting: { condition: "The caller wants to speak about a treatment." },
      }),
  ],
  ["an initial spelled", (it) => it.own("Ask how the name is spelled, such as M A R T I N, letter by letter.")],
];

/** A node that answers one question and goes back. */
function own(it: Shipped, asked: string, answer: string): void {
  it.ask("own", `${answer} Anything else?`, "need");
  it.branch("need", "own", asked);
}

describe("passed", () => {
  test.each(harmless)("%s", (_, by) => {
    expect(rules(by)).toEqual([]);
  });
});
