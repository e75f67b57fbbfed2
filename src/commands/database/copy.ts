import type { Command } from "commander";
import { isRunning, serverSaid } from "../../domain/fleet/servers.ts";
import { AscendiaError } from "../../errors.ts";
import { counted, table } from "../../terminal/table.ts";
import type { Context } from "../context.ts";

interface CopyFlags {
  readonly to: string;
  readonly follow?: boolean;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .description(
      "copy the whole installation to an empty database of either engine and compare every table; stop servers and workers first, or use --follow",
    )
    .requiredOption("--to <address>", "postgres://USER@HOST/DATABASE or sqlite:PATH, without an installation")
    .option(
      "--follow",
      "copy from SQLite to PostgreSQL while servers write; afterwards the old database refuses writes",
    )
    .action((flags: CopyFlags) => copy(flags, context));
}

async function copy({ to, follow = false, dryRun: isDryRun = false }: CopyFlags, context: Context): Promise<void> {
  const { output } = context;
  if (follow && !isDryRun) return move(to, context);
  if (!isDryRun) await assertStopped(context);
  const files = await context.databaseFiles();
  const work = () => (isDryRun ? files.inspectCopyTo(to) : files.copyTo(to));
  const copied = await output.step(isDryRun ? "Reading" : "Copying", work);
  const from = context.config().databaseName;
  output.result({ dry_run: isDryRun, from, to: copied.to, tables: copied.tables, followed: null }, copyText);
}

async function move(to: string, context: Context): Promise<void> {
  const { output } = context;
  const files = await context.databaseFiles();
  const { tables, passes, heldMs, ...moved } = await output.step("Moving", () => files.moveTo(to));
  const followed = { passes, held_ms: Math.round(heldMs) };
  output.result({ dry_run: false, from: context.config().databaseName, to: moved.to, tables, followed }, copyText);
}

/** Opening the database also brings it up to date. */
async function assertStopped(context: Context): Promise<void> {
  const { signs, now } = await (await context.store()).servers.list();
  const running = signs.filter((sign) => isRunning(sign, now));
  if (running.length === 0) return;
  const which = running.map((sign) => serverSaid(sign)).join("; ");
  throw new AscendiaError("conflict", `The database is in use by ${counted(running.length, "server")}: ${which}.`, {
    hint: "Stop them, then run the same command again. A killed one still counts for a minute.",
  });
}

interface Copying {
  readonly dry_run: boolean;
  readonly from: string;
  readonly to: string;
  readonly tables: readonly { readonly table: string; readonly rows: number; readonly hash: string }[];
  /** null: without --follow. */
  readonly followed: { readonly passes: number; readonly held_ms: number } | null;
}

function copyText({ dry_run: isDryRun, from, to, tables, followed }: Copying): string {
  const filled = tables.filter(({ rows }) => rows > 0);
  const rows = filled.map((one) => [one.table, String(one.rows), one.hash]);
  const sum = filled.reduce((total, one) => total + one.rows, 0);
  const what = `${counted(sum, "row")} of ${counted(tables.length, "table")}`;
  const list = table(["table", "rows", "hash"], rows);
  if (isDryRun) return `${list}\n\nWould copy ${what} from ${from} to ${to}.`;
  if (followed !== null) {
    return [
      list,
      "",
      `Moved ${what} from ${from} to ${to}; every table has the same rows there. What was written meanwhile followed in ${counted(followed.passes, "step")}; for the last, writers waited ${(followed.held_ms / 1000).toFixed(1)} s.`,
      `${from} refuses writes from now on. Set ASCENDIA_DATABASE_URL to the new address everywhere, and restart servers and workers now.`,
      "To go back instead, before anything is written there: ascendia db:reopen.",
    ].join("\n");
  }
  return [
    list,
    "",
    `Copied ${what} from ${from} to ${to}; every table has the same rows there.`,
    "Now set ASCENDIA_DATABASE_URL to the new address everywhere, then start servers and workers again.",
    `${from} is unchanged. Do not use it any more: what is written there is not in the copy.`,
  ].join("\n");
}
