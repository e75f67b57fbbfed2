import { basename, extname } from "node:path";
import { Option, type Command } from "commander";
import { AscendiaError } from "../../domain/errors.ts";
import { describeFlow } from "../../domain/flow/graph/describe-flow.ts";
import type { FlowGraph } from "../../domain/flow/graph/flow-graph.ts";
import { toDot } from "../../domain/flow/graph/to-dot.ts";
import { toMermaid } from "../../domain/flow/graph/to-mermaid.ts";
import { parseFlow } from "../../domain/flow/parse-flow.ts";
import { isObject } from "../../domain/flow/unwrap-flow.ts";
import type { Context } from "../context.ts";
import { readJson } from "../read-json.ts";
import { graphPage } from "./graph-page.ts";
import { graphJson, graphText } from "./graph-view.ts";
import { readCoverage } from "./read-coverage.ts";

interface GraphFlags {
  readonly output?: string;
  /** What --output was called before. */
  readonly out?: string;
  readonly coverage?: string;
}

type Draw = (graph: FlowGraph, context: Context) => Promise<string | Uint8Array>;

const formats: Readonly<Record<string, Draw>> = {
  ".svg": async (graph, context) => (await context.painter()).svg(toDot(graph, { legend: true })),
  ".png": async (graph, context) => {
    const painter = await context.painter();
    return painter.png(await painter.svg(toDot(graph, { legend: true })));
  },
  ".html": async (graph, context) => {
    const frame = await context.readInput(context.shippedFile("templates/flow-page.html"));
    return graphPage(graph, { frame, svg: await (await context.painter()).svg(toDot(graph, { legend: false })) });
  },
  ".mmd": (graph) => Promise.resolve(toMermaid(graph)),
  ".dot": (graph) => Promise.resolve(toDot(graph, { legend: true })),
};

export function configure(command: Command, context: Context): void {
  command
    .argument("[file]", "a flow, an agent's export or a template; - is standard input; without it the one shipped")
    .option("-o, --output <file>", `where to write it; the ending says what: ${Object.keys(formats).join(" ")}`)
    .addOption(new Option("--out <file>").hideHelp())
    .option("--coverage <file>", "light up what a simulation passed: the output of simulate --json")
    .action((file: string | undefined, flags: GraphFlags) => draw(file, flags, context));
}

async function draw(file: string | undefined, flags: GraphFlags, context: Context): Promise<void> {
  const target = flags.output ?? flags.out;
  if (target === undefined) {
    throw new AscendiaError("usage", "Where is the picture to be written?", { hint: "Add --output flow.svg (-o)." });
  }
  const drawAs = formatOf(target);
  const json = await readJson(file ?? context.shippedFile("templates/master-agent.json"), context);
  const { flow, agent } = parseFlow(json);
  if (flow.nodes.length === 0) {
    throw new AscendiaError("nothing_checked", "The flow has no nodes, so there is nothing to draw.");
  }
  const coverage = flags.coverage === undefined ? {} : { coverage: await coverageOf(flags.coverage) };
  const graph = describeFlow(flow, { title: titleOf(json, agent) ?? basename(file ?? "master agent"), ...coverage });
  const content = await drawAs(graph, context);
  await context.writeOutput(target, content);
  context.output.result(graphJson(graph, target), graphText);

  async function coverageOf(path: string) {
    return readCoverage(await readJson(path, context), flow);
  }
}

function formatOf(out: string): Draw {
  const ending = extname(out).toLowerCase();
  const found = Object.hasOwn(formats, ending) ? formats[ending] : undefined;
  if (found !== undefined) return found;
  throw new AscendiaError("usage", `No picture can be drawn as "${ending === "" ? out : ending}".`, {
    hint: `End the name after -o with one of: ${Object.keys(formats).join(", ")}.`,
  });
}

/** An export names its agent beside the flow, a template inside `agent`. */
function titleOf(json: unknown, agent: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const settings = agent ?? (isObject(json) && isObject(json["agent"]) ? json["agent"] : {});
  const name = settings["agent_name"];
  return typeof name === "string" && name.trim() !== "" ? name : undefined;
}
