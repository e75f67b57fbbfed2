import type { Finding } from "../../../flow/rule.ts";
import { type Digest, canonicalJson } from "../../canonical-json.ts";
import type { Clock } from "../../../clock.ts";
import { AscendiaError } from "../../../errors.ts";
import type { AuditLog } from "../../audit/audit-log.ts";

/** What an operator may knowingly accept: one value at one place, for one rule. */
interface Change {
  /** `<rule>:<place>`, the same in every run; --accept-change takes it. */
  readonly id: string;
  /** The value at the place; undefined: it was removed. The acceptance applies to this value only. */
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

/** Identifies what was accepted: the same id with another value needs a new acceptance. */
function changeDigest({ id, value }: Change, digest: Digest): string {
  return digest(canonicalJson({ id, value: value ?? null }));
}

/** A change to pinned wording that an operator intended. It applies only to the text that `digest` identifies. */
export interface AcceptedChange {
  /** `<rule>:<place>`. */
  readonly change: string;
  readonly digest: string;
  readonly reason: string;
  readonly acceptedAt: number;
}

export interface AcceptedChanges {
  list(): Promise<readonly AcceptedChange[]>;
  /** If the change was accepted before, keeps the first reason. */
  add(change: AcceptedChange): Promise<void>;
}

/** The changes that the operator accepts with this command. */
export interface Acceptance {
  readonly ids: readonly string[];
  readonly reason: string | null;
}

export interface Settled {
  /** What nobody has accepted. */
  readonly open: readonly ConductFinding[];
  /** What this command accepts, to be recorded. */
  readonly accepted: readonly ConductFinding[];
}

/**
 * The findings, without those accepted earlier or by this command.
 * @throws usage without a reason, or with an id that no finding has
 */
export function settledFindings(
  findings: readonly ConductFinding[],
  { ids, reason }: Acceptance,
  known: { readonly digests: ReadonlySet<string>; readonly digest: Digest },
): Settled {
  if (ids.length > 0 && (reason ?? "").trim() === "") {
    throw new AscendiaError("usage", "--accept-change needs a reason.", {
      hint: 'Add --reason "<why>": it is kept in the audit log.',
    });
  }
  const left = findings.filter(({ change }) => !known.digests.has(changeDigest(change, known.digest)));
  const unknown = ids.filter((id) => !findings.some(({ change }) => change.id === id));
  if (unknown.length > 0) throw refuseUnknown(unknown, left);
  return {
    open: left.filter(({ change }) => !ids.includes(change.id)),
    accepted: left.filter(({ change }) => ids.includes(change.id)),
  };
}

function refuseUnknown(unknown: readonly string[], left: readonly ConductFinding[]): AscendiaError {
  const open = [...new Set(left.map(({ change }) => change.id))];
  const hint = open.length === 0 ? "There is nothing to accept." : `Open findings: ${open.join(", ")}.`;
  return new AscendiaError("usage", `No finding has the id ${unknown.join(", ")}.`, { hint });
}

export interface AcceptancePorts {
  readonly changes: AcceptedChanges;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly digest: Digest;
}

/** Stores what was accepted, with an entry in the audit log for each change. */
export async function recordAcceptance(
  accepted: readonly ConductFinding[],
  reason: string,
  { changes, audit, clock, digest }: AcceptancePorts,
): Promise<void> {
  for (const { change } of accepted) {
    const identity = changeDigest(change, digest);
    await changes.add({ change: change.id, digest: identity, reason, acceptedAt: clock.now() });
    await audit.record({
      act: `agent:accept-change ${identity}`,
      action: "agent:accept-change",
      subject: `template:${change.id}`,
      before: null,
      after: { value: canonicalJson(change.value ?? null) },
      reason,
    });
  }
}
