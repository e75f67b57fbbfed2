import type { Command } from "commander";
import type { Context } from "../context.ts";
import { clinicTable } from "./view.ts";

export function configure(command: Command, context: Context): void {
  command.action(async () => {
    const store = await context.store();
    context.output.result({ clinics: await store.clinics.overview() }, ({ clinics }, width) =>
      clinicTable(clinics, width),
    );
  });
}
