import { counted } from "../terminal/table.ts";
import type { Context } from "./context.ts";

/** Every recording holds every person's data, so erasing one person removes all recordings. */
export async function forgetRecordings({
  recordings,
  store,
  output,
}: Pick<Context, "recordings" | "store" | "output">): Promise<void> {
  // Requests that servers keep for `listen` are deleted within an hour in any case.
  await (await store()).hearing.forgetAll();
  const removed = await (await recordings()).forgetAll();
  if (removed > 0) output.note(`Removed ${counted(removed, "recording")} of serve --record, which held that data too.`);
}
