import { join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import type { DatabaseFiles, EncryptFor } from "../../domain/fleet/database-files.ts";
import { AscendiaError } from "../../errors.ts";
import { counted } from "../../terminal/table.ts";
import { durationMs } from "../arguments.ts";
import type { Context } from "../context.ts";
import { passphraseFrom } from "./backup-key.ts";
import { sizeSaid } from "./view.ts";

interface BackupFlags {
  readonly passphraseEnv?: string;
  readonly recipient?: string;
  readonly keep?: number;
  readonly every?: number;
}

export function configure(command: Command, context: Context): void {
  command
    .description("write a consistent, checked copy of the database, even while `ascendia serve` runs")
    .argument("<path>", "file to write, or a folder (made if it ends with /) in which each backup is named by its time")
    .option("--passphrase-env <name>", "encrypt with the passphrase in this environment variable")
    .option("--recipient <key>", "encrypt for the holder of this public key (age1…, from age-keygen)")
    .option("--keep <number>", "in a folder: remove all but this many of the latest backups", keepFrom)
    .option("--every <duration>", "in a folder: write a backup every 30m, 12h or 1d until Ctrl-C", durationMs)
    .action((path: string, flags: BackupFlags) => backUp(path, flags, context));
}

function keepFrom(text: string): number {
  if (/^[1-9]\d{0,4}$/u.test(text)) return Number(text);
  throw new InvalidArgumentError("Use a whole number from 1 to 99999.");
}

async function backUp(path: string, flags: BackupFlags, context: Context): Promise<void> {
  const key = keyFrom(flags, context);
  if (path.endsWith("/")) await context.makeFolder(path);
  const isFolder = (await context.folderFiles(path)) !== undefined;
  if (!isFolder && (flags.keep !== undefined || flags.every !== undefined)) {
    throw new AscendiaError("usage", `--keep and --every need a folder, and ${path} is not one.`, {
      hint: `Write ${path}/ to create it.`,
    });
  }
  const take = () => takeBackup({ path, isFolder, key, keep: flags.keep }, context);
  if (flags.every === undefined) return context.output.result(await take(), backupText);
  await repeat(flags.every, take, context);
}

function keyFrom({ passphraseEnv, recipient }: BackupFlags, context: Context): EncryptFor | undefined {
  if (passphraseEnv === undefined) return recipient === undefined ? undefined : { recipient };
  if (recipient === undefined) return { passphrase: passphraseFrom(passphraseEnv, context) };
  throw new AscendiaError("usage", "--passphrase-env and --recipient cannot be combined.", {
    hint: "Pass only one of them.",
  });
}

interface Wanted {
  readonly path: string;
  readonly isFolder: boolean;
  readonly key: EncryptFor | undefined;
  readonly keep: number | undefined;
}

async function takeBackup({ path, isFolder, key, keep }: Wanted, context: Context) {
  const { mode } = context.config();
  const ending = key === undefined ? ".db" : ".db.age";
  const file = isFolder ? join(path, `ascendia-${mode}-${stamp(context.clock.now())}${ending}`) : path;
  const files = await context.databaseFiles();
  const { clinics, appointments, bytes } = await context.output.step("Backing up", () => files.backUp(file, key));
  const removed = keep === undefined ? [] : await removeOldest({ folder: path, mode, keep }, { ...context, files });
  return { file, mode, encrypted: key !== undefined, bytes, clinics, appointments, removed };
}

/** `20261129T013000Z`: sorting by name also sorts by time. */
function stamp(now: number): string {
  return new Date(now).toISOString().replaceAll(/[-:]|\.\d+/gu, "");
}

/** Only files that carry the name of a backup of this mode are removed. */
async function removeOldest(
  { folder, mode, keep }: { readonly folder: string; readonly mode: string; readonly keep: number },
  { files, folderFiles }: Pick<Context, "folderFiles"> & { readonly files: DatabaseFiles },
): Promise<readonly string[]> {
  const name = new RegExp(String.raw`^ascendia-${mode}-\d{8}T\d{6}Z\.db(?:\.age)?$`, "u");
  const backups = ((await folderFiles(folder)) ?? []).filter((file) => name.test(file)).toSorted();
  const old = backups.slice(0, Math.max(0, backups.length - keep)).map((file) => join(folder, file));
  for (const file of old) await files.removeBackup(file);
  return old;
}

type Taken = Awaited<ReturnType<typeof takeBackup>>;

function backupText({ file, encrypted, bytes, clinics, appointments, removed }: Taken): string {
  const what = `${counted(clinics, "clinic")}, ${counted(appointments, "appointment")}`;
  const lines = [
    `Wrote ${file} (${sizeSaid(bytes)}${encrypted ? ", encrypted" : ""}): ${what}. Checked: complete and undamaged.`,
  ];
  if (removed.length > 0) lines.push(`Removed ${counted(removed.length, "older backup")}.`);
  return lines.join("\n");
}

/** A backup that fails is reported and tried again next time; the first one must succeed. */
async function repeat(everyMs: number, take: () => Promise<Taken>, context: Context): Promise<void> {
  const { output } = context;
  const end = { isNear: false };
  const stopped = context.untilStopped().then(() => (end.isNear = true));
  output.item(await take(), backupText);
  while (!end.isNear) {
    await Promise.race([stopped, context.wait(everyMs)]);
    if (end.isNear) return;
    try {
      output.item(await take(), backupText);
    } catch (error) {
      if (!(error instanceof AscendiaError)) throw error;
      output.failure(error);
    }
  }
}
