import { counted } from "../terminal/table.ts";
import type { Context } from "./context.ts";

/** Recordings hold everybody's data as it was: when anyone's is erased, all of them go. */
export async function forgetRecordings({ recordings, output }: Pick<Context, "recordings" | "output">): Promise<void> {
  const removed = await (await recordings()).forgetAll();
  if (removed > 0) output.note(`Removed ${counted(removed, "recording")} of serve --record, which held that data too.`);
}
