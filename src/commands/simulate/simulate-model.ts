import type { ModelPorts } from "../../domain/brain/model-ports.ts";
import { AscendiaError } from "../../errors.ts";
import { type ModelEstimate, estimateModelUse } from "../../simulator/scenario/model-budget.ts";
import type { Scenario } from "../../simulator/scenario/schema.ts";
import { counted } from "../../terminal/table.ts";
import type { Context } from "../context.ts";

export interface ModelFlags {
  readonly brain?: "offline" | "llm";
  readonly budget?: string;
}

/** @throws usage for a budget without a model, or one that is not a number */
export async function modelOf({ brain, budget }: ModelFlags, context: Context): Promise<ModelPorts | undefined> {
  const most = mostRequests(budget);
  if (brain !== "llm") {
    if (most === undefined) return undefined;
    throw new AscendiaError("usage", "--budget needs --brain llm.", {
      hint: "Without a model there is nothing to ask.",
    });
  }
  const ports = await context.languageModel();
  context.output.note(`model ${ports.model.identity}: receives clinic data, with a fictitious patient name and number`);
  return most === undefined ? ports : { ...ports, use: { ...ports.use, most } };
}

function mostRequests(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/u.test(text.trim())) return Number(text);
  throw new AscendiaError("usage", `--budget: "${text}" is not a number of requests, such as 500.`);
}

interface Planned {
  readonly scenarios: readonly Scenario[];
  readonly clinics: number;
  readonly repeat?: number | undefined;
}

/** Shows what the model may be asked for, and asks whether to. @throws interrupted without consent */
export async function agreeToModel(
  model: ModelPorts | undefined,
  { scenarios, clinics, repeat }: Planned,
  context: Context,
): Promise<void> {
  if (model === undefined) return;
  const estimate = estimateModelUse(scenarios, clinics, repeat);
  const { most } = model.use;
  const cap = most === undefined ? "" : `; at most ${counted(most, "request")} (--budget)`;
  context.output.note(`budget: ${budgetText(estimate)}${cap}; cached answers cost nothing`);
  const question = `Play ${counted(estimate.calls, "call")} with ${model.model.identity}?`;
  if (context.agreed || (await context.prompt.confirm(question))) return;
  throw new AscendiaError("interrupted", "Cancelled. The model was not asked.", {
    hint: "Play fewer calls (--scenario, --clinic), or set --budget.",
  });
}

function budgetText({ calls, requests, tokens }: ModelEstimate): string {
  const thousands = Math.ceil(tokens / 1000).toLocaleString("en");
  return `${counted(calls, "call")}, about ${counted(requests, "request")}, ${thousands} thousand tokens`;
}

export function printModelUse(model: ModelPorts | undefined, { output }: Context): void {
  if (model === undefined) return;
  const { asked, remembered, tokens } = model.use;
  const tokenNote = tokens === 0 ? "" : ` (${tokens.toLocaleString("en")} tokens)`;
  output.note(`model requests: ${asked}${tokenNote}; answered from the cache at no cost: ${remembered}`);
}
