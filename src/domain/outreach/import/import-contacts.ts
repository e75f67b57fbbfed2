import { optOutNumber } from "../opt-out.ts";
import type { OutreachPorts } from "../ports.ts";
import type { ContactRow } from "./contact-columns.ts";
import { planImport, type PlannedContact } from "./plan-import.ts";

/**
 * Writes the rows that can be written and tells what became of each, in one transaction: a list that was interrupted was
 * not begun. Imported again it changes nothing.
 */
export function importContacts(rows: readonly ContactRow[], ports: OutreachPorts): Promise<readonly PlannedContact[]> {
  return ports.database.transact(async (stores) => {
    const planned = await planImport(rows, { stores, ports });
    for (const outcome of planned) {
      if (outcome.kind === "failed") continue;
      if (outcome.kind === "created") await stores.contacts.add(outcome.contact);
      if (outcome.kind === "updated") await stores.contacts.update(outcome.contact);
      if (!outcome.optOut) continue;
      const { phone } = outcome.contact;
      const reason = `row ${outcome.row} of an imported list`;
      await optOutNumber({ phone, source: "import", callId: null, reason, createdAt: ports.clock.now() }, stores);
    }
    return planned;
  });
}
