import { AscendiaError } from "../../errors.ts";
import { bindingDifferences } from "../../number/number-binding.ts";
import type { NumberPlatform, PlatformNumber } from "../../number/ports.ts";
import type { PlannedRow, RowResult } from "./clinic-row.ts";

/**
 * After the last write: compares what Retell now has with what was written, for all rows in one listing. A row that is
 * otherwise becomes `failed`.
 * @throws transient when Retell cannot be read
 */
export async function readBack(
  results: readonly RowResult[],
  planned: readonly PlannedRow[],
  numbers: Pick<NumberPlatform, "list">,
): Promise<readonly RowResult[]> {
  if (!results.some(isWritten)) return results;
  const listed = new Map((await numbers.list()).map((number) => [number.phoneNumber, number]));
  const plans = new Map(planned.flatMap((row) => (row.kind === "work" ? [[row.row, row.plan] as const] : [])));
  return results.map((result) => {
    const plan = plans.get(result.row);
    if (!isWritten(result) || plan === undefined) return result;
    const why = differenceText(listed.get(result.phoneNumber ?? ""), (number) =>
      bindingDifferences(number, plan.binding),
    );
    return why === null ? result : { ...result, status: "failed", why, next: "Run the same command again." };
  });
}

/** A list that could not be read says nothing against the rows; the user must know that it was not read. */
export async function readBackIfReachable(
  results: readonly RowResult[],
  planned: readonly PlannedRow[],
  numbers: Pick<NumberPlatform, "list">,
): Promise<{ readonly results: readonly RowResult[]; readonly unread: string | null }> {
  try {
    return { results: await readBack(results, planned, numbers), unread: null };
  } catch (error) {
    if (error instanceof AscendiaError) return { results, unread: error.message };
    throw error;
  }
}

function isWritten({ status }: RowResult): boolean {
  return status === "created" || status === "updated";
}

function differenceText(
  number: PlatformNumber | undefined,
  differences: (number: PlatformNumber) => readonly string[],
): string | null {
  if (number === undefined) return "Its number is not at Retell, though Retell said that it was got.";
  const found = differences(number);
  return found.length === 0 ? null : `Retell has it otherwise than it was written: ${found.join("; ")}.`;
}
