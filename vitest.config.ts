import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    mockReset: true,
    unstubEnvs: true,
    // A limit for what hangs, not a measure: two busy cores slow a test by an order of magnitude.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
