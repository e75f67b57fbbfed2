import { z } from "zod";
import type { FlowSnapshot } from "../../flow/session/state.ts";
import { isTranscriptItem, type TranscriptItem } from "../../flow/session/trace.ts";
import { parsedOrText, type ToolRecord } from "./recorded-tools.ts";

const argumentsSchema = z.record(z.string(), z.unknown()).catch({});

type Result = Extract<TranscriptItem, { readonly role: "tool_call_result" }>;

/** The functions of a call that ran behind the socket, as what the server remembers of it tells them. */
export function toolRecordsIn({ trace }: Pick<FlowSnapshot, "trace">, startNode: string): readonly ToolRecord[] {
  const items = trace.filter(isTranscriptItem);
  const results = new Map(
    items.flatMap((item): [string, Result][] => (item.role === "tool_call_result" ? [[item.tool_call_id, item]] : [])),
  );
  let node = startNode;
  return items.flatMap((item) => {
    if (item.role === "node_transition") node = item.new_node_id;
    if (item.role !== "tool_call_invocation") return [];
    const { name, arguments: args, tool_call_id: id } = item;
    const ok = results.get(id)?.successful ?? false;
    const result = parsedOrText(results.get(id)?.content ?? "");
    const told = argumentsSchema.parse(parsedOrText(args));
    return [{ name, node, args: told, attempt: 1, ok, status: ok ? 200 : null, result }];
  });
}
