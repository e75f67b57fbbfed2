import type { ChatStep } from "../../fakes/chat-server.ts";

/** What the model does, one list per request; the last list is repeated. */
export interface FaultCase {
  readonly name: string;
  readonly answers: readonly (readonly ChatStep[])[];
  /** Retell asks again after this many requests to the model, because the caller kept talking. */
  readonly askAgainAfter?: number;
  readonly expected: "answer" | "holding" | "transfer";
  readonly books?: boolean;
}

const sentence = { say: "Bonjour, comment puis-je vous aider aujourd'hui ? " };
const slowly = (ms: number): ChatStep => ({ waitMs: ms });

/** Times in this proof are real, because it measures the caller's patience. */
export function faultCases(booking: object): readonly FaultCase[] {
  const book: ChatStep = { call: "book_appointment", args: booking };
  const done = { say: "C'est réservé. " };
  return [
    { name: "streams at once", answers: [[sentence]], expected: "answer" },
    { name: "first word after 0.7 s", answers: [[slowly(700), sentence]], expected: "answer" },
    { name: "a word every 0.3 s", answers: [drip()], expected: "answer" },
    { name: "first word after 2 s", answers: [[slowly(2000), sentence]], expected: "holding" },
    { name: "stalls in the middle of a sentence", answers: [[{ say: "Je voudr" }, "never"]], expected: "transfer" },
    { name: "never says anything", answers: [["never"]], expected: "transfer" },
    { name: "500, then answers", answers: [[{ status: 500 }], [sentence]], expected: "answer" },
    { name: "500 always", answers: [[{ status: 500 }]], expected: "transfer" },
    { name: "429 always", answers: [[{ status: 429 }]], expected: "transfer" },
    { name: "refuses the key", answers: [[{ status: 401 }]], expected: "transfer" },
    { name: "connection torn down at once", answers: [["reset"]], expected: "transfer" },
    { name: "torn down after a sentence", answers: [[sentence, slowly(50), "reset"]], expected: "transfer" },
    {
      name: "dies in the middle of a sentence",
      answers: [[{ say: "Je voudr" }, slowly(50), "reset"]],
      expected: "transfer",
    },
    { name: "ends without its last word", answers: [[{ say: "Je voudrais" }, "cut"]], expected: "transfer" },
    { name: "sends what is no JSON", answers: [["garbage"]], expected: "transfer" },
    { name: "books, then answers", answers: [[book], [done]], expected: "answer", books: true },
    { name: "books, then dies", answers: [[book], ["reset"]], expected: "transfer", books: true },
    { name: "books twice in one breath", answers: [[book, book], [done]], expected: "answer", books: true },
    {
      name: "books, and Retell asks anew meanwhile",
      answers: [[book], ["never"], [book], [done]],
      askAgainAfter: 2,
      expected: "answer",
      books: true,
    },
    {
      name: "is silent, and Retell asks anew",
      answers: [["never"], [sentence]],
      askAgainAfter: 1,
      expected: "answer",
    },
    {
      name: "arguments that are no JSON",
      answers: [[{ call: "book_appointment", args: "{date:" }], [sentence]],
      expected: "answer",
    },
    {
      name: "a function that is not there",
      answers: [[{ call: "give_diagnosis", args: {} }], [sentence]],
      expected: "answer",
    },
    { name: "answers with nothing", answers: [[]], expected: "transfer" },
    { name: "never ends its sentence", answers: [[{ say: "and then ".repeat(100_000) }]], expected: "transfer" },
    { name: "calls functions for ever", answers: [[{ call: "get_doctors", args: {} }]], expected: "transfer" },
  ];
}

function drip(): readonly ChatStep[] {
  return ["Bonjour. ", "Le cabinet ", "est ouvert ", "demain. "].flatMap((say) => [{ say }, slowly(300)]);
}
