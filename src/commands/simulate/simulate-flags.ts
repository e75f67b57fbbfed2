import { AscendiaError } from "../../errors.ts";

/** Rejects flags that would have no effect. @throws usage, naming them */
export function refuseFlags(
  flags: object,
  refused: readonly string[],
  way: { readonly of: string; readonly hint: string },
): void {
  const given = refused.filter((name) => isGiven(Reflect.get(flags, name)));
  if (given.length === 0) return;
  throw new AscendiaError("usage", `${way.of} cannot be combined with ${given.map(written).join(", ")}.`, {
    hint: way.hint,
  });
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== false;
}

/** "minEdgeCoverage" → "--min-edge-coverage" */
function written(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
