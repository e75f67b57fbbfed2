import type { ErasePlan, Erasure } from "../../domain/privacy/erase-patient.ts";

export function planText({ person, rows, coming }: ErasePlan): string {
  const shared = person.sharedPhones.length + person.sharedNames.length;
  return [
    "What the clinic keeps of this person:",
    ...Object.entries(rows).map(([table, count]) => `  ${table} ${count}`),
    ...(coming.length === 0 ? [] : [`Appointments still to come: ${coming.length}, cancelled with --cancel.`]),
    ...(shared === 0
      ? []
      : [
          "Somebody else of the clinic has the same number or name: that stays with them, as do calls from that number.",
        ]),
  ].join("\n");
}

export function erasureText({ cancelled, erased }: Erasure): string {
  const tables = Object.entries(erased).map(([table, count]) => `  ${table} ${count}`);
  return [
    "Erased, and the database written anew. Rows changed or removed:",
    ...tables,
    ...(cancelled === 0 ? [] : [`Appointments cancelled: ${cancelled}.`]),
    "Not covered: calls and recordings at Retell, backups, exports, mails already sent.",
  ].join("\n");
}
