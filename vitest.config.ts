import { existsSync, statfsSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Every test makes databases; in memory none of them waits for the disk. Containers often have 64 MB there: too little. */
const IN_MEMORY = "/dev/shm";
const LEAST_FREE_BYTES = 2 ** 30;

function hasRoom(folder: string): boolean {
  if (!existsSync(folder)) return false;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize >= LEAST_FREE_BYTES;
}

/** The slowest files, slowest first. Vitest knows their sizes alone, and one that begins last keeps one core waiting. */
const SLOWEST = [
  "commands/simulate.test.ts",
  "commands/agent/rollout.test.ts",
  "commands/simulate-calendar.test.ts",
  "commands/simulate-suite.test.ts",
  "commands/agent/lifecycle.test.ts",
  "commands/simulate-socket.test.ts",
  "adapters/sql/row-security.test.ts",
  "commands/simulate-outbound.test.ts",
  "domain/fleet/onboard-clinic.test.ts",
  "sandbox/every-method.test.ts",
];

class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = SLOWEST.findIndex((name) => moduleId.endsWith(`/test/${name}`));
      return place === -1 ? SLOWEST.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    env: hasRoom(IN_MEMORY) ? { TMPDIR: IN_MEMORY } : {},
    // As many workers as cores, each with one module registry for all its files: tests share no state through modules.
    isolate: false,
    sequence: { sequencer: SlowestFirst },
    maxWorkers: "100%",
    // With 16 MB for young objects, a worker that serves, simulates and parses collects garbage for an eighth of its time.
    execArgv: ["--max-semi-space-size=64"],
    mockReset: true,
    unstubEnvs: true,
    // A limit for what hangs, not a measure: two busy cores slow a test by an order of magnitude.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 120_000 } },
  },
});
