import {
  awaitOrDetach,
  performCall,
  prepareFlowTool,
  prepareMcpCall,
  resultCap,
  runCode,
  setVariables,
} from "./call-tool.ts";
import { decide, extractVariables } from "./decide.ts";
import { type HandlerOf, hearAgain } from "./handler.ts";
import { sayWhileActing } from "./speak.ts";
import { currentFrame, fail, keyOf, record, stop } from "./state.ts";
import { findTool } from "./subagent-tools.ts";

export const functionNode: HandlerOf<"function"> = {
  hear: hearAgain,
  async enter(run, node) {
    const tool = findTool(run, node.tool_id);
    if (tool === undefined) {
      fail(run, "unknown_tool", `The node calls tool_id "${node.tool_id}", which the flow does not have.`);
      return stop;
    }
    await sayWhileActing(run, node);
    const prepared = await prepareFlowTool(run, node, tool);
    await awaitOrDetach(run, () => performCall(run, node, prepared), node.wait_for_result);
    return decide(run, node, "result");
  },
};

export const code: HandlerOf<"code"> = {
  hear: hearAgain,
  async enter(run, node) {
    await sayWhileActing(run, node);
    const place = keyOf(run, currentFrame(run));
    const work = async () => {
      const { ok, content } = await runCode(run, node);
      record(run, { kind: "code", node: place, content: content.slice(0, resultCap), successful: ok });
    };
    await awaitOrDetach(run, work, node.wait_for_result);
    return decide(run, node, "result");
  },
};

export const mcp: HandlerOf<"mcp"> = {
  hear: hearAgain,
  async enter(run, node) {
    await sayWhileActing(run, node);
    const prepared = await prepareMcpCall(run, node, {
      server: node.mcp_id,
      tool: node.mcp_tool_name,
      schema: {},
      responseVariables: node.response_variables,
    });
    await awaitOrDetach(run, () => performCall(run, node, prepared), node.wait_for_result);
    return decide(run, node, "result");
  },
};

export const extractNode: HandlerOf<"extract_dynamic_variables"> = {
  hear: hearAgain,
  async enter(run, node) {
    const values = await extractVariables(run, node, node.variables);
    setVariables(run, values);
    return decide(run, node, "result");
  },
};

export const branch: HandlerOf<"branch"> = {
  enter: (run, node) => decide(run, node, "entry"),
  hear: hearAgain,
};
