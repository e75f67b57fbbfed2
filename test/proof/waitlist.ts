import { table } from "../../src/terminal/table.ts";
import { MINUTE_MS } from "../../src/clock.ts";
import { wallTimeOfMinutes } from "../../src/domain/time/wall-time.ts";
import { wallTimeAt } from "../../src/domain/time/zoned-time.ts";
import { prepared } from "./lost-dial/planned-call.ts";
import { remove } from "./provisioning/installation.ts";
import { line, zone } from "./waitlist/installed-line.ts";
import { type Story, type Told, play } from "./waitlist/played-story.ts";
import { milestones } from "./waitlist/watched.ts";

interface ProofOptions {
  readonly quick: boolean;
  readonly seed: number;
}

/** Concurrent processes: they mostly wait. */
const lanes = 3;

interface Judged {
  readonly story: Story;
  readonly told: Told;
  readonly isRight: boolean;
}

const [first, second, third] = line;
const everyHour: Story["line"] = { policy: {}, optedOut: null };
const threeAnswers = { [first]: "declines", [second]: "does_not_answer", [third]: "accepts" } as const;
const plain: Story = { name: "declines, does not answer, accepts", line: everyHour, reactions: threeAnswers };

/** The server dies once between any two steps. */
const killed: readonly Story[] = line.flatMap((phone, place) =>
  milestones.map((milestone, index): Story => {
    const killAfter = { phone, milestone: index + 1 };
    return { name: `kill -9 after ${place + 1}: ${milestone}`, line: everyHour, reactions: threeAnswers, killAfter };
  }),
);

/**
 * Three patients in line for a freed slot: one booking, and no phone that rings twice, wherever the server is killed.
 */
export async function run({ quick }: ProofOptions): Promise<{ readonly passed: number; readonly total: number }> {
  const folder = await prepared();
  try {
    const stories = quick
      ? [plain, ...killed.filter((_, index) => index % 8 === 3), optedOut]
      : [plain, ...killed, ...others];
    const judged = await inLanes(stories, folder);
    report(judged);
    return { passed: judged.filter((each) => each.isRight).length, total: judged.length };
  } finally {
    remove({ folder });
  }
}

const optedOut: Story = {
  name: "the first has opted out",
  line: { policy: {}, optedOut: first },
  reactions: { [second]: "does_not_answer", [third]: "accepts" },
};

const others: readonly Story[] = [
  { ...plain, name: "kill -9 before Retell is asked", killAtRequest: { nth: 2, when: "before" } },
  { ...plain, name: "kill -9 after Retell made the call", killAtRequest: { nth: 2, when: "after" } },
  optedOut,
  {
    name: "the first says stop in the call",
    line: everyHour,
    reactions: { [first]: "says_stop", [second]: "accepts" },
  },
  {
    name: "nobody wants it",
    line: everyHour,
    reactions: { [first]: "declines", [second]: "declines", [third]: "declines" },
    isOver: (watched) => watched.offers().filter(({ state }) => state === "declined").length === line.length,
  },
  {
    name: "outside the hours",
    line: { policy: hoursLater(), optedOut: null },
    reactions: threeAnswers,
    isOver: (watched) => watched.dueAt(first) !== null,
  },
];

/** Calling hours that begin two hours from now, whenever the proof runs. */
function hoursLater() {
  const [hours = 0, minutes = 0] = wallTimeAt(Date.now(), zone).split(":").map(Number);
  const opens = (hours * 60 + minutes + 120) % 1380;
  return { opensAt: wallTimeOfMinutes(opens), closesAt: wallTimeOfMinutes(opens + 30) };
}

async function inLanes(stories: readonly Story[], folder: string): Promise<readonly Judged[]> {
  const left = [...stories.entries()];
  const judged = new Map<number, Judged>();
  const lane = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift())
      judged.set(next[0], await judge(next[1], folder));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return stories.flatMap((_, index) => judged.get(index) ?? []);
}

async function judge(story: Story, folder: string): Promise<Judged> {
  const told = await play(story, folder);
  return { story, told, isRight: isRight(story, told) };
}

function isRight(story: Story, told: Told): boolean {
  const planned = story.killAfter === undefined && story.killAtRequest === undefined ? 0 : 1;
  const nobodyTwice = new Set(told.rung).size === told.rung.length;
  return told.kills === planned && nobodyTwice && endsRight(story, told);
}

function endsRight({ line: { policy }, reactions }: Story, told: Told): boolean {
  if (policy.opensAt !== undefined) return waitsForHours(told);
  const called = line.filter((phone) => phone in reactions);
  const taker = called.find((phone) => reactions[phone] === "accepts");
  const upToTaker = taker === undefined ? called : called.slice(0, called.indexOf(taker) + 1);
  const isBookedOnce = told.booked.join() === (taker ?? "");
  return isBookedOnce && told.heldSlots === 0 && told.rung.join() === upToTaker.join();
}

/** Nobody was called, and the slot is held until an hour after the planned call. */
function waitsForHours({ rung, booked, heldUntil, firstDueAt }: Told): boolean {
  if (firstDueAt === null || heldUntil === null) return false;
  return rung.length === 0 && booked.length === 0 && heldUntil === firstDueAt + 60 * MINUTE_MS;
}

function report(judged: readonly Judged[]): void {
  const lines = judged.map(({ story, told, isRight: right }) => [
    story.name,
    String(told.kills),
    String(told.rung.length),
    String(new Set(told.rung).size),
    String(told.booked.length),
    told.offers.join(", "),
    `${told.seconds.toFixed(1)} s`,
    right ? "ok" : `FAILED ${told.waiting.join(", ")}`,
  ]);
  const headings = ["story", "kills", "calls", "numbers", "booked", "offers", "took", ""];
  process.stdout.write(`${table(headings, lines)}\n`);
}
