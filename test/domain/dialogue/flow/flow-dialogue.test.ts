import { expect, test } from "vitest";
import { createScriptRunner } from "../../../../src/adapters/quickjs/script-runner.ts";
import { readTemplate, readUnderstanding } from "../../../../src/adapters/templates/template-files.ts";
import { flowDialogues } from "../../../../src/domain/dialogue/flow/flow-dialogue.ts";
import { callBrain, promptNodeWords } from "../../../../src/domain/dialogue/flow/offline-voice.ts";
import type { Dialogue, DialogueCall, Move, Utterance } from "../../../../src/domain/dialogue/ports.ts";
import type { Brain } from "../../../../src/flow/ports.ts";
import { NOON, cotonou } from "../../../server/server-fixture.ts";

const { flow } = await readTemplate({ PUBLIC_URL: "http://127.0.0.1" });
const understanding = await readUnderstanding();
const scripts = createScriptRunner();
const clock = { now: () => NOON };
const never = new AbortController().signal;

const facts = {
  clinic_id: cotonou.id,
  clinic_name: cotonou.name,
  clinic_status: "open",
  today: "2026-11-21",
  timezone: cotonou.timezone,
  language: "fr",
  available_doctors: "1. Dr. Awa Test - généraliste (ID: doctor-awa)",
  doctor_id_map: '{"Dr. Awa Test":"doctor-awa"}',
  business_hours: "du lundi au vendredi de 8 h à 12 h",
  clinic_address: cotonou.address,
  clinic_phone: "+2290197000010",
  transfer_number: "+2290197000011",
  has_transfer_number: "true",
  call_purpose: "",
  phrase_greeting: "Bonjour. Comment puis-je vous aider ?",
  phrase_ask_date: "Pour quel jour ?",
  phrase_checking: "Un instant.",
  phrase_ask_patient_name: "À quel nom ?",
  phrase_ask_patient_phone: "À quel numéro ?",
  phrase_booking: "J'enregistre.",
  phrase_anything_else: "Autre chose ?",
  phrase_goodbye: "Au revoir.",
  phrase_technical_problem: "Problème.",
};

const answers: Readonly<Record<string, object>> = {
  check_availability: {
    message: "Libre à 9 h.",
    available: "true",
    available_slots: [{ time: "9 h", id: "slot-9" }],
    date: "2026-11-23",
  },
  review_booking: { message: "Je récapitule. Est-ce bien cela ?", reviewed: "true" },
  book_appointment: { message: "C'est noté.", booked: "true", appointment_id: "appointment-1", available_slots: [] },
};

interface Setting {
  readonly brain?: (call: DialogueCall) => Brain;
  readonly facts?: Readonly<Record<string, string>>;
  readonly snapshot?: string;
}

function opened({ brain, facts: more, snapshot = "" }: Setting = {}) {
  const asked: string[] = [];
  const failures: unknown[] = [];
  const open = flowDialogues({
    flow,
    options: {},
    brain: brain ?? callBrain({ flow, clock, model: null, understanding }),
    scripts,
    clock,
    wait: (_, signal) => new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true })),
  });
  const call: DialogueCall = {
    clinic: cotonou,
    facts: { ...facts, ...more },
    line: () => ({
      callId: "call_1",
      type: "phone_call",
      direction: "inbound",
      agentId: "agent_1",
      clinicNumber: "+2290197000001",
      patientNumber: "+2290197000077",
      variables: {},
      metadata: undefined,
      startedAt: NOON,
    }),
    snapshot: snapshot === "" ? null : snapshot,
    runFunction: async (name) => {
      asked.push(name);
      return { ok: true, content: JSON.stringify(answers[name]) };
    },
    failed: (error) => failures.push(error),
  };
  return { dialogue: open(call), asked, failures };
}

/**
 * A caller who has said all of this so far; the agent's words join the transcript unless the caller does not hear them.
 */
class Conversation {
  readonly transcript: Utterance[] = [];
  readonly #dialogue: Dialogue;

  constructor(dialogue: Dialogue) {
    this.#dialogue = dialogue;
    this.transcript.push({ role: "agent", content: dialogue.greeting });
  }

  async say(text: string, heard = true): Promise<readonly Move[]> {
    this.transcript.push({ role: "user", content: text });
    const moves: Move[] = [];
    for await (const move of this.#dialogue.answer({ kind: "spoken", transcript: this.transcript }, never)) {
      moves.push(move);
    }
    if (heard) this.transcript.push({ role: "agent", content: wordsOf(moves) });
    else this.transcript.pop();
    return moves;
  }

  async toConfirmation(): Promise<void> {
    for (const sentence of [
      "Bonjour, je voudrais un rendez-vous avec un médecin.",
      "Avec le docteur Awa Test, s'il vous plaît.",
      "Plutôt le lundi 23 novembre.",
      "Je prends 9 heures.",
      "Je m'appelle Koffi Test.",
      "C'est le 01 97 00 00 21.",
    ]) {
      await this.say(sentence);
    }
  }
}

function wordsOf(moves: readonly Move[]): string {
  return moves.flatMap((move) => (move.kind === "say" ? [move.text] : [])).join(" ");
}

test("words are spoken before the tool whose wait they fill, and every tool is reported with its result", async () => {
  const { dialogue } = opened();
  const call = new Conversation(await dialogue);
  await call.say("Bonjour, je voudrais un rendez-vous avec un médecin.");
  await call.say("Avec le docteur Awa Test, s'il vous plaît.");
  const moves = await call.say("Plutôt le lundi 23 novembre.");
  expect(moves.map(({ kind }) => kind)).toEqual(["say", "tool", "tool_result", "say"]);
  expect(wordsOf(moves)).toBe("Un instant. Libre à 9 h.");
});

test("a turn that the caller did not hear is computed again with more words, and its tools run once", async () => {
  const { dialogue, asked } = opened();
  const call = new Conversation(await dialogue);
  await call.toConfirmation();
  const first = await call.say("Oui", false);
  const again = await call.say("Oui, c'est bien ça.");
  expect(wordsOf(again)).toBe(wordsOf(first));
  expect(wordsOf(again)).toContain("C'est noté.");
  expect(asked.filter((name) => name === "book_appointment")).toHaveLength(1);
});

test("a goodbye that the caller interrupts ends nothing", async () => {
  const { dialogue } = opened();
  const call = new Conversation(await dialogue);
  await call.toConfirmation();
  await call.say("Oui, c'est bien ça.");
  expect((await call.say("Non merci, c'est tout. Au revoir.")).at(-1)).toEqual({ kind: "end" });
  const moves = await call.say("Attendez, je voudrais un autre rendez-vous avec un médecin.");
  expect(wordsOf(moves)).not.toBe("");
  expect(moves.at(-1)?.kind).toBe("say");
});

test("another process continues from the snapshot", async () => {
  const one = new Conversation(await opened().dialogue);
  await one.toConfirmation();
  const former = await opened().dialogue;
  const first = new Conversation(former);
  await first.toConfirmation();
  const other = opened({ snapshot: former.snapshot() });
  const second = new Conversation(await other.dialogue);
  second.transcript.splice(0, 1, ...first.transcript);
  expect(wordsOf(await second.say("Oui, c'est bien ça."))).toContain("C'est noté.");
});

const undecided: Brain = {
  choose: async () => ({ kind: "undecided", candidates: [] }),
  extract: async () => ({}),
  speak: async () => "",
};

const failing: Brain = { ...undecided, choose: () => Promise.reject(new Error("no brain today")) };

test.each([
  ["does not understand", () => undecided, 0],
  ["fails", () => failing, 3],
] as const)("a brain that %s asks again twice, then transfers the caller", async (_, brain, failures) => {
  const opening = opened({ brain });
  const call = new Conversation(await opening.dialogue);
  const again = "Pardon, je n'ai pas bien compris. Pouvez-vous le dire autrement ?";
  expect(wordsOf(await call.say("Abracadabra."))).toBe(again);
  expect(wordsOf(await call.say("Abracadabra !"))).toBe(again);
  expect(await call.say("Abracadabra ?")).toEqual([
    { kind: "say", text: "Je suis désolée, je n'arrive pas à vous aider moi-même. Je vous passe un collègue." },
    { kind: "transfer", number: "+2290197000011" },
  ]);
  expect(opening.failures).toHaveLength(failures);
});

test("without a transfer number, the call ends with an apology", async () => {
  const { dialogue } = opened({ brain: () => undecided, facts: { transfer_number: "" } });
  const call = new Conversation(await dialogue);
  await call.say("Abracadabra.");
  await call.say("Abracadabra !");
  const moves = await call.say("Abracadabra ?");
  expect(moves.at(-1)).toEqual({ kind: "end" });
  expect(wordsOf(moves)).toContain("Merci de rappeler");
});

test("a silent caller is asked whether they are still there, and in the end the call ends", async () => {
  const { dialogue } = opened();
  const asked = await dialogue;
  const silence = async (): Promise<readonly Move[]> => {
    const moves: Move[] = [];
    const transcript: Utterance[] = [{ role: "agent", content: asked.greeting }];
    for await (const move of asked.answer({ kind: "silence", transcript }, never)) moves.push(move);
    return moves;
  };
  expect(await silence()).toEqual([{ kind: "say", text: "Êtes-vous toujours là ?" }]);
});

test("every prompt node of the flow has words in French and English", () => {
  const prompts = flow.nodes.flatMap((node) =>
    "instruction" in node && node.instruction?.type === "prompt" ? [node.id] : [],
  );
  for (const words of [promptNodeWords.fr, promptNodeWords.en]) {
    expect(prompts.filter((id) => !Object.hasOwn(words, id))).toEqual([]);
  }
});

test.each([
  ["fr", "Vous êtes un robot ?", "Je suis un assistant automatique, pas une personne."],
  ["en", "Am I talking to a real person?", "I am an automated assistant, not a person."],
  ["fr", "Quels sont vos horaires ?", "Nos horaires : du lundi"],
  ["fr", "Vous êtes où, quelle adresse ?", "12 rue des Essais"],
  ["en", "What number can I call?", "Our number is + 2 2 9"],
  ["en", "Do you take cards?", "leave a message for the team"],
  ["fr", "J'ai mon dossier, je vous l'envoie comment ?", "laisser un message à l'équipe"],
  ["en", "Is an AI answering?", "I am an automated assistant, not a person."],
] as const)("asked in %s: %s", (language, heard, expected) => {
  expect(promptNodeWords[language]["answer_question"]?.({ variables: facts, doctors: [], heard })).toContain(expected);
});
