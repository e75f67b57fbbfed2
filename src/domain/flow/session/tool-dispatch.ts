import type { FlowNode, FlowTool } from "../flow.ts";
import type { Run } from "./run.ts";
import type { PreparedCall } from "./tool-call.ts";
import { invoke, prepareCustomCall } from "./tool-call.ts";
import { toolArguments } from "./tool-arguments.ts";

type CalendarTool = Exclude<FlowTool, { readonly type: "custom" }>;

export async function prepareFlowTool(run: Run, node: FlowNode, tool: FlowTool): Promise<PreparedCall> {
  return tool.type === "custom" ? prepareCustomCall(run, node, tool) : prepareCalendarCall(run, node, tool);
}

/** What each Cal.com tool needs from the conversation; Retell's own wording is not published. */
const calendarProperties = {
  check_availability_cal: { date: { type: "string", description: "Day to look at, YYYY-MM-DD" } },
  book_appointment_cal: {
    name: { type: "string", description: "Name of the attendee" },
    email: { type: "string", description: "E-mail address of the attendee" },
    time: { type: "string", description: "Chosen time, ISO 8601" },
  },
} as const;

/** Cal.com is Retell's own connection: there is no URL of ours, so the runner answers it by name (1.7.2). */
async function prepareCalendarCall(run: Run, node: FlowNode, tool: CalendarTool): Promise<PreparedCall> {
  const properties = calendarProperties[tool.type];
  const args = await toolArguments(run, node, { tool: tool.name, properties, required: Object.keys(properties) });
  return {
    call: {
      kind: "calendar",
      toolCallId: invoke(run, tool.name, args),
      ...(tool.tool_id !== undefined && { toolId: tool.tool_id }),
      name: tool.name,
      url: "",
      method: "POST",
      headers: {},
      query: {},
      args,
      body: JSON.stringify(args),
      timeoutMs: 120_000,
    },
    maxRetry: 0,
    responseVariables: undefined,
  };
}
