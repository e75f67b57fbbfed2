import { parseEnv } from "node:util";
import type { Command } from "commander";
import { VARIABLES } from "../config.ts";
import { AscendiaError } from "../domain/errors.ts";
import type { Context } from "./context.ts";
import { missingIgnores, type Wanted, withIgnores, withVariables } from "./init-files.ts";
import { addInitOptions, type InitFlags, wantedByFlags } from "./init-flags.ts";
import { askForRest, isLive, type Known, missingFlags, problemsOf, withoutNull } from "./init-questions.ts";
import { type Change, initJson, initText, type KeyCheck } from "./init-view.ts";

export function configure(command: Command, context: Context): void {
  addInitOptions(command).action((flags: InitFlags) => init(flags, context));
}

/** The configuration may be what is to be put right, so it is not read to say what is written to. */
export function isWrite(): boolean {
  return false;
}

async function init(flags: InitFlags, context: Context): Promise<void> {
  const { output, cwd } = context;
  const envText = (await context.readIfThere(".env")) ?? "";
  const ignoreText = (await context.readIfThere(".gitignore")) ?? "";
  const before = parseEnv(envText);
  const effective = { ...elsewhere(context), ...before };
  const wanted = await wantedOf(flags, effective, context);
  const after = afterwards(effective, wanted);
  const newText = withVariables(envText, wanted);
  const changes = changesOf(before, wanted);
  const ignores = missingIgnores(ignoreText);
  const keyCheck = await checkKey(after["RETELL_API_KEY"], Object.hasOwn(wanted, "RETELL_API_KEY"), context);
  const report = { folder: cwd, isLive: isLive(after), changes, ignores, keyCheck, isDryRun: flags.dryRun === true };
  if (!report.isDryRun) {
    output.note(`${report.isLive ? "live Retell account" : "sandbox (nothing reaches Retell)"} · folder ${cwd}`);
    await agreeToOverwrite(changes, context);
    // First, so that there is no moment in which git would take the secrets.
    if (ignores.length > 0) await context.writeOutput(".gitignore", withIgnores(ignoreText, ignores));
    await context.writePrivately(".env", newText);
    warnOfOverridden(wanted, context);
  }
  output.result(initJson(report), () => initText(report));
}

/** What is set outside of .env. */
function elsewhere({ secret }: Pick<Context, "secret">): Known {
  return Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, secret(name)]));
}

async function wantedOf(flags: InitFlags, before: Known, context: Context): Promise<Wanted> {
  const { interactive } = context.prompt;
  const byFlags = wantedByFlags(flags, context);
  requireUsable(byFlags);
  const wanted = interactive ? await askForRest(byFlags, before, context) : byFlags;
  // At a terminal an empty answer has chosen the sandbox.
  const missing = missingFlags(interactive ? { RETELL_API_KEY: null, ...wanted } : wanted, afterwards(before, wanted));
  if (missing.length === 0) return wanted;
  const why = interactive ? "it was left empty, and it is needed" : "there is no terminal to ask at";
  throw new AscendiaError("usage", `Nothing was written. Something is missing: ${why}.`, {
    detail: missing,
    hint: "Give these flags; ascendia help init tells of all.",
  });
}

function afterwards(before: Known, wanted: Wanted): Known {
  const kept = Object.entries(before).filter(([name]) => wanted[name] !== null);
  return { ...Object.fromEntries(kept), ...withoutNull(wanted) };
}

/** @throws invalid with every value that cannot be used */
function requireUsable(wanted: Wanted): void {
  const problems = problemsOf(wanted);
  if (problems.length === 0) return;
  throw new AscendiaError("invalid", "Nothing was written: not every value can be used.", {
    detail: problems,
    hint: "Correct these and run it again.",
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

/** @throws unauthorized when Retell does not take a new key */
async function checkKey(key: string | undefined, isNew: boolean, context: Context): Promise<KeyCheck> {
  if (key === undefined) return { state: "none" };
  try {
    const organisation = await context.output.step("Asking Retell whose key it is", async () =>
      (await context.accountOf(key)).organisation(),
    );
    return { state: "accepted", organisation };
  } catch (error) {
    if (!(error instanceof AscendiaError)) throw error;
    if (error.code !== "unauthorized") return { state: "not_reached", why: error.message };
    if (!isNew) return { state: "refused" };
    throw new AscendiaError("unauthorized", "Retell does not take this key: nothing was written.", {
      hint: "Copy it again from the dashboard of Retell, or give --sandbox.",
    });
  }
}

/** @throws interrupted when the user says no; usage when nobody can be asked and --yes is not given */
async function agreeToOverwrite(changes: readonly Change[], { agreed, prompt }: Context): Promise<void> {
  const names = changes.filter(({ change }) => change === "changed" || change === "removed").map(({ name }) => name);
  if (names.length === 0 || agreed) return;
  if (await prompt.confirm(`Overwrite what .env has for ${names.join(", ")}?`)) return;
  throw new AscendiaError("interrupted", "Not agreed to: nothing was written.", {
    hint: "See what would change with --dry-run.",
  });
}

function warnOfOverridden(wanted: Wanted, { secret, output }: Pick<Context, "secret" | "output">): void {
  const overridden = Object.keys(VARIABLES).filter(
    (name) => Object.hasOwn(wanted, name) && (secret(name) ?? null) !== wanted[name],
  );
  if (overridden.length === 0) return;
  output.warn(`${overridden.join(", ")}: set elsewhere too, in the environment or another file, which counts instead.`);
}
