import type { ModelPorts } from "../../domain/brain/model-ports.ts";
import type { Context } from "../context.ts";

export async function modelOf(
  { brain }: { readonly brain?: "offline" | "llm" },
  context: Context,
): Promise<ModelPorts | undefined> {
  if (brain !== "llm") return undefined;
  const ports = await context.languageModel();
  context.output.note(`model ${ports.model.identity}: receives clinic data, with a fictitious patient name and number`);
  return ports;
}

export function printModelUse(model: ModelPorts | undefined, { output }: Context): void {
  if (model === undefined) return;
  const { asked, remembered } = model.use;
  output.note(`model requests: ${asked}; answered from the cache at no cost: ${remembered}`);
}
