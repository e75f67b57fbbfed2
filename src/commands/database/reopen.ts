import type { Command } from "commander";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";

export function configure(command: Command, context: Context): void {
  command
    .description(
      "make this database writable again after db:copy --follow moved the installation away; it lacks what was written to the new database since",
    )
    .action((flags: { readonly dryRun?: boolean }) => reopen(flags, context));
}

async function reopen({ dryRun: isDryRun = false }: { readonly dryRun?: boolean }, context: Context): Promise<void> {
  const files = await context.databaseFiles();
  const movedTo = isDryRun ? await files.movedTo() : await files.reopen();
  const { databaseName } = context.config();
  if (movedTo === null) {
    throw new AscendiaError("conflict", `${databaseName} has not moved away and is writable.`);
  }
  context.output.result({ dry_run: isDryRun, database: databaseName, moved_to: movedTo }, reopenedText);
}

interface Reopened {
  readonly dry_run: boolean;
  readonly database: string;
  readonly moved_to: string;
}

function reopenedText({ dry_run: isDryRun, database, moved_to: movedTo }: Reopened): string {
  return isDryRun
    ? `Would make ${database} writable again; the installation has moved to ${movedTo}.`
    : `${database} is writable again. Stop whatever uses ${movedTo}: two installations would call the same patients.`;
}
