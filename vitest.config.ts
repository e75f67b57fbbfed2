import { existsSync, statfsSync } from "node:fs";
import { defineConfig } from "vitest/config";

/** Every test makes databases; in memory none of them waits for the disk. Containers often have 64 MB there: too little. */
const IN_MEMORY = "/dev/shm";
const LEAST_FREE_BYTES = 2 ** 30;

function hasRoom(folder: string): boolean {
  if (!existsSync(folder)) return false;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize >= LEAST_FREE_BYTES;
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    env: hasRoom(IN_MEMORY) ? { TMPDIR: IN_MEMORY } : {},
    // As many workers as cores, each with one module registry for all its files: tests share no state through modules.
    isolate: false,
    maxWorkers: "100%",
    mockReset: true,
    unstubEnvs: true,
    // A limit for what hangs, not a measure: two busy cores slow a test by an order of magnitude.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
