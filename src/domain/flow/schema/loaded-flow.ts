import * as z from "zod";
import { modelChoice, textByName } from "./common.ts";
import { componentSchema, flowSchema } from "./flow.ts";
import { nodeSchemas } from "./node.ts";

const anyModel = modelChoice.extend({ model: z.string() });
const model = { model_choice: anyModel.optional() };
const s = nodeSchemas;

/**
 * A node as it can be loaded: only what the node cannot run without is required, models are not checked. What Retell
 * requires beyond that is reported by the checks.
 */
const loadedNode = z.discriminatedUnion("type", [
  s.conversation.extend(model),
  s.subagent.extend(model),
  s.function.partial({ tool_type: true, wait_for_result: true }).extend(model),
  s.code.partial({ wait_for_result: true }).extend(model),
  s.mcp.partial({ wait_for_result: true }).extend(model),
  s.extract_dynamic_variables.extend(model),
  s.branch.partial({ else_edge: true }).extend(model),
  s.press_digit.extend(model),
  s.transfer_call.partial({ edge: true, transfer_option: true }).extend(model),
  s.agent_swap.partial({ edge: true, post_call_analysis_setting: true }).extend(model),
  s.sms.partial({ success_edge: true, failed_edge: true }).extend(model),
  s.component.partial({ component_type: true, else_edge: true }),
  s.bridge_transfer.extend(model),
  s.cancel_transfer.extend(model),
  s.end.extend(model),
]);

const loadedGraph = { nodes: z.array(loadedNode) };

export const loadedFlowSchema = flowSchema.partial({ start_speaker: true }).extend({
  ...loadedGraph,
  model_choice: anyModel.optional(),
  components: z.array(componentSchema.extend(loadedGraph)).nullable().optional(),
  default_dynamic_variables: textByName.nullable().optional(),
});
