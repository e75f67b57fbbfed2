import { parseEnv } from "node:util";
import type { Command } from "commander";
import { VARIABLES } from "../../config.ts";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { type Wanted, missingIgnores, withIgnores, withVariables } from "./init-files.ts";
import {
  type InitFlags,
  type Known,
  addInitOptions,
  askForRest,
  isLiveMode,
  missingFlags,
  problemsOf,
  wantedByFlags,
  withoutNull,
} from "./questions.ts";

export interface Change {
  readonly name: string;
  readonly change: "added" | "changed" | "removed" | "unchanged";
}

/** `none`: there is no key to check with Retell. */
export type KeyCheck =
  | { readonly state: "none" | "refused" }
  | { readonly state: "accepted"; readonly organisation: string }
  | { readonly state: "not_reached"; readonly why: string };

export interface InitReport {
  readonly folder: string;
  readonly isLive: boolean;
  /** Names only: values can be secrets. */
  readonly changes: readonly Change[];
  readonly ignores: readonly string[];
  readonly keyCheck: KeyCheck;
  readonly isDryRun: boolean;
}

const next = ["ascendia agent:create", "ascendia check"];

export function initJson({ folder, isLive, changes, ignores, keyCheck, isDryRun }: InitReport) {
  return {
    dry_run: isDryRun,
    folder,
    mode: isLive ? "live" : "sandbox",
    variables: changes,
    gitignore: ignores,
    key: keyCheck,
    next,
  };
}

const signs = { added: "+", changed: "~", removed: "-", unchanged: " " } as const;

export function initText({ folder, isLive, changes, ignores, keyCheck, isDryRun }: InitReport): string {
  const mode = isLive ? "a live Retell account" : "the sandbox: nothing reaches Retell";
  return [
    `${isDryRun ? "Nothing was written. Would set up" : "Set up"} in ${folder}, for ${mode}.`,
    `  .env, which only you can read; ${changes.length === 0 ? "nothing to change" : "values are not shown"}`,
    ...changes.map(({ name, change }) => `    ${signs[change]} ${name} ${change}`),
    ...(ignores.length === 0 ? [] : ["  .gitignore", ...ignores.map((entry) => `    + ${entry}`)]),
    keyText(keyCheck),
    "",
    `Next: ${next.join(", then ")}`,
  ].join("\n");
}

function keyText(check: KeyCheck): string {
  if (check.state === "accepted") return `  Retell accepts the key. It belongs to ${check.organisation}.`;
  if (check.state === "not_reached") return `  The key was not checked, because Retell did not answer: ${check.why}`;
  return check.state === "refused" ? "  Retell rejects the configured key." : "  No Retell key.";
}

export function configure(command: Command, context: Context): void {
  addInitOptions(command).action((flags: InitFlags) => init(flags, context));
}

/** The configuration may be broken, so it is not read to print the target. */
export function isWrite(): boolean {
  return false;
}

async function init(flags: InitFlags, context: Context): Promise<void> {
  const { output, cwd } = context;
  const envText = (await context.readIfThere(".env")) ?? "";
  const ignoreText = (await context.readIfThere(".gitignore")) ?? "";
  const before = parseEnv(envText);
  const effective = { ...inFolder(context), ...before };
  const wanted = await wantedOf(flags, effective, context);
  const after = afterwards(effective, wanted);
  const newText = withVariables(envText, wanted);
  const changes = changesOf(before, wanted);
  const ignores = missingIgnores(ignoreText);
  const keyCheck = await checkKey(after["RETELL_API_KEY"], Object.hasOwn(wanted, "RETELL_API_KEY"), context);
  const report = {
    folder: cwd,
    isLive: isLiveMode(after),
    changes,
    ignores,
    keyCheck,
    isDryRun: flags.dryRun === true,
  };
  if (!report.isDryRun) {
    output.note(`${report.isLive ? "live Retell account" : "sandbox (nothing reaches Retell)"} · folder ${cwd}`);
    await agreeToOverwrite(changes, context);
    // First, so that git never sees the secrets.
    if (ignores.length > 0) await context.writeOutput(".gitignore", withIgnores(ignoreText, ignores));
    await context.writePrivately(".env", newText);
    warnOfOverridden(wanted, context);
  }
  output.result(initJson(report), () => initText(report));
}

/** Variables set outside .env. */
function inFolder({ secret }: Pick<Context, "secret">): Known {
  return Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, secret(name)]));
}

async function wantedOf(flags: InitFlags, before: Known, context: Context): Promise<Wanted> {
  const { interactive } = context.prompt;
  const byFlags = wantedByFlags(flags, context);
  requireUsable(byFlags);
  const wanted = interactive ? await askForRest(byFlags, before, context) : byFlags;
  // At a terminal, an empty answer means the sandbox.
  const missing = missingFlags(interactive ? { RETELL_API_KEY: null, ...wanted } : wanted, afterwards(before, wanted));
  if (missing.length === 0) return wanted;
  const why = interactive ? "a required value was left empty" : "there is no terminal to prompt on";
  throw new AscendiaError("usage", `Nothing was written. Missing values: ${why}.`, {
    detail: missing,
    hint: "Pass these flags. See ascendia help init for all of them.",
  });
}

function afterwards(before: Known, wanted: Wanted): Known {
  const kept = Object.entries(before).filter(([name]) => wanted[name] !== null);
  return { ...Object.fromEntries(kept), ...withoutNull(wanted) };
}

/** @throws invalid with every unusable value */
function requireUsable(wanted: Wanted): void {
  const problems = problemsOf(wanted);
  if (problems.length === 0) return;
  throw new AscendiaError("invalid", "Nothing was written: some values are not valid.", {
    detail: problems,
    hint: "Correct these and run the same command again.",
  });
}

function changesOf(before: Known, wanted: Wanted): readonly Change[] {
  return Object.entries(wanted).flatMap(([name, value]): Change[] => {
    const now = before[name] ?? null;
    if (now === value) return value === null ? [] : [{ name, change: "unchanged" }];
    if (now === null) return [{ name, change: "added" }];
    return [{ name, change: value === null ? "removed" : "changed" }];
  });
}

/** @throws unauthorized when Retell rejects a new key */
async function checkKey(key: string | undefined, isNew: boolean, context: Context): Promise<KeyCheck> {
  if (key === undefined) return { state: "none" };
  try {
    const organisation = await context.output.step("Checking the key with Retell", async () =>
      (await context.accountOf(key)).organisation(),
    );
    return { state: "accepted", organisation };
  } catch (error) {
    if (!(error instanceof AscendiaError)) throw error;
    if (error.code !== "unauthorized") return { state: "not_reached", why: error.message };
    if (!isNew) return { state: "refused" };
    throw new AscendiaError("unauthorized", "Retell rejects this key. Nothing was written.", {
      hint: "Copy it again from Retell's dashboard, or pass --sandbox.",
    });
  }
}

/** @throws interrupted when the user says no; usage without a terminal and without --yes */
async function agreeToOverwrite(changes: readonly Change[], { agreed, prompt }: Context): Promise<void> {
  const names = changes.filter(({ change }) => change === "changed" || change === "removed").map(({ name }) => name);
  if (names.length === 0 || agreed) return;
  if (await prompt.confirm(`Overwrite ${names.join(", ")} in .env?`)) return;
  throw new AscendiaError("interrupted", "Cancelled. Nothing was written.", {
    hint: "Use --dry-run to see what would change.",
  });
}

function warnOfOverridden(wanted: Wanted, { secret, output }: Pick<Context, "secret" | "output">): void {
  const overridden = Object.keys(VARIABLES).filter(
    (name) => Object.hasOwn(wanted, name) && (secret(name) ?? null) !== wanted[name],
  );
  if (overridden.length === 0) return;
  output.warn(`${overridden.join(", ")}: also set in the environment or another file, which overrides .env.`);
}
