import type { Command } from "commander";
import { desiredAgent } from "../../domain/agent/content/agent-content.ts";
import { recordAsFound } from "../../domain/agent/creation/adopt-agent.ts";
import { type TheirsPlan, migratedTemplate, adoptTheirs, planTheirs } from "../../domain/agent/release/take-theirs.ts";
import type { AgentContent } from "../../domain/agent/ports.ts";
import {
  type TemplateTopics,
  splitTopics,
  jsonText,
  templateText,
} from "../../domain/agent/template/template-files.ts";
import { parseTemplate } from "../../domain/agent/template/template.ts";
import { type AgentUpdate, type UpdatePlan, planUpdate, updateAgent } from "../../domain/agent/release/update-agent.ts";
import { wholeItems } from "../../domain/agent/content/diff-agent.ts";
import { AscendiaError } from "../../errors.ts";
import { publicUrlOf } from "../arguments.ts";
import type { Context, TemplateChoice } from "../context.ts";
import { agreeTo } from "./agent-ports.ts";
import { type AgentFlag, type ChosenAgent, addAgentOption, onChosenAgent } from "./chosen-agent.ts";
import { type AcceptFlags, addAcceptOption, requireConduct } from "../conduct.ts";
import { type LocalTemplate, chosenTemplate, readLocalTemplate, templateFlag } from "./export.ts";
import { counted } from "../../terminal/table.ts";

export function updatePlanJson(plan: UpdatePlan) {
  if (plan.kind === "unchanged") return { dry_run: true, action: "unchanged", version: plan.version };
  return {
    dry_run: true,
    action: "create",
    what: "draft version",
    base_version: plan.base,
    continues: plan.continues,
    places: wholeItems(plan.drift.differences).map(({ path, changed }) => ({ path, changed })),
    removes: removedItems(plan),
  };
}

/** The nodes, edges and tools at Retell that the template does not have. */
export function removedItems(plan: UpdatePlan): readonly string[] {
  if (plan.kind === "unchanged") return [];
  return wholeItems(plan.drift.differences)
    .filter(({ path, changed, local }) => changed !== "unpublished" && local === undefined && path.endsWith("]"))
    .map(({ path }) => path);
}

export function updatePlanText(plan: UpdatePlan, template: string): string {
  if (plan.kind === "unchanged") return `Nothing to change: version ${plan.version} matches the template.`;
  const start = plan.continues ? "Would finish the interrupted update:" : "Would:";
  const { length } = wholeItems(plan.drift.differences);
  const removes = removedItems(plan).map((item) => `  remove  ${item}`);
  return [
    start,
    `  create  a draft version from version ${plan.base}`,
    `  update  its flow and agent, ${counted(length, "place")} (ascendia agent:diff${template})`,
    ...removes,
    "Callers get it only after agent:publish and agent:rollout or agent:promote.",
  ].join("\n");
}

export function updateJson(done: AgentUpdate) {
  if (done.kind === "created") {
    return { outcome: "created", version: done.version, base_version: done.base, left_to_retell: done.leftOut };
  }
  return { outcome: "unchanged", version: done.version, is_published: done.isPublished };
}

export function updateText(done: AgentUpdate): string {
  if (done.kind === "created") {
    return [
      `Wrote draft version ${done.version}, based on version ${done.base}, and verified it.`,
      ...(done.leftOut === "" ? [] : [`Returned by Retell but not accepted back, so left unchanged: ${done.leftOut}`]),
      `Next: ascendia agent:publish --version ${done.version}`,
    ].join("\n");
  }
  const state = done.isPublished ? "published" : "a draft";
  return `Nothing to change: version ${done.version} (${state}) matches the template.`;
}

export interface TheirsOutcome {
  readonly plan: TheirsPlan;
  readonly file: string;
  readonly backup: string | null;
  readonly isDry: boolean;
}

export function theirsJson({ plan, file, backup, isDry }: TheirsOutcome) {
  return {
    ...(isDry ? { dry_run: true } : {}),
    outcome: backup === null && !plan.adopts ? "unchanged" : "taken",
    file,
    backup,
    version: plan.head.agent.version,
    places: plan.changes.map(({ path, changed }) => ({ path, changed })),
  };
}

export function theirsText(outcome: TheirsOutcome, template: string): string {
  const { plan, file, backup, isDry } = outcome;
  const { version } = plan.head.agent;
  if (backup === null && !plan.adopts) return `Nothing to change: ${file} matches version ${version}.`;
  const places = counted(plan.changes.length, "place");
  const lines = [
    `${isDry ? "Would copy" : "Copied"} ${places} of version ${version} into ${file}.`,
    ...plan.changes.map(({ path }) => `  ${path}`),
    ...(backup === null ? [] : [`${isDry ? "Would save" : "Saved"} the previous file as ${backup}.`]),
  ];
  return [...lines, `Nothing was written to Retell. Next: ascendia agent:diff${template}`].join("\n");
}

interface UpdateFlags extends AcceptFlags, AgentFlag {
  readonly template?: string;
  readonly ours?: boolean;
  readonly theirs?: boolean;
  readonly migrate?: boolean;
  readonly note?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  addAgentOption(addAcceptOption(command))
    .description("write the template to a new draft version; callers get it only after agent:publish and a rollout")
    .option(
      "--template <path>",
      'template: a file, a folder or "built-in" (default: the one the agent was last written from)',
    )
    .option("--ours", "overwrite changes made in Retell's dashboard")
    .option("--theirs", "merge the dashboard's changes into the template file instead, and keep a backup")
    .option(
      "--migrate",
      "also convert the template's model settings to Retell's new form, replace retired models with their successors, and keep a backup",
    )
    .option("--note <text>", "note stored with the version")
    .option("--reason <text>", "reason for the audit log")
    .action((flags: UpdateFlags) => update(flags, context));
}

async function update(flags: UpdateFlags, context: Context): Promise<void> {
  if (flags.ours === true && flags.theirs === true) {
    throw new AscendiaError("usage", "--ours and --theirs cannot be combined.", { hint: "Pass only one of them." });
  }
  if (flags.migrate === true && flags.theirs === true) {
    throw new AscendiaError("usage", "--migrate and --theirs cannot be combined.", {
      hint: "Take the dashboard's changes first, then migrate.",
    });
  }
  return onChosenAgent(flags, context, (chosen) =>
    flags.theirs === true ? takeTheirs(chosen, flags, context) : writeOurs(chosen, flags, context),
  );
}

async function writeOurs(chosen: ChosenAgent, flags: UpdateFlags, context: Context): Promise<void> {
  const { output } = context;
  const { master, ports, advice } = chosen;
  const choice = await chosenTemplate(flags.template, { context, master });
  const { desired, json, file } =
    flags.migrate === true
      ? await migrateLocal(choice.path, { isDry: flags.dryRun === true }, context)
      : await readLocalTemplate(choice.path, context);
  await requireConduct(json, { ...flags, isDry: flags.dryRun === true, file }, context);
  const { note = null, reason = null } = flags;
  const named = templateFlag(flags.template);
  const choices = {
    overDashboard: flags.ours === true,
    migrates: flags.migrate === true,
    templateFlag: named,
    note,
    reason,
  };
  const request = { master, desired, ...choices };
  const plan = await planUpdate(request, ports);
  if (flags.dryRun === true) return output.result(updatePlanJson(plan), () => advice(updatePlanText(plan, named)));
  if (choice.last !== undefined && choice.path !== choice.last) await agreeToChange(choice, plan, context);
  const done = await context.exclusively(async () => {
    if (chosen.ownClinics !== null) {
      await recordAsFound(master, { ...ports, digest: (text) => context.digest(text), now: context.clock.now() });
    }
    return updateAgent(request, ports);
  });
  output.result(updateJson(done), () => advice(updateText(done)));
}

/** A template other than the one in use removes whatever it does not have, so that is shown first. */
async function agreeToChange({ path, last }: TemplateChoice, plan: UpdatePlan, context: Context): Promise<void> {
  const [before, after] = [last, path].map((one) => one ?? "the built-in template");
  context.output.note(`The agent was last written from ${before}; from now on it is written from ${after}.`);
  const removes = removedItems(plan);
  if (removes.length === 0) return;
  for (const item of removes) context.output.note(`removes ${item}`);
  const items = removes.length === 1 ? "1 item" : `${removes.length} items`;
  await agreeTo(`Change the template and remove ${items} from the agent?`, context);
}

/** The migrated template. A file of the operator's own is rewritten, with its old text kept as a backup. */
async function migrateLocal(
  own: string | null,
  { isDry }: { readonly isDry: boolean },
  context: Context,
): Promise<Pick<LocalTemplate, "desired" | "json" | "file">> {
  const { json, file, topics } = await readLocalTemplate(own, context);
  const migration = migratedTemplate(json);
  const template = parseTemplate(migration.json, { file, values: { PUBLIC_URL: publicUrlOf(context) } });
  const written = isDry || own === "-" || own === null ? undefined : migration.template;
  for (const { path, before, after } of migration.changes) {
    context.output.note(
      `${written === undefined ? "would migrate" : "migrated"} ${path}: ${before ?? "nothing"} → ${after ?? "nothing"}`,
    );
  }
  if (written !== undefined && own !== null) {
    const suffix = `.${stampOf(context.clock.now())}.bak`;
    await replaceTemplate(own, { template: written, topics, suffix }, context);
    const kept = `${own}${topics === undefined ? "" : "/*"}${suffix}`;
    context.output.note(`Saved the previous template as ${kept}.`);
  }
  const desired = { ...desiredAgent(template, (text) => context.digest(text)), source: own };
  return { desired, json: migration.json, file };
}

async function takeTheirs(chosen: ChosenAgent, flags: UpdateFlags, context: Context): Promise<void> {
  const { path } = await chosenTemplate(flags.template, { context, master: chosen.master });
  if (path === null || path === "-") {
    throw new AscendiaError("usage", "--theirs needs a template file of your own: the built-in one is read-only.", {
      hint: "Pass --template <file>; ascendia agent:export -o <file> creates one.",
    });
  }
  const outcome = await context.exclusively(() => theirsInto({ path, chosen }, flags, context));
  context.output.result(theirsJson(outcome), () => chosen.advice(theirsText(outcome, templateFlag(flags.template))));
}

/** The new content is checked before anything is written; the old file is kept as a backup next to it. */
async function theirsInto(
  { path: templatePath, chosen }: { readonly path: string; readonly chosen: ChosenAgent },
  flags: UpdateFlags,
  context: Context,
): Promise<TheirsOutcome> {
  // As the user spells it.
  const file = flags.template ?? templatePath;
  const { desired, json, topics } = await readLocalTemplate(file, context);
  const publicUrl = publicUrlOf(context);
  const { master, ports } = chosen;
  const plan = await planTheirs({ master, desired, json, publicUrl }, ports);
  const template = parseTemplate(plan.template, { file, values: { PUBLIC_URL: publicUrl } });
  const { hash } = desiredAgent(template, (text) => context.digest(text));
  const suffix = `.${stampOf(context.clock.now())}.bak`;
  const backup = plan.changesFile ? `${file}${topics === undefined ? "" : "/*"}${suffix}` : null;
  const outcome = { plan, file, backup, isDry: flags.dryRun === true };
  if (outcome.isDry) return outcome;
  if (backup !== null) await replaceTemplate(file, { template: plan.template, topics, suffix }, context);
  const act = { act: context.newId(), templatePath, reason: flags.reason ?? null };
  if (plan.adopts) await adoptTheirs({ plan, templateHash: hash, ...act }, ports);
  return outcome;
}

interface Replacement {
  readonly template: AgentContent;
  readonly topics: TemplateTopics | undefined;
  /** Suffix of the backup copies. */
  readonly suffix: string;
}

/** A file, or a folder with one file per topic. */
async function replaceTemplate(
  file: string,
  { template, topics, suffix }: Replacement,
  context: Context,
): Promise<void> {
  const written =
    topics === undefined
      ? [[file, templateText(template)] as const]
      : [...splitTopics(template, topics)].map(([name, content]) => [`${file}/${name}`, jsonText(content)] as const);
  for (const [path, text] of written) await replaceKept(path, { text, suffix }, context);
}

/** Keeps the old text in a copy next to the file; a file that does not change needs no copy. */
async function replaceKept(
  path: string,
  { text, suffix }: { readonly text: string; readonly suffix: string },
  context: Context,
): Promise<void> {
  const before = await context.readIfThere(path);
  if (before === text) return;
  if (before !== undefined) await context.writeOutput(`${path}${suffix}`, before);
  await context.writeOutput(path, text);
}

function stampOf(now: number): string {
  return new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, "");
}
