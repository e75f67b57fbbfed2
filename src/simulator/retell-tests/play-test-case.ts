import { jsonOrText } from "../../json.ts";
import { sharedIndexes } from "../../domain/brain/choose-candidate.ts";
import { isLanguage } from "../../domain/language/language.ts";
import * as z from "zod";
import type { Understanding } from "../../domain/brain/understanding.ts";
import type { ScriptRunner } from "../../flow/ports.ts";
import { parseFlow } from "../../flow/parse/parse-flow.ts";
import { testToolMock } from "../../flow/schema/tool.ts";
import { AscendiaError } from "../../errors.ts";
import { type Mock, playStandaloneCall } from "./standalone-flow.ts";
import { scenarioSchema } from "../scenario/schema.ts";
import { sentencesOf } from "./caller-prompt.ts";
import { judgeMetric } from "./metrics.ts";

const definitionSchema = z.object({
  name: z.string(),
  user_prompt: z.string(),
  metrics: z.array(z.string()),
  dynamic_variables: z.record(z.string(), z.string()).default({}),
  tool_mocks: z.array(testToolMock).default([]),
});

type Definition = z.infer<typeof definitionSchema>;

export interface TestPorts {
  readonly scripts: ScriptRunner;
  readonly understanding: Understanding;
  readonly now: number;
}

interface Verdict {
  readonly status: "pass" | "fail" | "error";
  readonly explanation: string;
  readonly transcript: readonly Readonly<Record<string, unknown>>[];
}

/**
 * Plays one of Retell's test cases on one of its flows, without a model. A test that it cannot play or judge is an
 * `error`.
 */
export async function playTestCase(
  test: { readonly definition: unknown; readonly flow: unknown },
  ports: TestPorts,
): Promise<Verdict> {
  try {
    return await played(definitionSchema.parse(test.definition), test.flow, ports);
  } catch (error) {
    if (!(error instanceof AscendiaError)) throw error;
    return { status: "error", explanation: error.message, transcript: [] };
  }
}

async function played(definition: Definition, flowJson: unknown, ports: TestPorts): Promise<Verdict> {
  const { flow } = parseFlow(flowJson);
  const spoken = definition.dynamic_variables["language"];
  const language = isLanguage(spoken) ? spoken : "en";
  const scenario = scenarioSchema.parse({
    name: "test-case",
    title: definition.name === "" ? "test case" : definition.name,
    languages: [language],
    variables: definition.dynamic_variables,
    caller: { turns: sentencesOf(definition.user_prompt).map((say) => ({ say })) },
  });
  const agent = { agentId: "agent_tested", agentName: definition.name, flow, options: {} };
  const mocks = definition.tool_mocks.map(mockOf);
  const { scripts, understanding, now } = ports;
  const call = { scenario, agent, mocks, seed: "1", now };
  const result = await playStandaloneCall(call, { scripts, understanding, indexes: sharedIndexes });
  const { snapshot, records } = result.observed;
  const transcript = snapshot.trace.flatMap((item) => ("role" in item ? [{ ...item }] : []));
  if (result.stopped !== undefined) return { status: "error", explanation: result.stopped.message, transcript };
  if (snapshot.status === "undecided" || snapshot.status === "failed") {
    const explanation =
      snapshot.problem?.message ??
      `At ${snapshot.undecided?.node ?? "a node"}, "${snapshot.undecided?.heard ?? ""}" could mean several things.`;
    return { status: "error", explanation, transcript };
  }
  return { ...judged(definition.metrics, { snapshot, called: records.map(({ name }) => name) }), transcript };
}

function judged(
  metrics: readonly string[],
  call: Parameters<typeof judgeMetric>[1],
): Pick<Verdict, "status" | "explanation"> {
  const results = metrics.map((metric) => ({ metric, holds: judgeMetric(metric, call) }));
  const failed = results.filter(({ holds }) => holds === false);
  if (failed.length > 0) {
    const called = call.called.length === 0 ? "none" : call.called.join(", ");
    return {
      status: "fail",
      explanation: `Not so: ${failed.map(({ metric }) => metric).join(" ")} Functions called: ${called}.`,
    };
  }
  const unread = results.find(({ holds }) => holds === undefined);
  if (unread !== undefined) {
    return { status: "error", explanation: `Only a model can judge the metric: ${unread.metric}` };
  }
  return { status: "pass", explanation: "All metrics hold." };
}

function mockOf({ tool_name: tool, input_match_rule: rule, output, result }: Definition["tool_mocks"][number]): Mock {
  return {
    tool,
    ...(rule.type === "partial_match" && { when: fieldsOf(rule.args) }),
    answer: jsonOrText(output),
    ...(result === false && { status: 500 }),
  };
}

/** Arguments by dot path, each as a value that must be equal. */
function fieldsOf(args: Readonly<Record<string, unknown>>, path = ""): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(args).flatMap(([key, value]): (readonly [string, string | number | boolean])[] => {
      const at = path === "" ? key : `${path}.${key}`;
      if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return [[at, value]];
      const inner = z.record(z.string(), z.unknown()).safeParse(value);
      return inner.success ? Object.entries(fieldsOf(inner.data, at)) : [];
    }),
  );
}
