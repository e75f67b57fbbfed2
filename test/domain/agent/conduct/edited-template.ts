import * as z from "zod";
import { goldenSchema } from "../../../../src/domain/agent/conduct/golden-texts.ts";
import { conductFindings } from "../../../../src/domain/agent/conduct/judge-conduct.ts";
import { shippedJson, shippedTemplate } from "../shipped.ts";

const golden = goldenSchema.parse(shippedJson("golden.json"));
const catalogue = z.record(z.string(), z.string());
const looseNode = z.looseObject({ id: z.string() });
const looseTool = z.looseObject({ name: z.string() });
const looseTemplate = z.object({
  agent: z.record(z.string(), z.unknown()),
  flow: z.looseObject({ global_prompt: z.string(), nodes: z.array(looseNode), tools: z.array(looseTool) }),
});

/** What ships, to be broken. */
class Shipped {
  readonly #template = looseTemplate.parse(shippedTemplate());
  readonly agent = this.#template.agent;
  readonly flow = this.#template.flow;
  readonly fr = catalogue.parse(shippedJson("phrases/fr.json"));
  readonly en = catalogue.parse(shippedJson("phrases/en.json"));
  readonly es = catalogue.parse(shippedJson("phrases/es.json"));

  node(id: string): Record<string, unknown> {
    const found = this.flow.nodes.find((one) => one.id === id);
    if (found === undefined) throw new RangeError(`no node ${id}`);
    return found;
  }

  tool(name: string): Record<string, unknown> {
    const found = this.flow.tools.find((one) => one.name === name);
    if (found === undefined) throw new RangeError(`no tool ${name}`);
    return found;
  }

  /** A node of one's own that leads to the shipped flow. */
  own(text: string, more: Readonly<Record<string, unknown>> = {}, type = "prompt"): void {
    this.flow.nodes.push({
      id: "own",
      type: "conversation",
      instruction: { type, text },
      edges: [
        {
          id: "own-on",
          transition_condition: { type: "prompt", prompt: "They answered." },
          destination_node_id: "need",
        },
      ],
      ...more,
    });
  }

  findings() {
    const { agent, flow, fr, en, es } = this;
    return conductFindings({ agent, flow }, { phrases: { fr, en, es }, golden });
  }
}

/** The rules that the edited template breaks. */
export function rules(by: (shipped: Shipped) => unknown): readonly string[] {
  const shipped = new Shipped();
  by(shipped);
  return shipped.findings().map(({ change }) => change.id);
}

export const ownTool = (more: Readonly<Record<string, unknown>>) => ({
  type: "custom",
  tool_id: "own-tool",
  name: "own_tool",
  description: "Looks the weather up.",
  url: "${PUBLIC_URL}/api/own",
  method: "POST",
  parameters: { type: "object", properties: {} },
  ...more,
});

export type Edit = readonly [string, (shipped: Shipped) => unknown];
