import { z } from "zod";
import type { Flow } from "../../flow/flow.ts";
import type { FlowSnapshot } from "../../flow/session/state.ts";
import { toolNames } from "../../flow/tool-names.ts";
import { isTranscriptItem, type TranscriptItem } from "../../flow/session/trace.ts";
import { parsedOrText, type ToolRecord } from "./recorded-tools.ts";

const argumentsSchema = z.record(z.string(), z.unknown()).catch({});

type Result = Extract<TranscriptItem, { readonly role: "tool_call_result" }>;

/** The functions of a call that ran behind the socket, as what the server remembers of it tells them. */
export function toolRecordsIn({ trace }: Pick<FlowSnapshot, "trace">, flow: Flow): readonly ToolRecord[] {
  // Code nodes are told like functions, and are none.
  const names = toolNames(flow);
  const items = trace.filter(isTranscriptItem);
  const results = new Map(
    items.flatMap((item): [string, Result][] => (item.role === "tool_call_result" ? [[item.tool_call_id, item]] : [])),
  );
  let node = flow.start_node_id ?? "";
  return items.flatMap((item) => {
    if (item.role === "node_transition") node = item.new_node_id;
    if (item.role !== "tool_call_invocation" || !names.has(item.name)) return [];
    const { name, arguments: args, tool_call_id: id } = item;
    const ok = results.get(id)?.successful ?? false;
    const result = parsedOrText(results.get(id)?.content ?? "");
    const told = argumentsSchema.parse(parsedOrText(args));
    return [{ name, node, args: told, attempt: 1, ok, status: ok ? 200 : null, result }];
  });
}
