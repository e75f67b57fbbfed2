import type { TranscriptItem } from "../flow/session/trace.ts";

/** The conversation as the one who runs the flow knows it: words, keys, tools and their answers. */
export function conversationText(transcript: readonly TranscriptItem[]): string {
  return transcript.flatMap(lineOf).join("\n") || "(nothing was said yet)";
}

/** What the caller heard and said. */
export function heardText(transcript: readonly TranscriptItem[]): string {
  const spoken = transcript.filter(({ role }) => role === "agent" || role === "user" || role === "sms");
  return spoken.flatMap(lineOf).join("\n") || "(silence)";
}

function lineOf(item: TranscriptItem): readonly string[] {
  if (item.role === "agent") return [`Agent: ${item.content}`];
  if (item.role === "user") return [`Caller: ${item.content}`];
  if (item.role === "dtmf") return [`Caller pressed: ${item.digit}`];
  if (item.role === "sms") return [`Agent sent by SMS: ${item.content}`];
  if (item.role === "tool_call_invocation") return [`Tool ${item.name} called with ${item.arguments}`];
  if (item.role === "tool_call_result") return [`Tool ${item.successful ? "answered" : "failed"}: ${item.content}`];
  return [];
}
