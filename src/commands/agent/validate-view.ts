import type { CheckedFile } from "../../domain/agent/check-file.ts";
import type { ClinicFinding, ContractCheck } from "../../domain/agent/variable-contract.ts";
import type { Finding } from "../../domain/flow/finding.ts";
import { terminalSafe } from "../../terminal/table.ts";
import { counted } from "../../terminal/counted.ts";

type AnyFinding = Finding & Partial<Pick<ClinicFinding, "clinic">>;

export interface Validation {
  readonly file: string;
  readonly kind: CheckedFile["kind"];
  readonly nodes: number;
  /** null when none were asked for. */
  readonly clinics: number | null;
  readonly errors: number;
  readonly warnings: number;
  readonly findings: readonly ReturnType<typeof findingJson>[];
}

/** Errors before warnings, otherwise in the order of the rules. */
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

/** Every finding has every key, so that a reader in CI need not ask which are there. */
function findingJson({ rule, severity, clinic, node, edge, field, message, fix }: AnyFinding) {
  const place = { clinic: clinic ?? null, node: node ?? null, edge: edge ?? null, field: field ?? null };
  return { rule, severity, ...place, message, fix };
}

const shownPerRule = 10;

/** Grouped by rule: what is wrong in many places is one thing to learn. */
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
