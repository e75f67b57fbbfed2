import { type NodeOf, specialEdge } from "../flow.ts";
import { decide } from "./decide.ts";
import type { HandlerOf } from "./handler.ts";
import { sayInstruction, sayText, wording } from "./speak.ts";
import { type Run, type Step, connected, wait } from "./state.ts";

type TalkingNode = NodeOf<"conversation"> | NodeOf<"subagent">;

/** Speaks, then continues without waiting if there is a skip-response edge (docs/retell.md 1.5). */
export async function speakAndWait(run: Run, node: TalkingNode): Promise<Step> {
  await sayInstruction(run, node, node.instruction);
  const skip = connected(specialEdge(node, "skip_response_edge"));
  if (skip !== undefined) return { kind: "take", edge: skip, decision: { source: "skip_response", edge: skip.id } };
  const always = run.options.alwaysEdge === "after_speaking" ? connected(specialEdge(node, "always_edge")) : undefined;
  return always === undefined ? wait : { kind: "take", edge: always, decision: { source: "always", edge: always.id } };
}

/** Only a node's first words are static; later replies in the same node are generated (docs/retell.md 1.2). */
export async function reply(run: Run, node: TalkingNode): Promise<void> {
  sayText(run, await wording(run, node, { purpose: "reply", instruction: node.instruction.text }));
}

export const conversation: HandlerOf<"conversation"> = {
  enter: speakAndWait,
  async hear(run, node) {
    const step = await decide(run, node, "caller");
    if (step.kind === "wait") await reply(run, node);
    return step;
  },
};
