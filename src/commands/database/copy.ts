import type { Command } from "commander";
import { isRunning, serverSaid } from "../../domain/fleet/servers.ts";
import { AscendiaError } from "../../errors.ts";
import { counted, table } from "../../terminal/table.ts";
import type { Context } from "../context.ts";

interface CopyFlags {
  readonly to: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .description(
      "copy the whole installation to an empty database, of either engine, and compare every table; stop servers and workers before",
    )
    .requiredOption("--to <address>", "postgres://USER@HOST/DATABASE or sqlite:PATH; no installation may be there")
    .action((flags: CopyFlags) => copy(flags, context));
}

async function copy({ to, dryRun: isDryRun = false }: CopyFlags, context: Context): Promise<void> {
  const { output } = context;
  if (!isDryRun) await assertStopped(context);
  const files = await context.databaseFiles();
  const work = () => (isDryRun ? files.inspectCopyTo(to) : files.copyTo(to));
  const copied = await output.step(isDryRun ? "Reading" : "Copying", work);
  const data = { dry_run: isDryRun, from: context.config().databaseName, to: copied.to, tables: copied.tables };
  output.result(data, copyText);
}

/** Opening the database also brings it up to date. */
async function assertStopped(context: Context): Promise<void> {
  const { signs, now } = await (await context.store()).servers.list();
  const running = signs.filter((sign) => isRunning(sign, now));
  if (running.length === 0) return;
  const which = running.map((sign) => serverSaid(sign)).join("; ");
  throw new AscendiaError("conflict", `The database is in use by ${counted(running.length, "server")}: ${which}.`, {
    hint: "Stop them, then run the same command again. One that was killed counts for a minute.",
  });
}

interface Copying {
  readonly dry_run: boolean;
  readonly from: string;
  readonly to: string;
  readonly tables: readonly { readonly table: string; readonly rows: number; readonly hash: string }[];
}

function copyText({ dry_run: isDryRun, from, to, tables }: Copying): string {
  const filled = tables.filter(({ rows }) => rows > 0);
  const rows = filled.map((one) => [one.table, String(one.rows), one.hash]);
  const sum = filled.reduce((total, one) => total + one.rows, 0);
  const what = `${counted(sum, "row")} of ${counted(tables.length, "table")}`;
  const list = table(["table", "rows", "hash"], rows);
  if (isDryRun) return `${list}\n\nWould copy ${what} from ${from} to ${to}.`;
  return [
    list,
    "",
    `Copied ${what} from ${from} to ${to}; every table has the same rows there.`,
    "Now set ASCENDIA_DATABASE_URL to the new address everywhere, then start servers and workers again.",
    `${from} is unchanged. Do not use it any more: what is written there is not in the copy.`,
  ].join("\n");
}
