import { refusedKindOf } from "../clinic/number-kind.ts";
import type { OutreachPorts } from "./ports.ts";
import { type ContactRow, readContactRow } from "./read-contact-row.ts";

/** The refused numbers, each with the reason; read before a transaction begins, because it concerns the whole fleet. */
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
    if (kind !== null) refused.set(phone, `column phone: ascendia never calls a ${kind} number.`);
    if (await ports.isRetellNumber(phone)) {
      refused.set(phone, "column phone: a clinic's own number at Retell, which its agent answers.");
    }
  }
  return refused;
}
