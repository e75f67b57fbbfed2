import type { ModelPorts } from "../../domain/brain/model-ports.ts";
import type { Context } from "../context.ts";

export async function modelOf(
  { brain }: { readonly brain?: "offline" | "llm" },
  context: Context,
): Promise<ModelPorts | undefined> {
  if (brain !== "llm") return undefined;
  const ports = await context.languageModel();
  context.output.note(`model ${ports.model.identity}: clinics' data goes there; a name and a number are fictitious`);
  return ports;
}

export function describeUse(model: ModelPorts | undefined, { output }: Context): void {
  if (model === undefined) return;
  const { asked, remembered } = model.use;
  output.note(`the model was asked ${asked} times; ${remembered} answers were known from before and cost nothing`);
}
