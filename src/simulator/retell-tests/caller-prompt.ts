const opening =
  "You are calling someone. Say these sentences word for word, one at a time and in this order, each as your answer to the agent:";
const closing = "Say nothing else. After the last one, let the agent finish and hang up.";

/** The caller's part as instructions for the model that plays it. */
export function callerPrompt(sentences: readonly string[]): string {
  const lines = sentences.map((sentence, index) => `${index + 1}. "${sentence.replaceAll(/\s+/gu, " ").trim()}"`);
  return [opening, ...lines, closing].join("\n");
}

const numbered = /^\s*\d+[.)]\s+["“]?(.+?)["”]?\s*$/u;

/** The sentences of a numbered list; a prompt without one is a single sentence. */
export function sentencesOf(prompt: string): readonly string[] {
  const listed = prompt.split("\n").flatMap((line) => numbered.exec(line)?.[1] ?? []);
  return listed.length > 0 ? listed : [prompt.replaceAll(/\s+/gu, " ").trim()];
}
