import { checkFlow, validateFlow } from "../flow/check-flow.ts";
import type { CheckOptions } from "../flow/check/rule.ts";
import { textsIn } from "../flow/check/texts.ts";
import type { Finding } from "../flow/finding.ts";
import { findingText } from "../flow/finding.ts";
import { placeholderNames } from "../flow/placeholders.ts";
import { fieldText, schemaProblem } from "../flow/schema-problem.ts";
import { flowSchema } from "../flow/schema/flow.ts";
import { isSystemVariable } from "../flow/system-variables.ts";
import { isObject } from "../flow/unwrap-flow.ts";
import { agentSettingsSchema } from "./agent-settings.ts";
import { unknownPlaceholders } from "./build-placeholders.ts";
import { CALLER_VARIABLES } from "./caller-variables.ts";

const parts = ["agent", "flow"] as const;

/** Everything wrong with a template, all at once: agent settings, flow, placeholders of both kinds. */
export function templateFindings(json: unknown): readonly Finding[] {
  if (!isObject(json)) return [shapeProblem("The template is no JSON object.", 'Write {"agent": {…}, "flow": {…}}.')];
  const shape = [
    ...parts.filter((part) => !isObject(json[part])).map(missingPart),
    ...Object.keys(json)
      .filter((key) => !parts.some((part) => part === key))
      .map((key) =>
        shapeProblem(`A template has no "${key}".`, 'Only "agent" and "flow" belong here; remove it.', key),
      ),
  ];
  const agent = isObject(json["agent"]) ? agentFindings(json["agent"]) : [];
  const flow = isObject(json["flow"]) ? flowFindings(json["flow"], json["agent"]) : [];
  return [...shape, ...agent, ...flow];
}

function missingPart(part: string): Finding {
  return shapeProblem(
    `The template has no "${part}" object.`,
    `Add "${part}": {…}, as in the template that is shipped.`,
    part,
  );
}

function shapeProblem(message: string, fix: string, field?: string): Finding {
  return { rule: "template", severity: "error", ...(field !== undefined && { field }), message, fix };
}

function agentFindings(agent: Readonly<Record<string, unknown>>): readonly Finding[] {
  const result = agentSettingsSchema.safeParse(agent);
  const issues = result.success ? [] : result.error.issues.map((issue) => schemaProblem(issue, agent));
  return [...issues, ...unknownPlaceholders(agent), ...unsupplied(agent)].map(insideAgent);
}

function insideAgent(finding: Finding): Finding {
  return { ...finding, field: finding.field === undefined ? "agent" : `agent.${finding.field}` };
}

function unsupplied(agent: unknown): readonly Finding[] {
  const supplied: ReadonlySet<string> = new Set(CALLER_VARIABLES);
  return textsIn(agent).flatMap(({ path, text }) =>
    placeholderNames(text)
      .filter((name) => !supplied.has(name) && !isSystemVariable(name))
      .map((name) => ({
        rule: "variable-never-supplied",
        severity: "error" as const,
        field: fieldText(path),
        message: `{{${name}}} is supplied by nobody.`,
        fix: "Correct the name or take it out.",
      })),
  );
}

function flowFindings(flow: unknown, agent: unknown): readonly Finding[] {
  const language = languageOf(agent);
  const options: CheckOptions = { supplied: suppliedTo(flow), ...(language !== undefined && { language }) };
  return [...strictFindings(flow, options), ...unknownPlaceholders(flow)];
}

/** Where the strict reading fails, what a tolerant one finds is added, so that one run shows everything. */
function strictFindings(flow: unknown, options: CheckOptions): readonly Finding[] {
  const result = flowSchema.safeParse(flow);
  if (result.success) return checkFlow(result.data, options);
  const strict = result.error.issues.map((issue) => schemaProblem(issue, flow));
  const tolerant = validateFlow(flow, options).filter((finding) => finding.rule !== "unknown-key");
  return [...new Map([...strict, ...tolerant].map((finding) => [findingText(finding), finding])).values()];
}

/** A template need not use everything that comes with a call, so only what it uses counts as supplied. */
function suppliedTo(flow: unknown): readonly string[] {
  const used = new Set(textsIn(flow).flatMap(({ text }) => placeholderNames(text)));
  return CALLER_VARIABLES.filter((name) => used.has(name));
}

function languageOf(agent: unknown): string | readonly string[] | undefined {
  const language = isObject(agent) ? agent["language"] : undefined;
  if (typeof language === "string") return language;
  return Array.isArray(language) ? language.filter((item) => typeof item === "string") : undefined;
}
