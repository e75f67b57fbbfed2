import type * as z from "zod";
import { AscendiaError } from "../../../errors.ts";
import { validateFlow } from "../../../flow/check/check-flow.ts";
import { type CheckOptions, type Finding, mapFlow } from "../../../flow/rule.ts";
import { valueFindings } from "../../../flow/check/value-rules.ts";
import { textsIn } from "../../../flow/check/variable-rules.ts";
import type { Flow } from "../../../flow/flow.ts";
import { readFlow } from "../../../flow/parse/parse-flow.ts";
import { isSystemVariable, placeholderNames } from "../../../flow/placeholders.ts";
import { readTolerantly } from "../../../flow/parse/read-tolerantly.ts";
import { fieldText } from "../../../flow/parse/schema-problem.ts";
import type { AccountLists } from "../../../flow/schema/retell-lists.ts";
import { isObject, unwrapFlow } from "../../../flow/parse/unwrap-flow.ts";
import { type Language, type Translated, languages } from "../../language/language.ts";
import { closestText } from "../../closest-text.ts";
import { contentOf } from "../bare-content.ts";
import { type ClinicFact, agentSettingsSchema, clinicFacts } from "./agent.ts";
import { unknownPlaceholders } from "./template-files.ts";
import { type PhraseKey, catalogueSchema, phraseKeys } from "./phrases.ts";

const parts = ["agent", "flow"] as const;

/** Everything wrong with a template, all at once: agent settings, flow, placeholders of both kinds. */
export function templateFindings(json: unknown, account?: AccountLists): readonly Finding[] {
  if (!isObject(json))
    return [shapeProblem("The template is not a JSON object.", 'Write {"agent": {…}, "flow": {…}}.')];
  const shape = [
    ...parts.filter((part) => !isObject(json[part])).map(missingPart),
    ...Object.keys(json)
      .filter((key) => !parts.some((part) => part === key))
      .map((key) =>
        shapeProblem(`Unknown key "${key}" in the template.`, 'Remove it: only "agent" and "flow" are allowed.', key),
      ),
  ];
  const agent = isObject(json["agent"]) ? agentFindings(json["agent"], account) : [];
  const flow = isObject(json["flow"]) ? flowFindings(json["flow"], account) : [];
  return [...shape, ...agent, ...flow];
}

function missingPart(part: string): Finding {
  return shapeProblem(
    `The template has no "${part}" object.`,
    `Add "${part}": {…}, as in the built-in template.`,
    part,
  );
}

function shapeProblem(message: string, fix: string, field?: string): Finding {
  return { rule: "template", severity: "error", ...(field !== undefined && { field }), message, fix };
}

type Settings = Readonly<Record<string, unknown>>;

function agentFindings(agent: Settings, account: AccountLists | undefined): readonly Finding[] {
  const format = settingsFindings(agent, agentSettingsSchema, account);
  return [...format, ...unknownPlaceholders(agent), ...unsupplied(agent)].map(insideAgent);
}

function settingsFindings(agent: Settings, schema: z.ZodType, account: AccountLists | undefined): readonly Finding[] {
  const { unknownKeys, problems } = readTolerantly(schema, agent, "meant");
  return [...unknownKeys.map(({ finding }) => finding), ...problems, ...valueFindings(agent, account)];
}

/**
 * Findings about an export: Retell shows unset fields as null and adds its own fields, and nothing here supplies its
 * variables.
 */
function exportFindings(agent: Settings, account: AccountLists | undefined): readonly Finding[] {
  return settingsFindings(contentOf({ agent, flow: {} }).agent, agentSettingsSchema.partial(), account);
}

function insideAgent(finding: Finding): Finding {
  return { ...finding, field: finding.field === undefined ? "agent" : `agent.${finding.field}` };
}

function unsupplied(agent: unknown): readonly Finding[] {
  const supplied: ReadonlySet<string> = new Set(CALLER_VARIABLES);
  return textsIn(agent).flatMap(({ path, text }) =>
    placeholderNames(text)
      .filter((name) => !supplied.has(name) && !ownPhrase.test(name) && !isSystemVariable(name))
      .map((name) => ({
        rule: "variable-never-supplied",
        severity: "error" as const,
        field: fieldText(path),
        message: `{{${name}}} has no value: neither the call nor the template sets it.`,
        fix: "Correct the name or remove it.",
      })),
  );
}

function flowFindings(flow: unknown, account: AccountLists | undefined): readonly Finding[] {
  const options = { supplied: suppliedTo(flow), ...(account !== undefined && { account }) };
  return [...validateFlow(flow, options), ...unknownPlaceholders(flow)];
}

/** Rules about format only. Retell decides on format, so a version that Retell shows has passed them. */
const formatRules: ReadonlySet<string> = new Set([
  "schema",
  "out-of-range",
  "misspelt-key",
  "node-type",
  "operator",
  "unknown-language",
  "tools-on-conversation",
  "default-variable-type",
]);

/** Like `templateFindings`, for a version that Retell has accepted: format problems are only warnings. */
export function acceptedFindings(json: unknown): readonly Finding[] {
  return templateFindings(json).map((finding): Finding => {
    return formatRules.has(finding.rule) ? Object.assign({}, finding, { severity: "warning" }) : finding;
  });
}

/** An installation's own phrase may have any key; `phraseUseFindings` checks that it has a text. */
const ownPhrase = /^phrase_[a-z][a-z0-9_]*$/u;

/** A template need not use every variable of a call, so only used ones count as supplied. */
function suppliedTo(flow: unknown): readonly string[] {
  const used = [...new Set(textsIn(flow).flatMap(({ text }) => placeholderNames(text)))];
  const supplied: ReadonlySet<string> = new Set(CALLER_VARIABLES);
  return used.filter((name) => supplied.has(name) || ownPhrase.test(name));
}

/** Every phrase of a language that is missing, empty, or names something that is not a fact about a clinic. */
function phraseFindings(language: Language, json: unknown): readonly Finding[] {
  const result = catalogueSchema.safeParse(json);
  return result.success ? [] : result.error.issues.flatMap((issue) => findingsOf(issue, language));
}

function findingsOf(issue: z.core.$ZodIssue, language: Language): readonly Finding[] {
  const error = (path: readonly PropertyKey[], texts: Pick<Finding, "rule" | "message" | "fix">): Finding => ({
    severity: "error",
    field: ["phrases", language, ...path.map(String)].join("."),
    ...texts,
  });
  if (issue.code === "invalid_type" || issue.code === "too_small") {
    const message = `The phrase is missing in "${language}"; callers would hear nothing.`;
    return [error(issue.path, { rule: "missing-phrase", message, fix: "Add a text." })];
  }
  const message = `The phrase ${issue.message}.`;
  return [error(issue.path, { rule: "phrase", message, fix: "Use clinic facts only, or remove it." })];
}

/**
 * Phrases that the template speaks but that have no text, and texts that no template speaks. A language that no clinic
 * of the installation speaks may be missing.
 */
export function phraseUseFindings(
  json: unknown,
  phrases: Translated<unknown>,
  spoken: ReadonlySet<Language> = new Set(),
): readonly Finding[] {
  const shipped: ReadonlySet<string> = new Set(phraseKeys);
  const names = textsIn(json).flatMap(({ text }) => placeholderNames(text).filter((name) => ownPhrase.test(name)));
  const used = new Set(names.map((name) => name.slice("phrase_".length)).filter((key) => !shipped.has(key)));
  const worded = (language: Language): readonly string[] => {
    const texts = phrases[language];
    return Object.keys(isObject(texts) ? texts : {}).filter((key) => !shipped.has(key));
  };
  const missing = [...used].flatMap((key) => {
    const without = languages.filter((language) => !worded(language).includes(key));
    const isNowhere = without.length === languages.length;
    return without.map((language) => unworded(key, language, isNowhere || spoken.has(language) ? "error" : "warning"));
  });
  const needless = languages.flatMap((language) =>
    worded(language)
      .filter((key) => !used.has(key))
      .map((key) => unused(key, language, [...used, ...shipped])),
  );
  return [...missing, ...needless];
}

function unworded(key: string, language: Language, severity: Finding["severity"]): Finding {
  return {
    rule: "missing-phrase",
    severity,
    field: `phrases.${language}.${key}`,
    message: `The template says {{phrase_${key}}}, which has no text in "${language}": callers would hear its name.`,
    fix: `Add "${key}" to phrases/${language}.json, or correct its name in the template.`,
  };
}

function unused(key: string, language: Language, used: readonly string[]): Finding {
  const meant = closestText(key, used);
  return {
    rule: "unknown-phrase",
    severity: "error",
    field: `phrases.${language}.${key}`,
    message: `Unknown phrase: nothing in the template says {{phrase_${key}}}.`,
    fix: meant === undefined ? "Correct its name, or remove it." : `Did you mean "${meant}"? Otherwise remove it.`,
  };
}

export interface CheckedFile {
  readonly kind: "template" | "flow";
  readonly findings: readonly Finding[];
  /** Components included; 0 for a file that cannot be read as a flow. */
  readonly nodes: number;
  /** Absent when the file cannot be read as a flow; the findings say why. */
  readonly flow?: Flow;
}

interface FileSurroundings extends CheckOptions {
  /** The JSON of each language's phrases, with which a template is checked. */
  readonly phrases: Translated<unknown>;
}

/** Checks a template with its phrases, or any other flow or export alone. */
export function checkFile(json: unknown, { phrases, ...options }: FileSurroundings): CheckedFile {
  const flow = readableFlow(json);
  const read =
    flow === undefined ? { nodes: 0 } : { nodes: mapFlow(flow).flatMap(({ graph }) => graph.nodes).length, flow };
  if (!isTemplate(json)) {
    const agent = unwrapFlow(json)?.agent;
    const settings = agent === undefined ? [] : exportFindings(agent, options.account);
    return { kind: "flow", findings: [...settings, ...validateFlow(json, options)], ...read };
  }
  const spoken = languages.flatMap((language) => phraseFindings(language, phrases[language]));
  const findings = [...templateFindings(json, options.account), ...spoken, ...phraseUseFindings(json, phrases)];
  return { kind: "template", findings, ...read };
}

/** A template is `{ agent, flow }`; exports keep the flow inside the agent. */
function isTemplate(json: unknown): boolean {
  return isObject(json) && isObject(json["agent"]) && isObject(json["flow"]) && !("nodes" in json);
}

function readableFlow(json: unknown): Flow | undefined {
  try {
    return readFlow(json).flow;
  } catch (error) {
    if (error instanceof AscendiaError) return undefined;
    throw error;
  }
}

type CallerVariable = ClinicFact | "call_purpose" | `phrase_${PhraseKey}`;

/**
 * The dynamic variables that come with every call, and therefore the only ones that a template may use without its own
 * default. `call_purpose` is empty in inbound calls.
 */
export const CALLER_VARIABLES: readonly CallerVariable[] = [
  ...clinicFacts,
  "call_purpose",
  ...phraseKeys.map((key) => `phrase_${key}` as const),
];
