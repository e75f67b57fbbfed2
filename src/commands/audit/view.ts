import type { AuditRecord, AuditVerdict } from "../../domain/audit/audit-log.ts";
import type { Columns } from "../pages.ts";

export const auditColumns: Columns<AuditRecord> = {
  head: ["entry", "when (UTC)", "who", "action", "subject", "before → after", "reason"],
  keep: ["entry", "when (UTC)", "action"],
  empty: "No entries.",
  cells: ({ seq, at, actor, action, subject, before, after, reason }) => [
    String(seq),
    new Date(at).toISOString().slice(0, 19).replace("T", " "),
    actor,
    action,
    subject,
    `${before} → ${after}`,
    reason ?? "",
  ],
};

const limits = [
  "This check alone does not detect a log rewritten as a whole, including its hashes and stored end, or emptied with its",
  "stored end. Keep the head elsewhere and pass it next time: ascendia audit:verify --head <seq:hash>",
];

export function verdictText({ records, breaks, head }: AuditVerdict): string {
  if (breaks.length > 0) return breaks.map(({ seq, problem }) => `entry ${seq}: ${problem}`).join("\n");
  const end = head === null ? [] : [`Head: ${head.seq}:${head.hash}`];
  return [`The audit log is intact: ${records} ${records === 1 ? "entry" : "entries"}.`, ...end, ...limits].join("\n");
}
