import { sha256 } from "../adapters/system/sha256.ts";
import type { Context } from "../commands/context.ts";
import type { ConsolePorts, FlowDrawing } from "../console/ports.ts";
import type { TemplateTopics } from "../domain/agent/template/template-files.ts";
import { describeFlow } from "../flow/graph/describe-flow.ts";
import { toDot } from "../flow/graph/to-dot.ts";
import { onePart } from "../flow/graph/topics.ts";
import { parseFlow } from "../flow/parse/parse-flow.ts";
import { once } from "./surroundings.ts";

type Needed = Pick<Context, "templateInUse" | "phrases" | "folderFiles" | "readInput" | "shippedFile">;

/** One per version and language: a picture takes some 200 kB. */
const MOST_FLOWS = 6;

/** Reads each flow, and draws each of its topics, once for everyone who looks at it. */
export function flowDrawings(flowOf: ConsolePorts["flowOf"], needed: Needed): ConsolePorts["drawingOf"] {
  const made = new Map<string, FlowDrawing>();
  const topics = once(() => topicsInUse(needed));
  return async ({ agent, account, language }) => {
    const json = await flowOf(agent, account);
    const key = `${language} ${sha256(JSON.stringify(json))}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const { spoken } = await needed.phrases();
    const texts = Object.entries(spoken[language]).map(([name, text]): [string, string] => [`phrase_${name}`, text]);
    const found = await topics();
    const { flow } = parseFlow(json);
    // Another agent's flow contains none of the template's topics.
    const isKnown = found !== undefined && flow.nodes.some(({ id }) => found.topicOf.has(id));
    const options = { title: "", texts: Object.fromEntries(texts), ...(isKnown && { topics: found }) };
    const drawing = drawingOf(describeFlow(flow, options));
    const [oldest] = made.keys();
    if (oldest !== undefined && made.size >= MOST_FLOWS) made.delete(oldest);
    made.set(key, drawing);
    return drawing;
  };
}

/** Draws one picture at a time: several would leave no CPU to the thread that answers calls. */
let queue: Promise<unknown> = Promise.resolve();

function drawingOf(graph: FlowDrawing["graph"]): FlowDrawing {
  const pictures = new Map<string, Promise<string>>();
  return {
    graph,
    picture: (part) => {
      const known = pictures.get(part.name);
      if (known !== undefined) return known;
      const picture = queue.then(async () => {
        const { drawInThread } = await import("../adapters/graph/draw-in-thread.ts");
        return drawInThread(toDot(onePart(graph, part), { legend: false }));
      });
      queue = picture.catch(() => undefined);
      pictures.set(part.name, picture);
      picture.catch(() => pictures.delete(part.name));
      return picture;
    },
  };
}

/**
 * The topics of the template that the agent was last written from, if its folder still exists; otherwise of the
 * built-in one.
 */
async function topicsInUse(needed: Needed): Promise<TemplateTopics | undefined> {
  const { readTemplateFiles } = await import("../domain/agent/template/template-files.ts");
  const { readJson, shippedTemplate } = await import("../commands/input-files.ts");
  const { path } = await needed.templateInUse(undefined);
  const isFolder = path !== null && (await needed.folderFiles(path)) !== undefined;
  const { topics } = await readTemplateFiles(isFolder ? path : needed.shippedFile(shippedTemplate), {
    list: (folder) => needed.folderFiles(folder),
    readJson: (file) => readJson(file, needed),
  });
  return topics;
}
