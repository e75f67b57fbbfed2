import type { Command } from "commander";
import type { DecryptWith } from "../../domain/fleet/database-files.ts";
import { AscendiaError } from "../../errors.ts";
import { counted } from "../../terminal/table.ts";
import type { Context } from "../context.ts";
import { passphraseFrom } from "./backup-key.ts";

interface RestoreFlags {
  readonly passphraseEnv?: string;
  readonly identity?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .description("restore a backup where the database is missing; never replaces one")
    .argument("<file>", "backup to restore")
    .option("--passphrase-env <name>", "decrypt with the passphrase in this environment variable")
    .option("--identity <file>", "decrypt with the private key in this file (from age-keygen)")
    .action((file: string, flags: RestoreFlags) => restore(file, flags, context));
}

async function restore(file: string, flags: RestoreFlags, context: Context): Promise<void> {
  const key = await keyFrom(flags, context);
  const files = await context.databaseFiles();
  const isDryRun = flags.dryRun === true;
  const reason = `restored from a backup: calls made since it was taken are not in it`;
  const contents = isDryRun ? await files.inspect(file, key) : await files.restore(file, key, reason);
  const { clinics, appointments, calls, backedUpAt, pendingMigrations } = contents;
  const data = {
    dry_run: isDryRun,
    file,
    database: context.config().databaseName,
    taken_at: backedUpAt,
    migrations: pendingMigrations.length,
    clinics,
    appointments,
    calls,
    outreach_paused: !isDryRun,
  };
  context.output.result(data, restoreText);
}

async function keyFrom({ passphraseEnv, identity }: RestoreFlags, context: Context): Promise<DecryptWith | undefined> {
  if (passphraseEnv !== undefined && identity !== undefined) {
    throw new AscendiaError("usage", "--passphrase-env and --identity cannot be combined.", {
      hint: "Pass only one of them.",
    });
  }
  if (passphraseEnv !== undefined) return { passphrase: passphraseFrom(passphraseEnv, context) };
  if (identity === undefined) return undefined;
  const [key] = /AGE-SECRET-KEY-\S+/u.exec(await context.readInput(identity)) ?? [];
  if (key !== undefined) return { identity: key };
  throw new AscendiaError("invalid", `${identity} contains no age private key.`, {
    hint: "Pass the file that age-keygen wrote; its key starts with AGE-SECRET-KEY-.",
  });
}

interface Restored {
  readonly dry_run: boolean;
  readonly file: string;
  readonly database: string;
  readonly taken_at: string | null;
  readonly clinics: number;
  readonly appointments: number;
  readonly calls: number;
}

function restoreText({ dry_run: isDryRun, file, database, taken_at: takenAt, ...rows }: Restored): string {
  const what = `${counted(rows.clinics, "clinic")}, ${counted(rows.appointments, "appointment")}, ${counted(rows.calls, "call")}`;
  const age = takenAt === null ? "" : `, taken ${takenAt}`;
  if (isDryRun) return `${file} is complete and undamaged${age}: ${what}. Would restore it to ${database}.`;
  return [
    `Restored ${database} from ${file}${age}: ${what}.`,
    "Bookings made after that are not in it: compare with the clinics' confirmation emails.",
    "Calls to patients are paused, because some may have been made since. See reminder:plan, then outreach:resume --all.",
    "Numbers may have changed as well: see fleet:plan.",
  ].join("\n");
}
