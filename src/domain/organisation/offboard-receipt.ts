import type { Clinic } from "../clinic/clinic.ts";
import type { JournalEntry } from "../journal/ports.ts";

/** What was done with a clinic that left; the same however often the command is run. */
export interface Receipt {
  readonly clinicId: string;
  readonly slug: string;
  readonly status: "offboarded";
  readonly exportPath: string;
  readonly exportSha256: string;
  readonly exportedRows: number;
  readonly closedAt: number;
  /** null: it had none. */
  readonly number: string | null;
  readonly numberPrice: string | null;
  readonly data: "erased" | "kept";
  readonly erasedRows: number;
  /** null: kept. */
  readonly erasedAt: number | null;
  /** What this does not reach, a sentence each. */
  readonly notCovered: readonly string[];
}

export function receiptOf({ id, slug }: Clinic, entries: readonly JournalEntry[]): Receipt {
  const facts = (step: string) => entries.find((entry) => entry.step === step && entry.state === "done")?.facts ?? {};
  const [exported, closed, released, erased] = [facts("export"), facts("close"), facts("release"), facts("erase")];
  const isErased = erased["at"] !== undefined;
  return {
    clinicId: id,
    slug,
    status: "offboarded",
    exportPath: erased["path"] ?? exported["path"] ?? "",
    exportSha256: erased["sha256"] ?? exported["sha256"] ?? "",
    exportedRows: Number(exported["rows"] ?? 0),
    closedAt: Number(closed["at"] ?? 0),
    number: released["number"] ?? null,
    numberPrice: released["price"] ?? null,
    data: isErased ? "erased" : "kept",
    erasedRows: Number(erased["rows"] ?? 0),
    erasedAt: isErased ? Number(erased["at"]) : null,
    notCovered: [
      "Calls, recordings and transcripts at Retell: they go by the agent's retention, or by hand in the dashboard.",
      "Backups of the database, mails already sent, and the audit log, which names the clinic and no patient.",
    ],
  };
}
