import type { Command } from "commander";
import type { ClinicOverview } from "../../domain/clinic/ports.ts";
import type { PageRequest } from "../../domain/page.ts";
import { allRows } from "../../domain/page.ts";
import type { Context } from "../context.ts";
import { type Columns, type PageFlags, addPageOptions, pageTable, readPage, tabbed } from "../pages.ts";

const clinicColumns: Columns<ClinicOverview> = {
  head: ["slug", "name", "status", "number", "language", "zone", "doctors"],
  keep: ["slug", "status", "number"],
  empty: "No clinics yet. Add one with: ascendia clinic:onboard",
  cells: ({ clinic, phoneNumber, doctors }) => [
    clinic.slug,
    clinic.name,
    clinic.status,
    phoneNumber ?? "none",
    clinic.language,
    clinic.timezone,
    String(doctors),
  ],
};

export function configure(command: Command, context: Context): void {
  addPageOptions(command, "slugs, names, addresses, zones, states and numbers").action((flags: PageFlags) =>
    list(flags, context),
  );
}

async function list(flags: PageFlags, context: Context): Promise<void> {
  const { clinics } = await context.store();
  const source = {
    read: (page: PageRequest) => clinics.overview(page),
    placeOf: ({ clinic }: ClinicOverview) => ({ by: clinic.slug, id: clinic.id }),
  };
  if (flags.stream === true) {
    for await (const line of allRows(flags, source)) context.output.item(line, () => tabbed(line, clinicColumns));
    return;
  }
  const page = await readPage(flags, source);
  context.output.result({ clinics: page.rows, next: page.next }, () =>
    pageTable(page, {
      ...clinicColumns,
      empty: flags.search === undefined ? clinicColumns.empty : "No clinic matches.",
    }),
  );
}
