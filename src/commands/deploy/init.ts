import { basename, join } from "node:path";
import { Argument, type Command, Option } from "commander";
import { createTwoFilesPatch } from "diff";
import { AscendiaError } from "../../errors.ts";
import { counted } from "../../terminal/table.ts";
import type { Context } from "../context.ts";
import { ENGINES, type Engine, TARGET_NAMES, type TargetName, targetOf } from "./targets.ts";

interface DeployFlags {
  readonly domain?: string;
  readonly folder?: string;
  readonly user?: string;
  readonly database?: Engine;
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .description("write the files that run this installation on a server: proxy with certificate, service, backups")
    .addArgument(new Argument("<target>", "where it runs").choices(TARGET_NAMES))
    .option("--domain <name>", "public name of the server (default: from ASCENDIA_PUBLIC_URL)")
    .option("--folder <path>", "where to write the files (default: deploy for systemd, else this folder)")
    .option("--user <name>", "for systemd: the user that owns this folder (default: yours)")
    .addOption(
      new Option("--database <engine>", "for compose (default: postgres) and fly (default: sqlite)").choices(ENGINES),
    )
    .option("--force", "replace files that were changed")
    .action((target: TargetName, flags: DeployFlags) => write(target, flags, context));
}

interface Planned {
  readonly file: string;
  readonly text: string;
  readonly state: "new" | "same" | "differs";
  /** As a unified diff; "" unless it differs. */
  readonly diff: string;
}

async function write(name: TargetName, flags: DeployFlags, context: Context): Promise<void> {
  const target = targetOf(name, flags.database);
  const values = valuesOf(flags, context);
  const fill = (text: string): string => filled(text, { name, values });
  const { folder = target.folder } = flags;
  const files: Planned[] = [];
  for (const [file, parts] of Object.entries(target.files)) {
    const paths = parts.map((part) => context.shippedFile(`templates/deploy/${part}`));
    const texts = await Promise.all(paths.map((path) => context.readInput(path)));
    files.push(await planned(join(folder, file), fill(texts.join("")), context));
  }
  const data = {
    dry_run: flags.dryRun === true,
    target: name,
    files: files.map(({ file, state, diff }) => ({ file, state, diff })),
    first: target.first,
    next: target.next.map((line) => fill(line)),
  };
  const changed = files.filter(({ state }) => state === "differs");
  if (changed.length > 0 && flags.force !== true) {
    const names = changed.map(({ file }) => file).join(", ");
    const error = new AscendiaError("drift", `${counted(changed.length, "file")} would be replaced: ${names}.`, {
      hint: "Nothing was written. Compare above, then pass --force, or --folder to write elsewhere.",
    });
    context.output.failedResult(data, deployText, error);
    throw error;
  }
  if (!data.dry_run) {
    await context.makeFolder(folder);
    for (const { file, text } of files) await context.writeOutput(file, text);
  }
  context.output.result(data, deployText);
}

async function planned(file: string, text: string, context: Context): Promise<Planned> {
  const before = await context.readIfThere(file);
  if (before === undefined) return { file, text, state: "new", diff: "" };
  if (before === text) return { file, text, state: "same", diff: "" };
  const name = basename(file);
  return { file, text, state: "differs", diff: createTwoFilesPatch(name, name, before, text, "there", "new") };
}

type Values = Readonly<Record<string, string>>;

function valuesOf(flags: DeployFlags, context: Context): Values {
  const { publicUrl, port } = context.config();
  const domain = flags.domain ?? (publicUrl === null ? undefined : new URL(publicUrl).hostname);
  if (domain === undefined) {
    throw new AscendiaError("usage", "Missing --domain.", {
      hint: "Pass the name under which Retell reaches the server, such as --domain voice.example.com.",
    });
  }
  if (!/^(?=.{4,253}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z]{2,}$/iu.test(domain)) {
    throw new AscendiaError("usage", `--domain: "${domain}" is not the name of a server.`, {
      hint: "Write it without https:// and without a path, such as voice.example.com.",
    });
  }
  const { node, program, package: folder, version, user } = context.program();
  return {
    domain,
    app: domain.toLowerCase().replaceAll(".", "-"),
    port: String(port),
    version,
    package: folder,
    node,
    program,
    folder: context.cwd,
    user: flags.user ?? user,
  };
}

/** systemd splits at spaces and expands % (systemd.unit(5)). */
function unitSafe(text: string): string {
  if (/^[\w./@+:-]+$/u.test(text)) return text;
  throw new AscendiaError("invalid", `"${text}" contains characters that must be escaped in a unit file.`, {
    hint: "Use a folder and a user whose names have letters, digits, dots, dashes and underscores only.",
  });
}

function filled(template: string, { name: target, values }: { name: TargetName; values: Values }): string {
  return template.replaceAll(/\{\{(\w+)\}\}/gu, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`templates/deploy has an unknown placeholder ${name}`);
    return target === "systemd" ? unitSafe(value) : value;
  });
}

interface Deployed {
  readonly dry_run: boolean;
  readonly files: readonly Omit<Planned, "text">[];
  readonly first: string;
  readonly next: readonly string[];
}

function deployText({ dry_run: isDryRun, files, first, next }: Deployed): string {
  const lines = files.map(({ file, state }) => `  ${state.padEnd(8)}${file}`);
  const diffs = files.flatMap(({ diff }) => (diff === "" ? [] : ["", diff.trimEnd()]));
  return [
    isDryRun ? "Would write:" : "Files:",
    ...lines,
    ...diffs,
    "",
    "Read them, then run, in their folder:",
    ...next.map((command) => `  ${command}`),
    `${first} Every step: docs/go-live.md`,
  ].join("\n");
}
