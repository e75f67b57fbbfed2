import { describe, expect, it, test } from "vitest";
import {
  IndexCache,
  SIMILARITY_THRESHOLD,
  chooseNearest,
  chooseWordForWord,
} from "../../../src/domain/brain/choose-candidate.ts";
import type { Candidate, Choice, ChooseRequest } from "../../../src/flow/ports.ts";
import { questionAt } from "../../simulator/template-flow.ts";

/** As in a server, where all calls share one; what it holds does not change a decision (below). */
const shared = new IndexCache();

const chooseCandidate = (request: ChooseRequest, cache: IndexCache): Choice =>
  chooseWordForWord(request, cache) ?? chooseNearest(request, cache);

/** Where the caller's words lead in the shipped template; none of the sentences is one of its examples. */
const decided = [
  ["greeting", "Bonjour, est-ce possible de réserver une consultation ?", "has_doctors"],
  ["greeting", "Hello, I'd like to book a visit with a doctor", "has_doctors"],
  ["greeting", "Je dois changer mon rendez-vous de jeudi", "what_change"],
  ["greeting", "I have to cancel my appointment", "what_change"],
  ["greeting", "C'est quoi vos horaires le samedi ?", "answer_question"],
  ["greeting", "What time do you open on Saturdays?", "answer_question"],
  ["greeting", "J'ai très mal à la poitrine et je n'arrive plus à respirer", "emergency"],
  ["greeting", "My father has chest pain and cannot breathe", "emergency"],
  ["ask_date", "J'AI TRES MAL A LA POITRINE, JE N'ARRIVE PLUS A RESPIRER", "emergency"],
  ["greeting", "Je veux parler à quelqu'un, à la secrétaire", "speak_to_human"],
  ["offer_slots", "Can I talk to a real person please", "speak_to_human"],
  ["greeting", "Je voudrais que vous me rappeliez", "speak_to_human"],
  ["need", "Rappelez-moi quand vous pourrez", "speak_to_human"],
  ["greeting", "I'd like a call back please", "speak_to_human"],
  ["need", "Could someone call me later?", "speak_to_human"],
  ["need", "Arrêtez de m'appeler, s'il vous plaît", "forget_opt_out"],
  ["need", "Please stop calling me", "forget_opt_out"],
  ["present_doctors", "Avec le docteur Houngbo", "extract_doctor"],
  ["present_doctors", "Doctor Smith please", "extract_doctor"],
  ["present_doctors", "N'importe lequel", "extract_doctor"],
  ["ask_date", "Plutôt mardi 24 novembre", "forget_part"],
  ["ask_date", "Tuesday, November 24", "forget_part"],
  ["ask_date", "Le 3 décembre si possible", "forget_part"],
  ["ask_date", "Finalement un autre médecin", "other_doctor"],
  ["no_slots", "Alors le jeudi 26 novembre", "forget_part"],
  ["no_slots", "Une autre date", "ask_other_date"],
  ["offer_slots", "À 9 h 30", "extract_time"],
  ["offer_slots", "10:30 AM works for me", "extract_time"],
  ["offer_slots", "Non, un autre jour, le 3 décembre", "ask_other_date"],
  ["ask_patient_name", "Awa Test", "extract_patient_name"],
  ["ask_patient_name", "My name is Awa Test", "extract_patient_name"],
  ["ask_patient_phone", "C'est le 01 97 00 00 47", "extract_patient"],
  ["ask_patient_phone", "(512) 555-0147", "extract_patient"],
  ["confirm_details", "Oui, c'est bien ça", "forget_booking"],
  ["confirm_details", "Yes, that's right", "forget_booking"],
  ["confirm_details", "Non, ce n'est pas le bon numéro", "ask_phone_again"],
  ["anything_else", "Non merci, au revoir", "goodbye"],
  ["anything_else", "No, that's all, thank you", "goodbye"],
  ["found_appointment", "Je veux le déplacer", "extract_move"],
  ["found_appointment", "Please cancel it", "extract_cancel"],
  ["confirm_move", "Oui, c'est parfait", "forget_move"],
  ["take_message", "C'est Awa Test, rappelez-moi demain matin", "forget_message"],
] as const;

test.each(decided)("at %s, “%s” leads to %s", (node, heard, destination) => {
  const question = questionAt(node, heard);
  const choice = chooseCandidate(question, shared);
  const taken = choice.kind === "take" ? choice : undefined;
  expect(question.candidates.find(({ id }) => id === taken?.id)?.destination).toBe(destination);
  expect(taken?.score).toBeGreaterThanOrEqual(SIMILARITY_THRESHOLD);
});

/** Nothing near enough, or two candidates equally near. */
const unclear = [
  ["need", "Le ciel est magnifique aujourd'hui"],
  ["need", "Pouvez-vous m'aider ?"],
  ["need", "The thing with the stuff, you know"],
  ["offer_slots", "Hmm, laissez-moi voir"],
  ["confirm_details", "Banana"],
  ["found_appointment", "Je veux l'annuler ou le déplacer"],
] as const;

test.each(unclear)("at %s, “%s” is undecided, with scores", (node, heard) => {
  const choice = chooseCandidate(questionAt(node, heard), shared);
  expect(choice.kind).toBe("undecided");
  const scores = choice.candidates?.map(({ score }) => score) ?? [];
  expect(scores.length).toBeGreaterThan(1);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
});

describe("a node with an else edge", () => {
  it("takes it when the words resemble nothing", () => {
    expect(chooseCandidate(questionAt("greeting", "Le ciel est magnifique"), new IndexCache())).toMatchObject({
      kind: "stay",
    });
  });
});

function withoutExamples(candidate: Candidate): Candidate {
  return { ...candidate, examples: [] };
}

describe("decisions", () => {
  it("are the same for the same request, cached or not", () => {
    const cache = new IndexCache();
    const first = chooseCandidate(questionAt("need", "Je voudrais un rendez-vous"), cache);
    expect(chooseCandidate(questionAt("need", "Je voudrais un rendez-vous"), cache)).toEqual(first);
    expect(chooseCandidate(questionAt("need", "Je voudrais un rendez-vous"), new IndexCache())).toEqual(first);
  });

  it("report their source: an example, or the condition itself if there is no example", () => {
    const question = questionAt("need", "The caller needs nothing more");
    const bare = { ...question, candidates: question.candidates.map(withoutExamples) };
    expect(chooseCandidate(bare, new IndexCache())).toMatchObject({ kind: "take", source: "text" });
    const example = questionAt("need", "Je voudrais prendre un rendez-vous.");
    expect(chooseCandidate(example, new IndexCache())).toMatchObject({ kind: "take", source: "example", score: 1 });
  });
});
