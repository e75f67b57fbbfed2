import { table } from "../../src/terminal/table.ts";
import { type BoundNumber, type Fleet, nextTemplate, numberedClinic, openFleet } from "./canary/fleet.ts";

interface Size {
  readonly clinics: number;
  /** Slugs of the two clinics that get the version by name. */
  readonly named: readonly [string, string];
  /** Percentages of the clinics: one that selects two clinics, and a larger one. */
  readonly percent: readonly [number, number];
}

const whole: Size = { clinics: 20, named: ["clinique-test-03", "clinique-test-17"], percent: [10, 25] };
const small: Size = { clinics: 4, named: ["clinique-test-02", "clinique-test-04"], percent: [50, 75] };
const skipped = ["--skip-simulation", "--yes"];

interface Moment {
  readonly after: string;
  /**
   * The slugs, or the number, of the clinics whose callers should reach version 2. Version 0 is what the agent was
   * created with.
   */
  readonly expected: readonly string[] | number;
}

interface Seen {
  readonly after: string;
  readonly numbersOnTwo: readonly string[];
  readonly callsOnTwo: readonly string[];
  readonly isRight: boolean;
}

/**
 * Version 2 on 2 of 20 clinics, by name and by percentage; calls there report it, others do not; a rollback restores
 * all.
 */
export async function run({ quick }: { readonly quick: boolean }): Promise<{ passed: number; total: number }> {
  const fleet = await openFleet();
  const size = quick ? small : whole;
  const { clinics } = size;
  try {
    const seen = await play(fleet, size);
    const rows = seen.map(({ after, numbersOnTwo, callsOnTwo, isRight }) => [
      after,
      `${numbersOnTwo.length} of ${clinics} ${namesText(numbersOnTwo)}`,
      `${callsOnTwo.length} of ${clinics}`,
      isRight ? "yes" : "NO",
    ]);
    const drawn = table(["after", "numbers on version 2", "inbound calls reporting 2", "right"], rows);
    process.stdout.write(`${drawn}\n`);
    return { passed: seen.filter(({ isRight }) => isRight).length, total: seen.length };
  } finally {
    await fleet.close();
  }
}

async function play(fleet: Fleet, { clinics, named, percent }: Size): Promise<readonly Seen[]> {
  await setUp(fleet, clinics);
  const [few = "", more = ""] = percent.map(String);
  const seen: Seen[] = [];
  const look = async (moment: Moment): Promise<void> => void seen.push(await lookAt(moment, clinics, fleet));
  await look({ after: "publishing alone", expected: [] });

  await fleet.ascendia("agent:rollout", "--version", "2", "--clinic", named.join(","), ...skipped);
  await look({ after: "rollout --clinic of two", expected: named });
  await fleet.ascendia("agent:rollback", "--yes");
  await look({ after: "rollback", expected: [] });

  await fleet.ascendia("agent:rollout", "--version", "2", "--percent", few, ...skipped);
  await look({ after: `rollout --percent ${few}`, expected: 2 });
  const canaries = seen.at(-1)?.numbersOnTwo ?? [];
  await fleet.ascendia("agent:rollout", "--version", "2", "--percent", few, ...skipped);
  await look({ after: "the same again", expected: canaries });
  await fleet.ascendia("agent:rollout", "--version", "2", "--percent", more, ...skipped);
  await look({ after: `rollout --percent ${more}`, expected: (clinics * percent[1]) / 100 });
  const grown = new Set(seen.at(-1)?.numbersOnTwo);
  seen.push({
    after: "growing only added",
    numbersOnTwo: [...grown],
    callsOnTwo: [...grown],
    isRight: canaries.every((slug) => grown.has(slug)),
  });

  await fleet.ascendia("agent:rollback", "--yes");
  await look({ after: "rollback", expected: [] });
  await fleet.ascendia("agent:promote", "--version", "2", ...skipped);
  await look({ after: "promote", expected: clinics });
  await fleet.ascendia("agent:rollback", "--yes");
  await look({ after: "rollback of the promotion", expected: [] });
  return seen;
}

/** Puts the clinics on the first version; version 1 is a draft that no caller reaches, version 2 is published. */
async function setUp(fleet: Fleet, clinics: number): Promise<void> {
  await fleet.ascendia("agent:create");
  fleet.write(
    "clinics.json",
    Array.from({ length: clinics }, (_, index) => numberedClinic(index + 1)),
  );
  await fleet.ascendia("clinic:onboard", "--from", "clinics.json");
  fleet.write("template.json", nextTemplate(3));
  await fleet.ascendia("agent:update", "--template", "template.json");
  fleet.write("template.json", nextTemplate(4));
  await fleet.ascendia("agent:update", "--template", "template.json");
  await fleet.ascendia("agent:publish", "--version", "2", ...skipped);
}

async function lookAt({ after, expected }: Moment, clinics: number, fleet: Fleet): Promise<Seen> {
  const seen: Rung[] = [];
  for (const number of await fleet.numbers()) seen.push(await rung(number, fleet));
  const numbersOnTwo = seen.filter(({ pinned }) => pinned === 2).map(({ slug }) => slug);
  const callsOnTwo = seen.filter(({ reported }) => reported === 2).map(({ slug }) => slug);
  const isExpected = typeof expected === "number" ? numbersOnTwo.length === expected : isSame(numbersOnTwo, expected);
  const isWhole = seen.length === clinics && seen.every(({ isPlain }) => isPlain);
  return { after, numbersOnTwo, callsOnTwo, isRight: isExpected && isWhole && isSame(numbersOnTwo, callsOnTwo) };
}

interface Rung {
  readonly slug: string;
  readonly pinned: number | undefined;
  readonly reported: number;
  /** Whether both directions are pinned to the same version, one of the two. */
  readonly isPlain: boolean;
}

async function rung(number: BoundNumber, fleet: Fleet): Promise<Rung> {
  const [pinned, outbound] = [number.inbound_agents, number.outbound_agents].map(([agent]) => agent?.agent_version);
  const reported = await fleet.ring(number);
  const isPlain = pinned === outbound && (reported === 0 || reported === 2);
  return { slug: number.nickname.replace("ascendia:", ""), pinned, reported, isPlain };
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify(one.toSorted()) === JSON.stringify(other.toSorted());
}

function namesText(slugs: readonly string[]): string {
  const names = slugs.map((slug) => slug.replace("clinique-test-", "")).toSorted();
  return names.length === 0 || names.length > 5 ? "" : `(${names.join(", ")})`;
}
