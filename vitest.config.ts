import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // As many workers as cores, each with one module registry for all its files: tests share no state through modules.
    isolate: false,
    maxWorkers: "100%",
    mockReset: true,
    unstubEnvs: true,
    // A limit for what hangs, not a measure: two busy cores slow a test by an order of magnitude.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
