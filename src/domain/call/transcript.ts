import { z } from "zod";

/** One thing that happened in a call, in its order (retell-api.md 5.4). */
export type Turn =
  | { readonly kind: "said"; readonly by: string; readonly text: string }
  | { readonly kind: "tool"; readonly id: string; readonly name: string; readonly args: string }
  | { readonly kind: "result"; readonly id: string; readonly content: string; readonly successful: boolean | null }
  | { readonly kind: "node"; readonly from: string; readonly to: string; readonly how: string }
  | { readonly kind: "dtmf"; readonly digit: string };

const text = z.string().catch("");

/** By `role`; whatever else says something is kept as said by that role. */
const READERS: Readonly<Record<string, z.ZodType<Turn>>> = {
  tool_call_invocation: z
    .object({ tool_call_id: text, name: text, arguments: text })
    .transform(({ tool_call_id: id, name, arguments: args }) => ({ kind: "tool" as const, id, name, args })),
  tool_call_result: z
    .object({ tool_call_id: text, content: text, successful: z.boolean().nullable().catch(null) })
    .transform(({ tool_call_id: id, ...result }) => ({ kind: "result" as const, id, ...result })),
  node_transition: z
    .object({ former_node_name: text, new_node_name: text, transition_type: text })
    .transform((node) => ({
      kind: "node" as const,
      from: node.former_node_name,
      to: node.new_node_name,
      how: node.transition_type,
    })),
  dtmf: z.object({ digit: text }).transform(({ digit }) => ({ kind: "dtmf" as const, digit })),
};

const said = z.object({ role: z.string(), content: z.string() });

/** What is no turn of any kind is left out. */
export function readTranscript(json: string | null): readonly Turn[] {
  const items: unknown = json === null ? [] : JSON.parse(json);
  return Array.isArray(items) ? items.flatMap((item: unknown) => readTurn(item)) : [];
}

function readTurn(item: unknown): readonly Turn[] {
  const role = z.object({ role: z.string() }).safeParse(item).data?.role ?? "";
  const read = READERS[role]?.safeParse(item);
  if (read !== undefined) return read.success ? [read.data] : [];
  const spoken = said.safeParse(item);
  return spoken.success ? [{ kind: "said", by: spoken.data.role, text: spoken.data.content }] : [];
}

/** Of a plain transcript, `Agent: …` and `User: …` by lines; a line without a speaker goes on with what was said. */
export function turnsOfText(transcript: string): readonly { readonly role: string; readonly content: string }[] {
  const turns: { role: string; content: string }[] = [];
  for (const line of transcript.split("\n")) {
    const [, speaker, words] = /^(Agent|User|Transfer Target): ?(.*)$/u.exec(line) ?? [];
    const last = turns.at(-1);
    if (speaker !== undefined) turns.push({ role: speaker.toLowerCase().replace(" ", "_"), content: words ?? "" });
    else if (last !== undefined) last.content += `\n${line}`;
    else if (line !== "") turns.push({ role: "unknown", content: line });
  }
  return turns;
}
