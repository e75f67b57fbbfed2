import type { Command } from "commander";
import {
  type Acceptance,
  type AcceptedChanges,
  type Settled,
  type ConductFinding,
  recordAcceptance,
  settledFindings,
} from "../domain/agent/conduct/accepted-changes.ts";
import { phraseUseFindings } from "../domain/agent/template/check-template.ts";
import { type GoldenTexts, goldenSchema } from "../domain/agent/conduct/golden-texts.ts";
import { type ConductSurroundings, conductFindings } from "../domain/agent/conduct/judge-conduct.ts";
import type { ConductGate } from "../domain/agent/release/publish-version.ts";
import { AscendiaError } from "../errors.ts";
import { type Finding, findingText } from "../flow/rule.ts";
import { listOption } from "./list-option.ts";
import type { Context } from "./context.ts";
import { readJson } from "./input-files.ts";

export interface AcceptFlags {
  readonly acceptChange?: readonly string[];
  readonly reason?: string;
}

/** `--accept-change`, for each command that checks a template; the command itself defines --reason. */
export function addAcceptOption(command: Command): Command {
  return command.addOption(
    listOption(
      "--accept-change <id>",
      "with --reason: accept a change to what callers hear or are promised, by the finding's id",
    ),
  );
}

function acceptanceOf({ acceptChange = [], reason }: AcceptFlags): Acceptance {
  return { ids: acceptChange, reason: reason ?? null };
}

export async function goldenOf(context: Context): Promise<GoldenTexts> {
  return goldenSchema.parse(await readJson(context.shippedFile("templates/golden.json"), context));
}

export async function conductSurroundings(context: Context): Promise<ConductSurroundings> {
  return { phrases: (await context.phrases()).spoken, golden: await goldenOf(context) };
}

/** What this installation accepted; undefined where there is no database yet. */
async function acceptedHere(context: Context): Promise<AcceptedChanges | undefined> {
  try {
    return await context.acceptedChanges();
  } catch (error) {
    if (error instanceof AscendiaError && error.code === "not_configured") return undefined;
    throw error;
  }
}

/** The findings on a template without the accepted ones; those accepted now are recorded unless it is a dry run. */
export async function settleConduct(
  findings: readonly ConductFinding[],
  { isDry, ...flags }: AcceptFlags & { readonly isDry: boolean },
  context: Context,
): Promise<Settled> {
  if (findings.length === 0 && (flags.acceptChange ?? []).length === 0) return { open: [], accepted: [] };
  const changes = await acceptedHere(context);
  const digest = (text: string): string => context.digest(text);
  const digests = new Set((await changes?.list())?.map((change) => change.digest));
  const acceptance = acceptanceOf(flags);
  const settled = settledFindings(findings, acceptance, { digests, digest });
  if (settled.accepted.length === 0 || isDry) return settled;
  if (changes === undefined) {
    context.output.note("There is no database here, so the accepted changes are not remembered.");
    return settled;
  }
  const ports = { changes, audit: await context.audit(), clock: context.clock, digest };
  await context.atomically(() => recordAcceptance(settled.accepted, acceptance.reason ?? "", ports));
  for (const { change } of settled.accepted) context.output.note(`accepted ${change.id}`);
  return settled;
}

/** Finds what a version at Retell says that no one has accepted. */
export function conductGate(flags: AcceptFlags, context: Context): ConductGate {
  return async (template) => {
    const surroundings = await conductSurroundings(context);
    const unworded = await unwordedPhrases(template, context);
    const findings = conductFindings(template, surroundings);
    return [...unworded, ...(await settleConduct(findings, { ...flags, isDry: false }, context)).open];
  };
}

/** Phrases that a template speaks and that have no text in a language of the installation's clinics. */
async function unwordedPhrases(template: unknown, context: Context): Promise<readonly Finding[]> {
  const { spoken } = await context.phrases();
  const clinics = await (await context.store()).clinics.list();
  const findings = phraseUseFindings(template, spoken, new Set(clinics.map(({ language }) => language)));
  return findings.filter(({ rule, severity }) => rule === "missing-phrase" && severity === "error");
}

/** @throws invalid with every change that nobody has accepted */
export async function requireConduct(
  json: unknown,
  flags: AcceptFlags & { readonly isDry: boolean; readonly file: string },
  context: Context,
): Promise<void> {
  const surroundings = await conductSurroundings(context);
  const settled = await settleConduct(conductFindings(json, surroundings), flags, context);
  const unsaid = phraseUseFindings(json, surroundings.phrases).filter(({ severity }) => severity === "error");
  const open = [...unsaid, ...settled.open];
  if (open.length === 0) return;
  const lines = open.map((finding) => `  ${findingText(finding)}`);
  const count = open.length === 1 ? "1 change" : `${open.length} changes`;
  throw new AscendiaError(
    "invalid",
    `${flags.file} has ${count} of what callers hear or are promised:\n${lines.join("\n")}`,
    {
      hint: "Restore each, or accept it with --accept-change and --reason. Nothing was sent to Retell.",
      detail: open,
    },
  );
}
