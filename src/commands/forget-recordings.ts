import { counted } from "../terminal/table.ts";
import type { Context } from "./context.ts";

/** Recordings hold everybody's data as it was: when anyone's is erased, all of them go. */
export async function forgetRecordings({
  recordings,
  store,
  output,
}: Pick<Context, "recordings" | "store" | "output">): Promise<void> {
  // What servers kept for `listen` is gone within the hour in any case.
  await (await store()).hearing.forgetAll();
  const removed = await (await recordings()).forgetAll();
  if (removed > 0) output.note(`Removed ${counted(removed, "recording")} of serve --record, which held that data too.`);
}
