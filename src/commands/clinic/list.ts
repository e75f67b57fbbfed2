import type { Command } from "commander";
import type { ClinicOverview } from "../../domain/clinic/ports.ts";
import type { PageRequest } from "../../domain/page.ts";
import type { Context } from "../context.ts";
import { type PageFlags, addPageOptions, allRows, pageTable, readPage, tabbed } from "../pages.ts";
import { clinicColumns } from "./view.ts";

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
