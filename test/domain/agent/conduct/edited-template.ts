import * as z from "zod";
import { goldenSchema } from "../../../../src/domain/agent/conduct/golden-texts.ts";
import { conductFindings } from "../../../../src/domain/agent/conduct/judge-conduct.ts";
import { shippedJson, shippedTemplate } from "../shipped.ts";

const golden = goldenSchema.parse(shippedJson("golden.json"));
const catalogue = z.record(z.string(), z.string());
export const looseNode = z.looseObject({ id: z.string() });
const looseTool = z.looseObject({ name: z.string() });
const looseTemplate = z.object({
  agent: z.record(z.string(), z.unknown()),
  flow: z.looseObject({ global_prompt: z.string(), nodes: z.array(looseNode), tools: z.array(looseTool) }),
});

const anEdge = z.looseObject({ destination_node_id: z.string() });
export const leading = z.looseObject({ edges: z.array(anEdge).optional() });
export const answered = { type: "prompt", prompt: "The caller answered." };

/** The shipped template and phrases, for editing. */
export class Shipped {
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

  prompt(id: string, text: string): void {
    this.node(id)["instruction"] = { type: "prompt", text };
  }

  say(id: string, text: string): void {
    this.node(id)["instruction"] = { type: "static_text", text };
  }

  /** Redirects a node's edges from one target to another. */
  lead(id: string, from: string, to: string): void {
    const { edges = [], ...rest } = leading.parse(this.node(id));
    const single = Object.values(rest).flatMap((value) => anEdge.safeParse(value).data ?? []);
    const meant = [...edges, ...single].filter(({ destination_node_id: target }) => target === from);
    if (meant.length === 0) throw new RangeError(`${id} does not lead to ${from}`);
    const changed = (value: unknown): unknown => {
      const known = anEdge.safeParse(value).data;
      return known?.destination_node_id === from ? { ...known, destination_node_id: to } : value;
    };
    for (const [key, value] of Object.entries(this.node(id))) {
      this.node(id)[key] = Array.isArray(value) ? value.map(changed) : changed(value);
    }
  }

  /** Adds an own edge to a shipped node. */
  branch(from: string, to: string, prompt: string): void {
    const own = {
      id: `own-${from}-to-${to}`,
      destination_node_id: to,
      transition_condition: { type: "prompt", prompt },
    };
    this.node(from)["edges"] = [...(leading.parse(this.node(from)).edges ?? []), own];
  }

  /** Adds an own question. */
  ask(id: string, text: string, to: string, more: Readonly<Record<string, unknown>> = {}): void {
    const next = { id: `${id}-to-${to}`, transition_condition: answered, destination_node_id: to };
    const instruction = { type: "static_text", text };
    this.flow.nodes.push({ id, name: id, type: "conversation", instruction, edges: [next], ...more });
  }

  describeAll(description: string, ...ids: readonly string[]): void {
    for (const { id, variables } of this.flow.nodes) {
      if (!Array.isArray(variables) || (ids.length > 0 && !ids.includes(id))) continue;
      for (const variable of variables) Object.assign(variable, { description });
    }
  }

  tool(name: string): Record<string, unknown> {
    const found = this.flow.tools.find((one) => one.name === name);
    if (found === undefined) throw new RangeError(`no tool ${name}`);
    return found;
  }

  /** Adds an own node that leads to the shipped flow. */
  own(text: string, more: Readonly<Record<string, unknown>> = {}, type = "prompt"): void {
    this.ask("own", text, "need", { instruction: { type, text }, ...more });
  }

  findings() {
    const { agent, flow, fr, en, es } = this;
    return conductFindings({ agent, flow }, { phrases: { fr, en, es }, golden });
  }

  ids(): readonly string[] {
    return this.findings().map(({ change }) => change.id);
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
