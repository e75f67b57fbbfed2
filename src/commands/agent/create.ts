import { createHash } from "node:crypto";
import type { Command } from "commander";
import { createMasterAgent, planMasterAgent } from "../../domain/agent/create-agent.ts";
import { desiredAgent } from "../../domain/agent/desired-agent.ts";
import { type MasterTemplate, parseTemplate } from "../../domain/agent/template.ts";
import { findingText } from "../../domain/flow/finding.ts";
import type { Context } from "../context.ts";
import { publicUrlOf } from "../public-url.ts";
import { readJson } from "../read-json.ts";
import { creationJson, creationText, planJson, planText } from "./view.ts";

const shippedTemplate = "templates/master-agent.json";

interface CreateFlags {
  readonly template?: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .option("--template <file>", "use this template instead of the one that ascendia ships")
    .option("--force", "make a new agent even where there is one")
    .action((flags: CreateFlags) => create(flags, context));
}

/** The template is checked whole before anything is sent. */
async function create(flags: CreateFlags, context: Context): Promise<void> {
  const { output, clock } = context;
  const template = await readTemplate(flags.template, context);
  for (const warning of template.warnings) output.warn(findingText(warning));
  const desired = desiredAgent(template, sha256);
  const force = flags.force === true;
  const { agents } = await context.store();
  const journal = await context.journal();
  if (flags.dryRun === true) {
    const plan = await planMasterAgent({ force }, { agents, journal });
    return output.result(planJson(plan, desired), () => planText(plan, desired));
  }
  const { agents: platform } = await context.retell();
  const newId = (): string => context.newId();
  const onStep = (step: string, outcome: string): void => output.note(`${step}: ${outcome}`);
  const ports = { platform, agents, journal, clock, newId, onStep };
  const creation = await context.exclusively(() => createMasterAgent({ desired, force }, ports));
  output.result(creationJson(creation), () => creationText(creation));
}

async function readTemplate(named: string | undefined, context: Context): Promise<MasterTemplate> {
  const file = named ?? context.shippedFile(shippedTemplate);
  const values = { PUBLIC_URL: publicUrlOf(context) };
  return parseTemplate(await readJson(file, context), { file: named ?? shippedTemplate, values });
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
