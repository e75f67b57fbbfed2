import type { ConductFinding } from "../../domain/agent/conduct/accepted-changes.ts";

/** The texts of the page on which a sentence that callers hear is changed. */
export const phraseEn = {
  phrase: {
    title: "Change a sentence",
    back: "What callers hear",
    heard: "Callers hear now",
    builtIn: "Built-in sentence",
    text: "What the assistant says",
    hint: "Names in {{…}} are filled in for each call.",
    facts: "What a sentence may name",
    factColumns: { name: "Name", value: "What callers hear today" },
    save: "Save",
    saved: "The sentence is saved. Callers hear it from the next call on.",
    reset: "Use the built-in sentence again",
    wasReset: "The built-in sentence is back, from the next call on.",
    languages: "Language of the sentence",
    empty: "Write what the assistant says.",
    tooLong: (most: number) => `A sentence has at most ${most} characters.`,
    unknownFact: (name: string) => `“{{${name}}}” is nothing that this sentence can name.`,
    broken: "This may not be said:",
    why: (finding: ConductFinding) => finding.message,
    accept: (ids: string) => `To keep it as it is, accept it on the server: clinic:phrases set --accept-change ${ids}`,
  },
};
