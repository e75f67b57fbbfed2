import { basename, extname } from "node:path";
import { type Command, Option } from "commander";
import * as z from "zod";
import { AscendiaError } from "../../errors.ts";
import { mapFlow } from "../../flow/rule.ts";
import { isLanguage, languages } from "../../domain/language/language.ts";
import type { Flow } from "../../flow/flow.ts";
import { describeFlow } from "../../flow/graph/describe-flow.ts";
import {
  type DrawnNode,
  type DrawnPart,
  type FlowCoverage,
  type FlowGraph,
  type FlowPainter,
  drawnNodes,
  edgeLooks,
  legendOf,
  nodeLooks,
} from "../../flow/graph/flow-graph.ts";
import { escapeXml, toDot } from "../../flow/graph/to-dot.ts";
import { onePart, overviewDot, overviewMermaid, topicParts } from "../../flow/graph/topics.ts";
import { toMermaid } from "../../flow/graph/to-mermaid.ts";
import { parseFlow } from "../../flow/parse/parse-flow.ts";
import { isObject } from "../../flow/parse/unwrap-flow.ts";
import { edgeKey } from "../../simulator/coverage/unreachable.ts";
import { counted } from "../../terminal/table.ts";
import type { Context } from "../context.ts";
import { type OutputFlags, addOutputOption, refuseToReplace } from "../output-option.ts";
import { readJson, readTemplateInput } from "../input-files.ts";

/** A picture of the page: the overview of topics, one topic, or a whole flow that has none. */
export interface PagePicture {
  readonly name: string;
  readonly title: string;
  readonly svg: string;
}

/** One self-contained page: pictures to pan and zoom, and every text in full next to them. */
export function graphPage(graph: FlowGraph, frame: string, pictures: readonly PagePicture[]): string {
  const parts: Readonly<Record<string, string>> = {
    TITLE: escapeXml(graph.title),
    LEGEND: legendHtml(graph),
    TOPICS: pictures.length > 1 ? pictures.map(topicButton).join("") : "",
    PICTURES: pictures.map(pictureHtml).join(""),
    // A "<" in a text must not end the script element.
    DATA: JSON.stringify(graph.parts.flatMap((part) => part.nodes.map((node) => nodeData(node, part)))).replaceAll(
      "<",
      String.raw`\u003c`,
    ),
  };
  return frame.replaceAll(/%(TITLE|LEGEND|TOPICS|PICTURES|DATA)%/g, (_, part: string) => parts[part] ?? "");
}

function topicButton({ name, title }: PagePicture): string {
  return `<button data-topic="${escapeXml(name)}">${escapeXml(title)}</button>`;
}

function pictureHtml({ name, title, svg }: PagePicture, index: number): string {
  const hidden = index === 0 ? "" : " hidden";
  return `<section data-picture="${escapeXml(name)}" aria-label="${escapeXml(title)}"${hidden}>${svg.slice(svg.indexOf("<svg"))}</section>`;
}

async function pagePictures(graph: FlowGraph, painter: FlowPainter): Promise<readonly PagePicture[]> {
  const topics = topicParts(graph);
  if (topics.length === 0) {
    return [{ name: "flow", title: graph.title, svg: await painter.svg(toDot(graph, { legend: false })) }];
  }
  const overview = { name: overviewName, title: "Overview", svg: await painter.svg(overviewDot(graph)) };
  const drawn = await Promise.all(
    graph.parts.map(async (part) => ({
      name: part.name,
      title: part.title,
      svg: await painter.svg(toDot(onePart(graph, part), { legend: false })),
    })),
  );
  return [overview, ...drawn];
}

function nodeData(node: DrawnNode, part: DrawnPart) {
  return {
    picture: part.kind === "flow" ? "flow" : part.name,
    topic: part.kind === "flow" ? "" : part.title,
    key: node.key,
    id: node.id,
    name: node.name,
    type: nodeLooks[node.type].label,
    text: node.text,
    isStart: node.isStart,
    remarks: remarksOn(node),
    edges: node.edges.map(({ key, kind, text, to }) => ({
      key,
      kind: edgeLooks[kind].label,
      text,
      goesBack: kind === "go_back",
      ...(to !== undefined && { to }),
    })),
  };
}

function remarksOn(node: DrawnNode): readonly string[] {
  return [
    ...(node.isStart ? ["Start of the call."] : []),
    ...(node.globalCondition === undefined ? [] : [`Global: reachable from anywhere when ${node.globalCondition}`]),
    ...(node.cameFrom.length === 0 ? [] : [`Reached from: ${node.cameFrom.join("; ")}`]),
    ...(node.isReachable ? [] : ["Unreachable: no path leads here."]),
    ...(node.isCovered === false ? ["No run reached this node."] : []),
  ];
}

function legendHtml(graph: FlowGraph): string {
  const { nodes, edges, coverage } = legendOf(graph);
  const swatches = nodes.map(
    ({ label, colour, count }) =>
      `<li><b style="background:${colour};height:14px"></b>${escapeXml(label)} ${count}</li>`,
  );
  const strokes = [...edges, ...coverage].map(
    ({ label, colour, line }) => `<li><b style="border-top:3px ${line} ${colour}"></b>${escapeXml(label)}</li>`,
  );
  return `<ul class="legend">${[...swatches, ...strokes].join("")}</ul>`;
}

export function graphJson(graph: FlowGraph, file: string) {
  const nodes = drawnNodes(graph);
  const edges = nodes.flatMap((node) => node.edges);
  return {
    file,
    title: graph.title,
    nodes: nodes.length,
    edges: edges.filter((edge) => edge.to !== undefined).length,
    unconnected_edges: edges.filter((edge) => edge.to === undefined && edge.kind !== "go_back").length,
    components: graph.parts.filter(({ kind }) => kind === "component").length,
    topics: topicParts(graph).map(({ name, title, nodes: own }) => ({ name, title, nodes: own.length })),
    unreachable_nodes: graph.parts.flatMap((part) =>
      part.nodes
        .filter((node) => !node.isReachable)
        .map((node) => (part.kind === "component" ? `${part.name}/${node.id}` : node.id)),
    ),
  };
}

export function graphText(drawn: ReturnType<typeof graphJson>): string {
  const { file, nodes, edges, components, unconnected_edges: loose, unreachable_nodes: unreachable } = drawn;
  const parts = components === 0 ? "" : `, ${counted(components, "component")}`;
  return [
    `${file}: ${counted(nodes, "node")}, ${counted(edges, "edge")}${parts}.`,
    ...(loose === 0 ? [] : [`Not connected: ${counted(loose, "edge")}.`]),
    ...(unreachable.length === 0 ? [] : [`Greyed out (unreachable): ${unreachable.join(", ")}.`]),
  ].join("\n");
}

const countedParts = z.object({ total: z.number(), missed: z.array(z.string()), unreachable: z.array(z.string()) });
const run = z.object({ path: z.array(z.string()), edges: z.array(z.string()) });
const report = z.object({
  clinics: z.array(z.object({ runs: z.array(run) })),
  /** The only coverage in reports that leave out the passed calls. */
  coverage: z.object({ nodes: countedParts, edges: countedParts }).optional(),
});
const document = z.union([z.object({ data: report }).transform(({ data }) => data), report]);

/** The nodes and edges that the runs of a `simulate --json` document covered. @throws invalid for any other document, or for runs of another flow */
export function readCoverage(json: unknown, flow: Flow): FlowCoverage {
  const result = document.safeParse(json);
  if (!result.success) throw notAReport("The --coverage file is not a simulation report.");
  const { clinics, coverage } = result.data;
  const maps = mapFlow(flow);
  const nodes = maps.flatMap(({ prefix, graph }) => graph.nodes.map(({ id }) => `${prefix}${id}`));
  const edges = maps.flatMap((map) => map.links.flatMap((link) => (link.to ? [edgeKey(map, link)] : [])));
  const runs = clinics.flatMap((clinic) => clinic.runs);
  const passed = coverage
    ? { nodes: passedOf(nodes, coverage.nodes), edges: passedOf(edges, coverage.edges) }
    : { nodes: new Set(runs.flatMap(({ path }) => path)), edges: new Set(runs.flatMap((each) => each.edges)) };
  if (!nodes.some((key) => passed.nodes.has(key))) {
    throw notAReport("The --coverage report covers no node of this flow.");
  }
  return passed;
}

/** Empty when the counts belong to another flow. */
function passedOf(all: readonly string[], { total, missed, unreachable }: z.infer<typeof countedParts>): Set<string> {
  const [known, left] = [new Set(all), [...missed, ...unreachable]];
  if (total !== all.length || left.some((key) => !known.has(key))) return new Set();
  const notPassed = new Set(left);
  return new Set(all.filter((key) => !notPassed.has(key)));
}

function notAReport(message: string): AscendiaError {
  return new AscendiaError("invalid", message, {
    hint: "Create one for this flow with: ascendia simulate --all --json > report.json",
  });
}

interface GraphFlags extends OutputFlags {
  /** The old name of --output. */
  readonly out?: string;
  readonly topic?: string;
  readonly language: string;
  readonly coverage?: string;
}

/** The overview of a flow's topics, or the nodes of one topic or of all. */
interface Picture {
  readonly graph: FlowGraph;
  readonly isOverview: boolean;
}

type Draw = (picture: Picture, context: Context) => Promise<string | Uint8Array>;

const formats: Readonly<Record<string, Draw>> = {
  ".svg": async (picture, context) => (await context.painter()).svg(dotOf(picture)),
  ".png": async (picture, context) => {
    const painter = await context.painter();
    return painter.png(await painter.svg(dotOf(picture)));
  },
  ".html": async ({ graph }, context) => {
    const frame = await context.readInput(context.shippedFile("templates/flow-page.html"));
    return graphPage(graph, frame, await pagePictures(graph, await context.painter()));
  },
  ".mmd": ({ graph, isOverview }) => Promise.resolve(isOverview ? overviewMermaid(graph) : toMermaid(graph)),
  ".dot": (picture) => Promise.resolve(dotOf(picture)),
};

const overviewName = "overview";

function dotOf({ graph, isOverview }: Picture): string {
  return isOverview ? overviewDot(graph) : toDot(graph, { legend: true });
}

/** @throws usage for a topic that the flow does not have, or with a page, which always holds every topic */
function pictureOf(
  graph: FlowGraph,
  { topic, target }: { readonly topic: string | undefined; readonly target: string },
) {
  if (topic === undefined) return { graph, isOverview: false };
  if (extname(target).toLowerCase() === ".html") {
    throw new AscendiaError("usage", "An .html page holds all topics.", { hint: "Leave out --topic." });
  }
  const topics = topicParts(graph);
  if (topics.length === 0) {
    throw new AscendiaError("usage", "This flow has no topics: only a template folder has them.", {
      hint: "Leave out --topic, or name a template folder.",
    });
  }
  if (topic === overviewName) return { graph, isOverview: true };
  const part = topics.find(({ name }) => name === topic);
  if (part !== undefined) return { graph: onePart(graph, part), isOverview: false };
  const known = [overviewName, ...topics.map(({ name }) => name)];
  throw new AscendiaError("usage", `Unknown topic "${topic}".`, { hint: `Pass one of: ${known.join(", ")}.` });
}

export function configure(command: Command, context: Context): void {
  addOutputOption(command, `output file; the extension sets the format: ${Object.keys(formats).join(" ")}`)
    .argument("[file]", "a flow, an agent export or a template; - for standard input (default: the built-in template)")
    .addOption(new Option("--out <file>").hideHelp())
    .option("--topic <name>", `draw one topic of a template folder, or ${overviewName}; an .html page has them all`)
    .option("--language <code>", `write out the phrases in this language: ${languages.join(", ")}`, "en")
    .option("--coverage <file>", "highlight what a simulation covered: a report from simulate --json")
    .action((file: string | undefined, flags: GraphFlags) => draw(file, flags, context));
}

async function draw(file: string | undefined, flags: GraphFlags, context: Context): Promise<void> {
  const target = flags.output ?? flags.out;
  if (target === undefined) {
    throw new AscendiaError("usage", "Missing --output.", { hint: "Pass --output flow.svg (-o)." });
  }
  const drawAs = formatOf(target);
  refuseToReplace(target, flags, context);
  const { json, topics } = await readTemplateInput(file, context);
  const { flow, agent } = parseFlow(json);
  if (flow.nodes.length === 0) {
    throw new AscendiaError("nothing_checked", "The flow has no nodes, so there is nothing to draw.");
  }
  const coverage = flags.coverage === undefined ? {} : { coverage: await coverageOf(flags.coverage) };
  const graph = describeFlow(flow, {
    title: titleOf(json, agent) ?? basename(file ?? "master agent"),
    ...(topics !== undefined && { topics }),
    texts: await phraseTexts(flags.language, context),
    ...coverage,
  });
  const picture = pictureOf(graph, { topic: flags.topic, target });
  await context.writeOutput(target, await drawAs(picture, context));
  context.output.result(graphJson(picture.graph, target), graphText);

  async function coverageOf(path: string) {
    return readCoverage(await readJson(path, context), flow);
  }
}

/** The texts that the phrase variables stand for. */
async function phraseTexts(language: string, context: Context): Promise<Readonly<Record<string, string>>> {
  if (!isLanguage(language)) {
    throw new AscendiaError("usage", `--language: "${language}" is not one of ${languages.join(", ")}.`);
  }
  const { spoken } = await context.phrases();
  return Object.fromEntries(Object.entries(spoken[language]).map(([key, text]) => [`phrase_${key}`, text]));
}

function formatOf(out: string): Draw {
  const ending = extname(out).toLowerCase();
  const found = Object.hasOwn(formats, ending) ? formats[ending] : undefined;
  if (found !== undefined) return found;
  throw new AscendiaError("usage", `Unsupported picture format "${ending === "" ? out : ending}".`, {
    hint: `Use one of these extensions: ${Object.keys(formats).join(", ")}.`,
  });
}

/** An export names its agent next to the flow, a template inside `agent`. */
function titleOf(json: unknown, agent: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const settings = agent ?? (isObject(json) && isObject(json["agent"]) ? json["agent"] : {});
  const name = settings["agent_name"];
  return typeof name === "string" && name.trim() !== "" ? name : undefined;
}
