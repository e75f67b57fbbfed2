import type { Utterance } from "../ports.ts";

export interface Heard {
  /** What the caller said since the agent spoke last; empty where that was nothing. */
  readonly text: string;
  /** How much of the agent's words the caller heard in the call so far, in characters. */
  readonly agentWords: number;
  /** Utterances of the caller's. */
  readonly callerTurns: number;
}

export function heardIn(transcript: readonly Utterance[]): Heard {
  const lastAgent = transcript.findLastIndex(({ role }) => role === "agent");
  const caller = transcript.filter(({ role }) => role === "user");
  const since = lastAgent === -1 ? caller.slice(-1) : transcript.slice(lastAgent + 1);
  const words = since.map(({ content }) => content.trim()).filter((word) => word !== "");
  const agentWords = transcript.reduce((sum, { role, content }) => sum + (role === "agent" ? content.length : 0), 0);
  return { text: words.join(" "), agentWords, callerTurns: caller.length };
}
