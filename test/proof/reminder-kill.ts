import { table } from "../../src/terminal/table.ts";
import { prepared } from "./lost-dial/planned-call.ts";
import { remove } from "./provisioning/installation.ts";
import { type Kill, type Told, play, steps } from "./reminder-kill/played-call.ts";

interface ProofOptions {
  readonly quick: boolean;
  readonly seed: number;
}

/** Concurrent processes: they mostly wait. */
const lanes = 3;

const kills: readonly Kill[] = steps.flatMap((step): Kill[] => {
  const after: Kill = { step, when: "after" };
  // The first two and the last are the server's own steps, without a request in progress.
  const isOwn = step === "call planned" || step === "call placed" || step === "call over";
  return isOwn ? [after] : [{ step, when: "during" }, after];
});

/**
 * One call reminds a number of three appointments; wherever the server dies, each is confirmed or cancelled once, and
 * nobody is called twice.
 */
export async function run({ quick }: ProofOptions): Promise<{ readonly passed: number; readonly total: number }> {
  const folder = await prepared();
  try {
    const stories = [undefined, ...(quick ? kills.filter((_, index) => index % 6 === 3) : kills)];
    const told = await inLanes(stories, folder);
    report(stories, told);
    return { passed: told.filter((each, index) => isRight(each, stories[index])).length, total: stories.length };
  } finally {
    remove({ folder });
  }
}

function isRight({ kills: count, rung, statuses, planned }: Told, kill: Kill | undefined): boolean {
  const isDone = statuses.join() === "confirmed,cancelled,confirmed";
  return count === (kill === undefined ? 0 : 1) && rung.length === 1 && isDone && planned === 0;
}

async function inLanes(stories: readonly (Kill | undefined)[], folder: string): Promise<readonly Told[]> {
  const left = [...stories.entries()];
  const told = new Map<number, Told>();
  const lane = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift())
      told.set(next[0], await play(next[1], folder));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return stories.flatMap((_, index) => told.get(index) ?? []);
}

function report(stories: readonly (Kill | undefined)[], told: readonly Told[]): void {
  const lines = told.map((each, index) => {
    const kill = stories[index];
    return [
      kill === undefined ? "nobody is killed" : `kill -9 ${kill.when}: ${kill.step}`,
      String(each.kills),
      String(each.rung.length),
      each.statuses.join(", "),
      String(each.planned),
      `${each.seconds.toFixed(1)} s`,
      isRight(each, kill) ? "ok" : "FAILED",
    ];
  });
  const headings = ["story", "kills", "calls", "appointments", "planned", "took", ""];
  process.stdout.write(`${table(headings, lines)}\n`);
}
