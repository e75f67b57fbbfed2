import type { Finding } from "../../../flow/check/rule.ts";
import { type Digest, canonicalJson } from "../../canonical-json.ts";

/** What an operator may accept knowingly: one value at one place, for one rule. */
export interface Change {
  /** `<rule>:<place>`, the same in every run: what --accept-change takes. */
  readonly id: string;
  /** What stands there; undefined: it was removed. Accepting holds for exactly this. */
  readonly value: unknown;
}

/** A finding about what callers hear or are promised. */
export interface ConductFinding extends Finding {
  readonly change: Change;
}

export interface Conclusion {
  readonly rule: string;
  readonly place: string;
  readonly node?: string;
  readonly field: string;
  readonly value: unknown;
  /** What is wrong, and why it matters. */
  readonly message: string;
  readonly fix: string;
}

export function conductFinding({ rule, place, value, node, field, message, fix }: Conclusion): ConductFinding {
  const id = `${rule}:${place}`;
  const accept = `Or accept it, if you mean it: --accept-change ${id} --reason "<why>".`;
  const at = node === undefined ? { field } : { node, field };
  return { rule, severity: "error", ...at, message, fix: `${fix} ${accept}`, change: { id, value } };
}

/** Identifies what was accepted: the same id with another value is asked about again. */
export function changeDigest({ id, value }: Change, digest: Digest): string {
  return digest(canonicalJson({ id, value: value ?? null }));
}
