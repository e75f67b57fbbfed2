import type { Command } from "commander";
import { createMasterAgent, planMasterAgent } from "../../domain/agent/create-agent.ts";
import type { Context } from "../context.ts";
import { readLocalTemplate } from "./local-template.ts";
import { creationJson, creationText, planJson, planText } from "./view.ts";

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
  const { desired } = await readLocalTemplate(flags.template, context);
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
  const records = { agents, versions: await context.agentVersions(), audit: await context.audit(), journal };
  const ports = { ...records, platform, clock, newId, onStep };
  const creation = await context.exclusively(() => createMasterAgent({ desired, force }, ports));
  output.result(creationJson(creation), () => creationText(creation));
}
