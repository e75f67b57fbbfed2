import { arrive } from "./advance.ts";
import type { Run } from "./run.ts";
import type { Step } from "./step.ts";

/** Where the caller speaks first, the start node answers (retell-api.md 1.1 `start_speaker`). */
export async function speakFirst(run: Run): Promise<Step> {
  run.state.hasSpoken = true;
  return arrive(run, run.state.frames, "start");
}
