import { existsSync } from "node:fs";
import { join } from "node:path";
import type { SqlDatabase } from "../adapters/sql/database.ts";
import { sha256 } from "../adapters/system/sha256.ts";
import type { Context } from "../commands/context.ts";
import type { ConductFinding } from "../domain/agent/conduct/accepted-changes.ts";
import type { InstalledPhrases } from "../domain/agent/template/phrases.ts";
import type { Phrases } from "../domain/call/line/caller-variables.ts";
import type { ClinicPhrase } from "../domain/clinic/ports.ts";
import { AscendiaError } from "../errors.ts";
import { type Surroundings, once } from "./surroundings.ts";

type Installed = Pick<Surroundings, "config" | "parts">;

export function phraseParts(surroundings: Installed): Pick<Context, "phrases" | "phraseFolder"> {
  return {
    phraseFolder: () => folderOf(surroundings),
    phrases: once(() => installedPhrases(surroundings)),
  };
}

function folderOf({ config, parts }: Installed): string {
  return config().phrasesPath ?? join(parts.cwd, "phrases");
}

async function installedPhrases(surroundings: Installed): Promise<InstalledPhrases> {
  const { readInstalledPhrases } = await import("../adapters/templates/template-files.ts");
  const named = surroundings.config().phrasesPath;
  if (named !== null && !existsSync(named)) {
    throw new AscendiaError("not_configured", `ASCENDIA_PHRASES names ${named}, which does not exist.`, {
      hint: "Correct it, or create that folder.",
    });
  }
  return readInstalledPhrases(folderOf(surroundings));
}

/**
 * The phrases that calls use.
 * @throws invalid if a file changes pinned wording or breaks a rule, and nobody accepted that
 */
export async function acceptedPhrases(surroundings: Installed, database: SqlDatabase): Promise<Phrases> {
  const { spoken, own } = await installedPhrases(surroundings);
  if (Object.values(own).every((texts) => Object.keys(texts).length === 0)) return spoken;
  const { readGolden } = await import("../adapters/templates/template-files.ts");
  const { phrasesConductFindings } = await import("../domain/agent/conduct/judge-conduct.ts");
  const { findingText } = await import("../flow/rule.ts");
  const open = await unaccepted(phrasesConductFindings(own, await readGolden()), database);
  if (open.length === 0) return spoken;
  const lines = open.map((finding) => `  ${findingText(finding)}`).join("\n");
  throw new AscendiaError("invalid", `The phrases in ${folderOf(surroundings)} may not be said:\n${lines}`, {
    hint: 'Correct the file, or accept each with: ascendia agent:validate --accept-change <id> --reason "<why>".',
    detail: open,
  });
}

/** For the console: the rules that a sentence would break and whose breach nobody accepted. */
export function wordingJudge(database: SqlDatabase): (phrase: ClinicPhrase) => Promise<readonly ConductFinding[]> {
  return async (phrase) => {
    const { readGolden } = await import("../adapters/templates/template-files.ts");
    const { wordingFindings } = await import("../domain/agent/conduct/judge-conduct.ts");
    return unaccepted(wordingFindings(phrase, await readGolden()), database);
  };
}

async function unaccepted(
  findings: readonly ConductFinding[],
  database: SqlDatabase,
): Promise<readonly ConductFinding[]> {
  const { SqlAcceptedChanges } = await import("../adapters/sql/fleet/agent-stores.ts");
  const { settledFindings } = await import("../domain/agent/conduct/accepted-changes.ts");
  const accepted = await new SqlAcceptedChanges(database.fleet).list();
  const known = { digests: new Set(accepted.map((change) => change.digest)), digest: sha256 };
  return settledFindings(findings, { ids: [], reason: null }, known).open;
}
