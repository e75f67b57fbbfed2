export const header =
  "slug,name,address,country,timezone,language,owner_email,hours,doctors,number,phone,sms,rooms,sip_username,sip_password_env";

const areaCodes = [212, 305, 312, 415, 512, 617, 702, 713, 808, 907];

/** Row n of a valid table: it buys a number. */
export function tableRow(
  n: number,
  cells: Partial<Record<"slug" | "hours" | "number" | "doctors" | "country", string>> = {},
) {
  const id = String(n).padStart(4, "0");
  return [
    cells.slug ?? `clinic-${id}`,
    `Clinic ${id} Test`,
    `"${n} Main Street, Austin"`,
    cells.country ?? "US",
    "America/Chicago",
    n % 3 === 0 ? "fr" : "en",
    `owner-${id}@example.com`,
    `"${cells.hours ?? "Mon-Fri 08:00-12:30,14:00-18:00"}"`,
    cells.doctors ?? `Jane Test${id};Dentist | Awa Test${id};Hygienist`,
    cells.number ?? `buy:US:${areaCodes[n % areaCodes.length]}`,
    "",
    "no",
    "",
    "",
    "",
  ].join(",");
}

export function tableOf(rows: readonly string[]): string {
  return `${[header, ...rows].join("\n")}\n`;
}

/** A table with that many valid rows. */
export function clinicTable(count: number): string {
  return tableOf(Array.from({ length: count }, (_, index) => tableRow(index + 1)));
}
