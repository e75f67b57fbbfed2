export interface Change {
  readonly name: string;
  readonly change: "added" | "changed" | "removed" | "unchanged";
}

/** `none`: without a key there is nothing to ask Retell. */
export type KeyCheck =
  | { readonly state: "none" | "refused" }
  | { readonly state: "accepted"; readonly organisation: string }
  | { readonly state: "not_reached"; readonly why: string };

export interface InitReport {
  readonly folder: string;
  readonly isLive: boolean;
  /** Names alone: values can be secrets. */
  readonly changes: readonly Change[];
  readonly ignores: readonly string[];
  readonly keyCheck: KeyCheck;
  readonly isDryRun: boolean;
}

const next = ["ascendia check", "ascendia agent:create"];

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
    `${isDryRun ? "Nothing was written. This would be set up" : "Set up"} in ${folder}, for ${mode}.`,
    `  .env, readable by you alone; ${changes.length === 0 ? "nothing to set in it" : "values are not shown"}`,
    ...changes.map(({ name, change }) => `    ${signs[change]} ${name} ${change}`),
    ...(ignores.length === 0 ? [] : ["  .gitignore", ...ignores.map((entry) => `    + ${entry}`)]),
    keyText(keyCheck),
    "",
    `Next: ${next.join(", then ")}`,
  ].join("\n");
}

function keyText(check: KeyCheck): string {
  if (check.state === "accepted") return `  Retell takes the key: it is of ${check.organisation}.`;
  if (check.state === "not_reached") return `  The key was not checked, as Retell gave no answer: ${check.why}`;
  return check.state === "refused" ? "  Retell does not take the key that is set." : "  No Retell key.";
}
