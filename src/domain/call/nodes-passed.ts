import { z } from "zod";

/** A node of the flow that a call was at. */
export interface PassedNode {
  /** Unique among the nodes of a flow or of one of its components; empty where the record does not say. */
  readonly id: string;
  readonly name: string;
}

const text = z.string().catch("");

/** docs/retell.md 5.4 */
const transition = z.object({
  role: z.literal("node_transition"),
  former_node_id: text,
  former_node_name: text,
  new_node_id: text,
  new_node_name: text,
});

/** The nodes that a call was at, in order, the one that it began at first. Empty for a call that no flow led. */
export function nodesPassed(transcriptJson: string | null): readonly PassedNode[] {
  const items: unknown = transcriptJson === null ? [] : JSON.parse(transcriptJson);
  const moves = (Array.isArray(items) ? items : []).flatMap((item: unknown) => {
    const parsed = transition.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
  const [first] = moves;
  if (first === undefined) return [];
  const began = { id: first.former_node_id, name: first.former_node_name };
  const passed = moves.map((move) => ({ id: move.new_node_id, name: move.new_node_name }));
  return began.id === "" && began.name === "" ? passed : [began, ...passed];
}
