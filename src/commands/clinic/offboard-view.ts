import type { OffboardPlan } from "../../domain/organisation/offboard-ports.ts";
import type { Receipt } from "../../domain/organisation/offboard-receipt.ts";
import { table, terminalSafe } from "../../terminal/table.ts";

export function offboardPlanJson({ clinic, steps }: OffboardPlan) {
  return { dry_run: true, clinic_id: clinic.id, slug: clinic.slug, steps };
}

export function offboardPlanText({ clinic, steps }: OffboardPlan): string {
  return [
    `To offboard ${clinic.name} (${clinic.slug}):`,
    table(
      ["step", "action", "detail"],
      steps.map(({ step, action, detail }) => [step, action, detail]),
    ),
  ].join("\n");
}

export function receiptJson(receipt: Receipt) {
  return {
    clinic_id: receipt.clinicId,
    slug: receipt.slug,
    status: receipt.status,
    closed_at: timeText(receipt.closedAt),
    export: { file: receipt.exportPath, sha256: receipt.exportSha256, rows: receipt.exportedRows },
    released: receipt.number === null ? null : { number: receipt.number, price: receipt.numberPrice },
    data: receipt.data,
    erased_rows: receipt.erasedRows,
    erased_at: receipt.erasedAt === null ? null : timeText(receipt.erasedAt),
    not_covered: receipt.notCovered,
  };
}

export function receiptText(receipt: Receipt): string {
  const less = receipt.number === null ? "" : " (the number's went with its release)";
  const erased =
    receipt.erasedAt === null ? "" : `, ${receipt.erasedRows} rows${less} at ${timeText(receipt.erasedAt)}`;
  return terminalSafe(
    [
      `Receipt: ${receipt.slug} (${receipt.clinicId}) is offboarded.`,
      `  closed    ${timeText(receipt.closedAt)}`,
      `  export    ${receipt.exportPath}, ${receipt.exportedRows} rows, sha256 ${receipt.exportSha256}`,
      `  number    ${receipt.number === null ? "none" : `${receipt.number} released (${receipt.numberPrice ?? ""})`}`,
      `  data      ${receipt.data}${erased}`,
      "Not covered:",
      ...receipt.notCovered.map((line) => `  ${line}`),
    ].join("\n"),
  );
}

function timeText(at: number): string {
  return new Date(at).toISOString();
}
