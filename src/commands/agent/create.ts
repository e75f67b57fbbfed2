import { type Command, Option } from "commander";
import {
  type AgentCreation,
  agentOfAccount,
  createMasterAgent,
  planMasterAgent,
} from "../../domain/agent/creation/create-agent.ts";
import { createTextAgent } from "../../domain/agent/creation/text-agent.ts";
import { readVoices, usualVoices } from "../../domain/agent/voices.ts";
import { keyVariable } from "../../domain/clinic/requests/read-clinic-request.ts";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { type AcceptFlags, addAcceptOption, requireConduct } from "../conduct.ts";
import { readLocalTemplate } from "./export.ts";
import {
  accountAgentText,
  creationJson,
  creationText,
  planJson,
  planText,
  textAgentText,
  textPlanText,
} from "./view.ts";

const engines = ["conversation-flow", "custom-llm", "text"] as const;
type Engine = (typeof engines)[number];

interface CreateFlags extends AcceptFlags {
  readonly template?: string;
  readonly engine?: Engine;
  readonly clinic?: string;
  readonly retellKeyEnv?: string;
  readonly force?: boolean;
  readonly writeEnv?: boolean;
  readonly envFile?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  addAcceptOption(command)
    .option("--template <path>", "use this template, a file or a folder, instead of the built-in one")
    .option("--force", "create a new agent even if one exists")
    .addOption(
      new Option(
        "--engine <engine>",
        "conversation-flow: the master agent; custom-llm: a clinic's own agent, over the socket; text: sends text messages",
      )
        .choices(engines)
        .default("conversation-flow"),
    )
    .option("--clinic <clinic>", "with --engine custom-llm: the clinic that gets the agent")
    .option(
      "--retell-key-env <variable>",
      "create it in the account of a clinic, whose key this environment variable holds; see clinic:update --agent",
    )
    .option("--reason <text>", "reason for the audit log; required with --accept-change")
    .option("--write-env", "also write RETELL_MASTER_AGENT_ID into .env, or the file of --env-file")
    .action((_flags: CreateFlags, action: Command) => {
      const flags = action.optsWithGlobals<CreateFlags>();
      if (flags.engine === "text") return createForTexts(flags, context);
      return flags.engine === "custom-llm" ? createForClinic(flags, context) : create(flags, context);
    });
}

/** Creates the clinic's agent, or a new version if its settings changed, and binds the clinic's number to it. */
async function createForClinic(flags: CreateFlags, context: Context): Promise<void> {
  const { clinic, template } = flags;
  if (clinic === undefined) {
    throw new AscendiaError("usage", "Missing --clinic.", { hint: "Pass --clinic <clinic>." });
  }
  const { customLlmAgent, customLlmAgentJson, customLlmAgentText } = await import("../custom-llm-agent.ts");
  const make = () => customLlmAgent({ clinic, template, dryRun: flags.dryRun === true }, context);
  const done = flags.dryRun === true ? await make() : await context.exclusively(make);
  context.output.result(customLlmAgentJson(done), () => customLlmAgentText(done));
}

/** Creates the agent for text messages: one per account, so clinics need not name it. */
async function createForTexts({ retellKeyEnv, dryRun }: CreateFlags, context: Context): Promise<void> {
  const account = retellKeyEnv === undefined ? null : keyVariable(retellKeyEnv);
  context.allowNewDatabase();
  const { agents } = await context.store();
  if (dryRun === true) {
    const there = await agents.textAgent(account);
    const plan = {
      dry_run: true,
      engine: "text" as const,
      action: there === undefined ? "create" : "unchanged",
    } as const;
    return context.output.result(plan, textPlanText);
  }
  const { agents: platform, chats } = await context.retell(account);
  const onStep = (step: string, outcome: string): void => context.output.note(`${step}: ${outcome}`);
  const records = { agents, audit: await context.audit(), journal: await context.journal() };
  const ports = { ...records, platform, chats, clock: context.clock, newId: () => context.newId(), onStep };
  const done = await context.exclusively(() => createTextAgent(account, ports));
  const { agentId, version } = done.agent;
  const data = { engine: "text" as const, outcome: done.kind, agent_id: agentId, agent_version: version };
  context.output.result(data, textAgentText);
}

/** The whole template is checked before anything is sent. */
async function create(flags: CreateFlags, context: Context): Promise<void> {
  if (flags.clinic !== undefined) {
    throw new AscendiaError(
      "usage",
      "All clinics share the master agent: --clinic works only with --engine custom-llm.",
      {
        hint: "Add --engine custom-llm, or remove --clinic.",
      },
    );
  }
  const { output, clock } = context;
  const path = flags.template === undefined ? context.config().templatePath : context.templatePath(flags.template);
  const { desired, json, file } = await readLocalTemplate(path, context);
  const force = flags.force === true;
  context.allowNewDatabase();
  await requireConduct(json, { ...flags, isDry: flags.dryRun === true, file }, context);
  const journal = await context.journal();
  const account = flags.retellKeyEnv === undefined ? undefined : keyVariable(flags.retellKeyEnv);
  const agents = account === undefined ? (await context.store()).agents : agentOfAccount(account, journal);
  if (flags.dryRun === true) {
    const plan = await planMasterAgent({ force, account }, { agents, journal });
    return output.result(planJson(plan, desired), () => planText(plan, desired));
  }
  const { agents: platform } = await context.retell(account);
  const newId = (): string => context.newId();
  const onStep = (step: string, outcome: string): void => output.note(`${step}: ${outcome}`);
  const records = { agents, versions: await context.agentVersions(), audit: await context.audit(), journal };
  const ports = { ...records, platform, clock, newId, onStep };
  const creation = await context.exclusively(() => createMasterAgent({ desired, force, account }, ports));
  if (account !== undefined) return showForAccount(creation, account, context);
  await chooseVoices(desired.settings["voice_id"], context);
  if (flags.writeEnv === true) await writeMasterId(creation.agent.agentId, flags.envFile ?? ".env", context);
  output.result(creationJson(creation), () => creationText(creation));
}

/** The agent answers no calls until a clinic names it. */
function showForAccount(creation: AgentCreation, account: string, { output }: Context): void {
  output.result(creationJson(creation), () => accountAgentText(creation, account));
}

/** A language that the agent's voice would speak with a foreign accent gets a voice of its own, if the account has one. */
async function chooseVoices(agentVoice: unknown, context: Context): Promise<void> {
  const { voices: store } = await context.store();
  if (typeof agentVoice !== "string" || Object.keys(await store.read()).length > 0) return;
  try {
    const { answers } = await context.retell();
    const chosen = usualVoices(readVoices(await answers.voices()), agentVoice);
    await store.save(chosen);
    for (const [language, voice] of Object.entries(chosen))
      context.output.note(
        `Calls in "${language}" are spoken by ${voice}; see voice:list and ASCENDIA_VOICES for others.`,
      );
  } catch (error) {
    if (!(error instanceof AscendiaError)) throw error;
    context.output.warn(`No voices were chosen: ${error.message} Set ASCENDIA_VOICES; see voice:list.`);
  }
}

const masterVariable = /^\s*(export\s+)?RETELL_MASTER_AGENT_ID\s*=.*$/mu;

/** Replaces the existing line or appends one; the rest of the file stays the same. */
async function writeMasterId(agentId: string, file: string, context: Context): Promise<void> {
  const line = `RETELL_MASTER_AGENT_ID=${agentId}`;
  const before = (await context.readIfThere(file)) ?? "";
  const end = before === "" || before.endsWith("\n") ? "" : "\n";
  const after = masterVariable.test(before) ? before.replace(masterVariable, line) : `${before}${end}${line}\n`;
  if (after !== before) await context.writeOutput(file, after);
  context.output.note(`${line} is in ${file}.`);
}
