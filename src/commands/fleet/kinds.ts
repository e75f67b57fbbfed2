import type { Command } from "commander";
import { closestText } from "../../domain/closest-text.ts";
import { type Finding, driftKinds } from "../../domain/fleet/repair/drift.ts";
import { AscendiaError } from "../../errors.ts";
import { listOption } from "../list-option.ts";

export interface KindFlags {
  readonly only?: readonly string[];
}

export function addKindOption(command: Command): Command {
  return command.addOption(
    listOption("--only <kind>", `filter by kind of drift (${Object.keys(driftKinds).join(" ")})`),
  );
}

/** @throws usage on a kind that does not exist */
export function chosenKinds({ only = [] }: KindFlags): (finding: Finding) => boolean {
  const known = Object.keys(driftKinds);
  for (const kind of only) {
    if (known.includes(kind)) continue;
    const closest = closestText(kind, known);
    throw new AscendiaError("usage", `Unknown kind of drift "${kind}".`, {
      hint: closest === undefined ? `Use one of ${known.join(", ")}.` : `Did you mean ${closest}?`,
    });
  }
  return ({ kind }) => only.length === 0 || only.includes(kind);
}
