import { refusedKindOf } from "../clinic/number-kind.ts";
import type { OutreachPorts } from "./ports.ts";
import { type ContactRow, readContactRow } from "./read-contact-row.ts";

/** By number why no contact may have it; asked before a transaction begins, as it is of the whole installation. */
export async function refusedPhones(
  rows: readonly ContactRow[],
  { clinic, ...ports }: Pick<OutreachPorts, "clinic" | "isRetellNumber">,
): Promise<ReadonlyMap<string, string>> {
  const refused = new Map<string, string>();
  for (const row of rows) {
    const read = readContactRow(row, clinic);
    if (!("draft" in read) || refused.has(read.draft.phone)) continue;
    const { phone } = read.draft;
    const kind = await refusedKindOf(phone);
    if (kind !== null) refused.set(phone, `column phone: it is a ${kind} number, which is never called.`);
    if (await ports.isRetellNumber(phone)) {
      refused.set(phone, "column phone: it is a clinic's own number at Retell, which an assistant answers.");
    }
  }
  return refused;
}
