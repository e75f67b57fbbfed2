import { describe, expect, it } from "vitest";
import type { Move, Utterance, ChatPart, ChatRequest, FunctionResult } from "../../../src/domain/dialogue/ports.ts";
import { promptDialogue } from "../../../src/domain/dialogue/prompt/prompt-dialogue.ts";
import { AscendiaError } from "../../../src/errors.ts";
import { handTimer } from "../../fakes/hand-timer.ts";

const facts = {
  clinic_name: "Clinique des Tests",
  language_name: "français",
  phrase_greeting: "Bonjour, Clinique des Tests.",
  available_doctors: "1. Dr. Awa Test - Dentiste (ID: d1)",
  transfer_number: "+14155550101",
  emergency_number: "+14155550102",
};

const booking = JSON.stringify({ doctor_id: "d1", date: "2026-11-24", time: "09:00" });

type Step = string | { readonly call: string; readonly args?: string } | { readonly waitMs: number } | Error;

/** A model that plays one script per request, in order. */
function dialogueWith(scripts: readonly (readonly Step[])[], settings: { facts?: object; snapshot?: string } = {}) {
  const timer = handTimer();
  const [asked, ran, failures]: [ChatRequest[], string[], unknown[]] = [[], [], []];
  const runs: ((result: FunctionResult) => void)[] = [];
  const dialogue = promptDialogue(
    {
      language: "fr",
      instructions: "Parlez de dents.",
      facts: { ...facts, ...settings.facts },
      snapshot: settings.snapshot,
    },
    {
      model: {
        stream: (request, signal) => {
          asked.push(request);
          return play(scripts[asked.length - 1] ?? [], timer, signal);
        },
      },
      runFunction: (name, args) => {
        ran.push(`${name} ${JSON.stringify(args)}`);
        return new Promise((resolve) => runs.push(resolve));
      },
      wait: timer.wait,
      failed: (error) => failures.push(error),
    },
  );
  return { dialogue, timer, asked, ran, runs, failures };
}

async function* play(
  steps: readonly Step[],
  timer: ReturnType<typeof handTimer>,
  signal: AbortSignal,
): AsyncGenerator<ChatPart> {
  for (const step of steps) {
    if (step instanceof Error) throw step;
    if (typeof step === "string") yield { kind: "text", text: step };
    else if ("call" in step)
      yield { kind: "tool_call", id: `c-${step.call}`, name: step.call, args: step.args ?? "{}" };
    else await timer.wait(step.waitMs, signal);
    if (signal.aborted) throw new Error("aborted");
  }
}

const said: readonly Utterance[] = [
  { role: "agent", content: "Bonjour, Clinique des Tests." },
  { role: "user", content: "Je veux un rendez-vous." },
];

type Parts = ReturnType<typeof dialogueWith>;

/** The moves so far as text, consumed as fast as they arrive. */
function heardFrom({ dialogue }: Parts, kind: "spoken" | "silence" = "spoken", ending = new AbortController()) {
  const heard: string[] = [];
  const take = async (): Promise<void> => {
    for await (const move of dialogue.answer({ kind, transcript: said }, ending.signal)) heard.push(told(move));
  };
  return { heard, ended: take(), stop: () => ending.abort() };
}

function told(move: Move): string {
  if (move.kind === "say") return move.text;
  if (move.kind === "tool") return `> ${move.name}`;
  if (move.kind === "tool_result") return `< ${move.content}`;
  return move.kind === "transfer" ? `transfer ${move.number}` : move.kind;
}

const HOLD = "Un instant, je vous prie.";
const STILL = "Je cherche encore, merci de patienter.";
const SORRY = "Je suis désolée, je rencontre un problème technique. Je vous passe un collègue.";

describe("a dialogue with the clinic's instructions", () => {
  it("greets without a model request, and speaks sentence by sentence, without markup", async () => {
    const parts = dialogueWith([["Bien **sûr", "**. Avec le Dr. Awa", " Test ? À 9.30", " heures"]]);
    expect(parts.dialogue.greeting).toBe("Bonjour, Clinique des Tests.");
    expect(parts.asked).toHaveLength(0);
    const { heard, ended } = heardFrom(parts);
    await ended;
    expect(heard).toEqual(["Bien sûr.", "Avec le Dr. Awa Test ?", "À 9.30 heures"]);
    expect(parts.asked[0]?.messages).toMatchObject([
      { role: "system" },
      { role: "assistant", content: "Bonjour, Clinique des Tests." },
      { role: "user", content: "Je veux un rendez-vous." },
    ]);
    const [system] = parts.asked[0]?.messages ?? [];
    expect(system?.content).toMatch(/^Parlez de dents\.[^]*Awa Test[^]*Rules that nothing said in the call/u);
  });

  it("calls a function, reports it, and continues with its result", async () => {
    const parts = dialogueWith([["Je regarde. ", { call: "get_doctors" }], ["Le Dr. Awa Test."]]);
    const { heard, ended } = heardFrom(parts);
    await parts.timer.pass(0);
    parts.runs[0]?.({ ok: true, content: '{"message":"Awa"}' });
    await ended;
    expect(heard).toEqual(["Je regarde.", "> get_doctors", '< {"message":"Awa"}', "Le Dr. Awa Test."]);
    expect(parts.asked[1]?.messages.slice(-2)).toEqual([
      { role: "assistant", content: "", toolCalls: [{ id: "c-get_doctors", name: "get_doctors", args: "{}" }] },
      { role: "tool", toolCallId: "c-get_doctors", content: '{"message":"Awa"}' },
    ]);
  });

  it("says a holding phrase after one second and after six, and gives up on the model after twelve", async () => {
    const parts = dialogueWith([[{ waitMs: 60_000 }, "Trop tard."]]);
    const { heard, ended } = heardFrom(parts);
    await parts.timer.pass(999);
    expect(heard).toEqual([]);
    await parts.timer.pass(1);
    expect(heard).toEqual([HOLD]);
    await parts.timer.pass(5000);
    expect(heard).toEqual([HOLD, STILL]);
    await parts.timer.pass(6000);
    await ended;
    expect(heard).toEqual([HOLD, STILL, SORRY, "transfer +14155550101"]);
    expect(parts.failures).toHaveLength(1);
  });

  it("says no holding phrase while words arrive, and waits longer after them", async () => {
    const parts = dialogueWith([["Voyons. ", { waitMs: 4900 }, "Mardi. ", { waitMs: 4900 }, "Ou jeudi."]]);
    const { heard, ended } = heardFrom(parts);
    await parts.timer.pass(10_000);
    await ended;
    expect(heard).toEqual(["Voyons.", "Mardi.", "Ou jeudi."]);
  });

  it("asks a second time when the model fails immediately", async () => {
    const parts = dialogueWith([[new AscendiaError("transient", "busy")], ["Me voici."]]);
    const { heard, ended } = heardFrom(parts);
    await ended;
    expect(heard).toEqual(["Me voici."]);
  });

  it("asks a second time when the model's answer is empty", async () => {
    const { heard, ended } = heardFrom(dialogueWith([[], ["Me voici."]]));
    await ended;
    expect(heard).toEqual(["Me voici."]);
  });

  it.each<readonly [string, readonly (readonly Step[])[]]>([
    ["is dead", [[new AscendiaError("transient", "down")], [new AscendiaError("transient", "down")]]],
    ["refuses the key", [[new AscendiaError("unauthorized", "no")]]],
    ["answers with nothing", [[], []]],
    ["says nothing after a blank", [[" ", "\n"], []]],
    ["dies in the middle of a sentence", [["Je voudr", new AscendiaError("transient", "down")]]],
  ])("apologises and transfers when the model %s", async (_, scripts) => {
    const parts = dialogueWith(scripts);
    const { heard, ended } = heardFrom(parts);
    await ended;
    expect(heard).toEqual([SORRY, "transfer +14155550101"]);
  });

  it("apologises and ends the call when there is no transfer number", async () => {
    const parts = dialogueWith([[new Error("down")]], { facts: { transfer_number: "", emergency_number: "" } });
    const { heard, ended } = heardFrom(parts);
    await ended;
    expect(heard.at(-1)).toBe("end");
    expect(heard[0]).toMatch(/rappeler/);
    expect(parts.asked[0]?.tools.map(({ name }) => name)).not.toContain("transfer_call");
  });

  it("never books twice when a turn is cut off while it books", async () => {
    const parts = dialogueWith([
      [{ call: "book_appointment", args: booking }],
      [{ call: "book_appointment", args: booking }],
      ["C'est réservé."],
    ]);
    const first = heardFrom(parts);
    await parts.timer.pass(0);
    first.stop();
    const second = heardFrom(parts);
    await parts.timer.pass(0);
    for (const end of parts.runs) end({ ok: true, content: '{"booked":"true"}' });
    await second.ended;
    expect(parts.ran).toEqual([`book_appointment ${booking}`]);
    expect(second.heard.at(-1)).toBe("C'est réservé.");
  });

  it("never books twice after a reconnection, and still knows what it did", async () => {
    const before = dialogueWith([[{ call: "book_appointment", args: booking }], [{ waitMs: 60_000 }]]);
    const cut = heardFrom(before);
    await before.timer.pass(0);
    before.runs[0]?.({ ok: true, content: '{"booked":"true"}' });
    await before.timer.pass(0);
    cut.stop();
    const after = dialogueWith([[{ call: "book_appointment", args: booking }], ["C'est fait."]], {
      snapshot: before.dialogue.snapshot(),
    });
    const { heard, ended } = heardFrom(after);
    await ended;
    expect(after.ran).toEqual([]);
    expect(heard).toEqual(["> book_appointment", '< {"booked":"true"}', "C'est fait."]);
  });

  it("books again what the caller cancelled, once the turn was heard to its end", async () => {
    const parts = dialogueWith([
      [{ call: "book_appointment", args: booking }],
      ["Réservé."],
      [{ call: "book_appointment", args: booking }],
      ["Réservé."],
    ]);
    for (const turn of [0, 1]) {
      const { ended } = heardFrom(parts);
      await parts.timer.pass(0);
      parts.runs[turn]?.({ ok: true, content: "{}" });
      await ended;
    }
    expect(parts.ran).toHaveLength(2);
  });

  it("reports arguments that are not JSON to the model, and runs nothing", async () => {
    const parts = dialogueWith([[{ call: "book_appointment", args: "{date:" }], ["Pardon ?"]]);
    const { heard, ended } = heardFrom(parts);
    await ended;
    expect(parts.ran).toEqual([]);
    expect(heard[1]).toMatch(/not a JSON object/);
  });

  it("lets a model call functions for six rounds without words, then apologises", async () => {
    const parts = dialogueWith(Array.from({ length: 10 }, () => [{ call: "book_appointment", args: "[" }]));
    const { heard, ended } = heardFrom(parts);
    await ended;
    expect(parts.asked).toHaveLength(6);
    expect(heard.slice(-2)).toEqual([SORRY, "transfer +14155550101"]);
  });

  it.each<readonly [string, string, string]>([
    ["end_call", "{}", "end"],
    ["transfer_call", "{}", "transfer +14155550101"],
    ["transfer_call", '{"emergency":true}', "transfer +14155550102"],
  ])("carries out %s %s last", async (call, args, last) => {
    const parts = dialogueWith([["Au revoir.", { call, args }]]);
    const { heard, ended } = heardFrom(parts);
    await ended;
    expect(heard).toEqual(["Au revoir.", last]);
  });

  it("asks a silent caller twice, without the model, then says goodbye", async () => {
    const parts = dialogueWith([]);
    const turns = [heardFrom(parts, "silence"), heardFrom(parts, "silence"), heardFrom(parts, "silence")];
    await Promise.all(turns.map(({ ended }) => ended));
    expect(turns.map(({ heard }) => heard.length)).toEqual([1, 1, 2]);
    expect(turns[2]?.heard.at(-1)).toBe("end");
    expect(parts.asked).toHaveLength(0);
  });

  it("starts over when the snapshot is from another kind of dialogue", async () => {
    const parts = dialogueWith([["Bonjour."]], { snapshot: '{"before":{"flow":null,"misses":0}}' });
    const { heard, ended } = heardFrom(parts);
    await ended;
    expect(heard).toEqual(["Bonjour."]);
  });
});
