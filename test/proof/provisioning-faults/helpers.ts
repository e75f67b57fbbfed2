import { type ChildProcess, fork } from "node:child_process";
import * as z from "zod";
import { type Cell, type CellResult, tryCell } from "./cell.ts";

/** The first argument of a helper's process. */
export const helperRole = "provisioning-faults-helper";

/** More than there are cores: on a machine that others use too, each gets its share. */
const helpers = 4;
/** Concurrent cells in each helper: they mostly wait, for a timeout or for a process that is to be killed. */
const lanes = 2;

const order = z.object({ index: z.number(), cell: z.custom<Cell>((value) => typeof value === "object") });
const answer = z.object({
  index: z.number(),
  outcome: z.object({ isWhole: z.boolean(), course: z.string(), trouble: z.string().nullable() }),
});

/** Tries the cells that it receives until it is disconnected. */
export function help(): void {
  process.on("message", (message: unknown) => {
    const { index, cell } = order.parse(message);
    void tryCell(cell)
      .catch(broken)
      .then(({ isWhole, course, trouble }) => process.send?.({ index, outcome: { isWhole, course, trouble } }));
  });
  process.once("disconnect", () => process.exit());
}

/** A cell that could not be tried counts as failed. */
function broken(error: unknown) {
  return { isWhole: false, course: "not tried", trouble: error instanceof Error ? (error.stack ?? "") : String(error) };
}

/** Tries all cells, spread over processes of this same program. */
export async function tryCells(cells: readonly Cell[], self: string): Promise<readonly CellResult[]> {
  const results = new Map<number, CellResult>();
  const due = cells.map((cell, index) => ({ cell, index }));
  await Promise.all(
    Array.from({ length: Math.min(helpers, cells.length) }, async () => {
      const helper = fork(self, [helperRole]);
      try {
        await Promise.all(
          Array.from({ length: lanes }, async () => {
            for (let next = due.shift(); next !== undefined; next = due.shift()) {
              results.set(next.index, { ...next.cell, ...(await asked(helper, next)) });
            }
          }),
        );
      } finally {
        if (helper.connected) helper.disconnect();
      }
    }),
  );
  return cells.flatMap((_, index) => results.get(index) ?? []);
}

function asked(helper: ChildProcess, { index, cell }: { readonly index: number; readonly cell: Cell }) {
  return new Promise<z.output<typeof answer>["outcome"]>((resolve, reject) => {
    const listen = (message: unknown): void => {
      const told = answer.parse(message);
      if (told.index !== index) return;
      helper.off("message", listen);
      helper.off("exit", ended);
      resolve(told.outcome);
    };
    const ended = (): void => reject(new Error(`a helper ended while it tried ${cell.request.label}`));
    helper.on("message", listen);
    helper.once("exit", ended);
    helper.send({ index, cell });
  });
}
