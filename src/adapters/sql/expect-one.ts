import { AscendiaError } from "../../domain/errors.ts";

/** @throws not_found when a change by id met no row */
export function expectOne(changedRows: bigint, what: string): void {
  if (changedRows !== 1n) throw new AscendiaError("not_found", `There is no ${what}.`);
}
