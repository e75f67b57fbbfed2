import { type Command, Option } from "commander";
import { type Transport, transports } from "../../domain/clinic/requests/clinic-request.ts";
import { fieldProblem } from "../../domain/clinic/requests/read-clinic-request.ts";
import { parseTelephone } from "../../domain/clinic/telephone/telephone.ts";
import { type ImportPlan, type Trunk, applyImport, planImport } from "../../domain/fleet/numbers/import-number.ts";
import { requireClinic } from "../../domain/fleet/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { type ClinicFlag, addClinicOption, namedClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { numberPorts } from "../number-ports.ts";

interface ImportFlags extends ClinicFlag {
  readonly number?: string;
  readonly terminationUri?: string;
  readonly username?: string;
  readonly passwordEnv?: string;
  readonly transport?: Transport;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .option("--number <number>", "the number, as assigned by the carrier")
    .option("--termination-uri <host>", "host of the carrier's SIP trunk")
    .option("--username <name>", "user name for the trunk")
    .option(
      "--password-env <variable>",
      "environment variable that holds the trunk's password (a terminal asks for it)",
    )
    .addOption(new Option("--transport <transport>", "transport between Retell and the trunk").choices(transports))
    .action((flags: ImportFlags) =>
      context.exclusively(async () => importNumber(await namedClinic(flags, context), flags, context)),
    );
}

async function importNumber(idOrSlug: string, flags: ImportFlags, context: Context): Promise<void> {
  const clinic = await requireClinic(idOrSlug, (await context.store()).clinics);
  const ports = await numberPorts(clinic, context);
  const trunk = await trunkOf(flags, clinic.country, context);
  const plan = await planImport(clinic.id, trunk, ports);
  const isDryRun = flags.dryRun === true;
  if (!isDryRun) await applyImport(plan, ports);
  context.output.result({ dry_run: isDryRun, ...importJson(plan) }, () => importText(plan, isDryRun));
}

async function trunkOf(flags: ImportFlags, country: string, context: Context): Promise<Trunk> {
  const { prompt } = context;
  const number = flags.number ?? (await prompt.text({ message: "Number to import:", flag: "--number" }));
  const host =
    flags.terminationUri ??
    (await prompt.text({ message: "Host of the SIP trunk (termination URI):", flag: "--termination-uri" }));
  const problem = fieldProblem("number", { import: { phone_number: number, termination_uri: host } }, country);
  if (problem !== undefined) throw new AscendiaError("invalid", asFlags(problem));
  return {
    phoneNumber: parseTelephone(number, country, "--number"),
    terminationUri: host,
    username: flags.username ?? null,
    password: await passwordOf(flags, context),
    transport: flags.transport ?? null,
  };
}

/** Turns a problem of clinic.json into one of the command line. */
function asFlags(problem: string): string {
  return problem
    .replace(/^number\.import\./u, "")
    .replace(/^phone_number\b/u, "--number")
    .replace(/^termination_uri\b/u, "--termination-uri");
}

/** Never a flag: flags end up in the shell history and the process list. */
async function passwordOf({ username, passwordEnv }: ImportFlags, context: Context): Promise<string | null> {
  if (passwordEnv !== undefined) {
    const password = context.secret(passwordEnv);
    if (password !== undefined) return password;
    throw new AscendiaError("not_configured", `The trunk's password is missing: ${passwordEnv}, which is not set.`, {
      hint: `Set it in the environment or in .env: ${passwordEnv}=…`,
    });
  }
  if (username === undefined) return null;
  return context.prompt.secret({
    message: `Password of ${username} for the trunk:`,
    flag: "--password-env <variable>",
  });
}

function importJson({ clinic, action, trunk, binding }: ImportPlan) {
  return {
    clinic: clinic.slug,
    number: trunk.phoneNumber,
    action,
    price: "paid to the carrier",
    termination_uri: trunk.terminationUri,
    transport: trunk.transport ?? "TCP",
    agent_id: binding.inboundAgents[0]?.agentId ?? null,
    agent_version: binding.inboundAgents[0]?.agentVersion ?? null,
    inbound_webhook_url: binding.inboundWebhookUrl,
  };
}

const said = {
  create: "imported for",
  adopt: "already at Retell; assigned to",
  update: "already at Retell; bound for",
  unchanged: "unchanged for",
} as const;

function importText({ clinic, action, trunk }: ImportPlan, isDryRun: boolean): string {
  const where = `${trunk.phoneNumber} over ${trunk.terminationUri}`;
  return `${isDryRun ? "Would be " : ""}${said[action]} ${clinic.slug}: ${where} (paid to the carrier, nothing to Retell)`;
}
