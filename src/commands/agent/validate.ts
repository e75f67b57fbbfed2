import type { Command } from "commander";
import * as z from "zod";
import { type CheckedFile, checkFile } from "../../domain/agent/template/check-template.ts";
import type { ConductFinding } from "../../domain/agent/conduct/accepted-changes.ts";
import { conductFindings } from "../../domain/agent/conduct/judge-conduct.ts";
import {
  type ClinicFinding,
  type ContractCheck,
  checkClinicVariables,
} from "../../domain/agent/template/variable-contract.ts";
import { AscendiaError } from "../../errors.ts";
import type { CheckOptions, Finding } from "../../flow/rule.ts";
import type { Flow } from "../../flow/flow.ts";
import { counted, terminalSafe } from "../../terminal/table.ts";
import type { Context } from "../context.ts";
import { readJson, readTemplateInput, shippedTemplate } from "../input-files.ts";
import { type AcceptFlags, addAcceptOption, conductSurroundings, settleConduct } from "../conduct.ts";

const variables = z.record(z.string(), z.string());

/** Sample values by name. @throws invalid with the names whose value is not a string */
export function readVariables(json: unknown, file: string): Readonly<Record<string, string>> {
  const result = variables.safeParse(json);
  if (result.success) return result.data;
  const names = result.error.issues.map((issue) => issue.path.join(".")).filter((name) => name !== "");
  const what = names.length === 0 ? "is not a JSON object" : `has no string for ${names.join(", ")}`;
  throw new AscendiaError("invalid", `${file} ${what}.`, {
    hint: 'Write names and sample values, such as {"customer_name": "Awa Test"}. Retell accepts strings only.',
  });
}

type AnyFinding = Finding & Partial<Pick<ClinicFinding, "clinic"> & Pick<ConductFinding, "change">>;

export interface Validation {
  readonly file: string;
  readonly kind: CheckedFile["kind"];
  readonly nodes: number;
  /** null without --clinics. */
  readonly clinics: number | null;
  readonly errors: number;
  readonly warnings: number;
  readonly findings: readonly ReturnType<typeof findingJson>[];
}

/** Errors before warnings, then in the order of the rules. */
export function validationJson(file: string, checked: CheckedFile, ofClinics?: ContractCheck): Validation {
  const findings: readonly AnyFinding[] = [...checked.findings, ...(ofClinics?.findings ?? [])];
  const errors = findings.filter((finding) => finding.severity === "error");
  const warnings = findings.filter((finding) => finding.severity === "warning");
  return {
    file,
    kind: checked.kind,
    nodes: checked.nodes,
    clinics: ofClinics?.clinics ?? null,
    errors: errors.length,
    warnings: warnings.length,
    findings: [...errors, ...warnings].map(findingJson),
  };
}

/** Every finding has every key, so that a CI script need not test for them. */
function findingJson({ rule, severity, clinic, node, edge, field, change, message, fix }: AnyFinding) {
  const place = { clinic: clinic ?? null, node: node ?? null, edge: edge ?? null, field: field ?? null };
  return { rule, severity, ...place, change: change?.id ?? null, message, fix };
}

const shownPerRule = 10;

/** Grouped by rule: one rule broken in many places is read once. */
export function validationText({ file, kind, nodes, clinics, errors, warnings, findings }: Validation): string {
  const scope = `${file}: ${kind} of ${counted(nodes, "node")}${clinics === null ? "" : `, ${counted(clinics, "clinic")}`}`;
  const titles = [...new Set(findings.map(titleOf))];
  const told = titles.map((title) =>
    groupText(
      title,
      findings.filter((finding) => titleOf(finding) === title),
    ),
  );
  const verdict =
    findings.length === 0 ? "No findings." : `${counted(errors, "error")}, ${counted(warnings, "warning")}.`;
  return terminalSafe([scope, ...told, verdict].join("\n\n"));
}

function titleOf({ severity, rule }: Validation["findings"][number]): string {
  return `${severity} ${rule}`;
}

function groupText(title: string, findings: Validation["findings"]): string {
  const shown = findings.slice(0, shownPerRule);
  const rest = findings.length - shown.length;
  return [
    `${title} (${findings.length})`,
    ...shown.map(placeText),
    ...(rest === 0 ? [] : [`  … and ${rest} more; --json shows all`]),
  ].join("\n");
}

function placeText({ clinic, node, edge, field, message, fix }: Validation["findings"][number]): string {
  const places = [clinic && `clinic ${clinic}`, node && `node ${node}`, edge && `edge ${edge}`, field];
  const place = places.filter((part) => part !== null && part !== "").join(" · ");
  return `  ${place === "" ? "flow" : place}\n    ${message}\n    → ${fix}`;
}

interface ValidateFlags extends AcceptFlags {
  readonly strict?: boolean;
  readonly clinics?: boolean;
  readonly variables?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  addAcceptOption(command)
    .argument(
      "[file]",
      "a flow, an agent export or a template; - for standard input (default: ASCENDIA_TEMPLATE or the built-in template)",
    )
    .option("--strict", "fail on warnings too")
    .option("--reason <text>", "reason for the audit log; required with --accept-change")
    .option("--clinics", "also check the flow against the variables of every clinic in the database")
    .option(
      "--variables <file>",
      "JSON file: names and sample values of the variables that come with every call of a standalone flow",
    )
    .action((file: string | undefined, flags: ValidateFlags) => validate(file, flags, context));
}

async function validate(named: string | undefined, flags: ValidateFlags, context: Context): Promise<void> {
  const { output } = context;
  const own = named ?? context.config().templatePath;
  const file = own ?? shippedTemplate;
  const { json } = await readTemplateInput(own ?? undefined, context);
  const surroundings = await conductSurroundings(context);
  const { phrases } = surroundings;
  const options = { ...(await givenVariables(flags, context)), ...(await knownLists(context)) };
  const read = checkFile(json, { phrases, ...options });
  const checked = await settled(read, conductFindings(json, surroundings), flags, context);
  const { flow } = checked;
  const ofClinics = flags.clinics === true && flow !== undefined ? await clinicsOf(flow, context) : undefined;
  const result = validationJson(file, checked, ofClinics);
  const error = failureOf({ checked, ofClinics, counts: result, strict: flags.strict === true });
  if (error === undefined) return output.result(result, validationText);
  output.failedResult(result, validationText, error);
  throw error;
}

/** The check without the findings that were accepted for this template. */
async function settled(
  checked: CheckedFile,
  conduct: readonly ConductFinding[],
  flags: ValidateFlags,
  context: Context,
): Promise<CheckedFile> {
  const judged = checked.kind === "template" ? conduct : [];
  const { open } = await settleConduct(judged, { ...flags, isDry: flags.dryRun === true }, context);
  return { ...checked, findings: [...checked.findings, ...open] };
}

/** With --accept-change, the command records what is accepted. */
export function isWrite(command: Command): boolean {
  return (command.opts<ValidateFlags>().acceptChange ?? []).length > 0;
}

async function givenVariables({ variables: path }: ValidateFlags, context: Context): Promise<CheckOptions> {
  if (path === undefined) return {};
  const samples = readVariables(await readJson(path, context), path);
  return { samples, supplied: Object.keys(samples) };
}

/** The account's lists as last read; none where there is no database yet. */
async function knownLists(context: Context): Promise<CheckOptions> {
  const account = await context.accountLists();
  return account === undefined ? {} : { account };
}

async function clinicsOf(flow: Flow, context: Context): Promise<ContractCheck> {
  const { spoken: phrases } = await context.phrases();
  return checkClinicVariables(flow, { store: await context.store(), phrases, clock: context.clock });
}

interface Verdict {
  readonly checked: CheckedFile;
  readonly ofClinics: ContractCheck | undefined;
  readonly counts: { readonly errors: number; readonly warnings: number };
  readonly strict: boolean;
}

/** An empty flow proves nothing; apart from that, an error outranks an unchecked clinic. */
function failureOf({ checked, ofClinics, counts, strict }: Verdict): AscendiaError | undefined {
  const { errors, warnings } = counts;
  if (checked.flow !== undefined && checked.nodes === 0) {
    return new AscendiaError("nothing_checked", "The flow has no nodes, so there was nothing to check.");
  }
  if (errors > 0) return new AscendiaError("invalid", `Found ${counted(errors, "error")}.`);
  if (ofClinics?.clinics === 0) {
    return new AscendiaError("nothing_checked", "No clinics to check: the database has none.", {
      hint: "Add one with ascendia clinic:onboard, or remove --clinics.",
    });
  }
  if (!strict || warnings === 0) return undefined;
  return new AscendiaError("invalid", `Found ${counted(warnings, "warning")}; --strict does not allow them.`);
}
