import type { FlowSnapshot } from "../../flow/session/state.ts";
import type { Decision, TranscriptItem } from "../../flow/session/trace.ts";
import type { TranscriptLine } from "../report.ts";

type Spoken = Omit<TranscriptLine, "node">;
type Speaking = Exclude<TranscriptItem, { readonly role: "node_transition" }>;

/** Who said what at which node. */
export function transcriptLines(snapshot: FlowSnapshot): readonly TranscriptLine[] {
  let node = snapshot.visitedNodes[0] ?? "";
  const lines: TranscriptLine[] = [];
  for (const item of snapshot.trace) {
    if (!("role" in item)) {
      if (item.kind === "code" && !item.successful)
        lines.push({ node, speaker: "code", text: `failed: ${item.content}` });
      continue;
    }
    if (item.role === "node_transition") node = item.new_node_id;
    else lines.push({ node, ...spoken(item) });
  }
  return lines;
}

function spoken(item: Speaking): Spoken {
  if (item.role === "sms") return { speaker: "sms", text: item.content };
  if (item.role === "dtmf") return { speaker: "keys", text: item.digit };
  if (item.role === "tool_call_invocation") return { speaker: "tool", text: `${item.name} ${item.arguments}` };
  if (item.role === "tool_call_result") {
    return { speaker: "tool", text: `${item.successful ? "→" : "→ failed:"} ${item.content}` };
  }
  return { speaker: item.role === "agent" ? "agent" : "caller", text: item.content };
}

export function decisionsOf({ trace }: FlowSnapshot): readonly Decision[] {
  return trace.flatMap((item) => (!("role" in item) && item.kind === "decision" ? [item] : []));
}
