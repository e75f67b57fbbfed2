import { describe, expect, it } from "vitest";
import { austin, dataOf, onInstallation, twoClinics } from "./fleet-fixture.ts";

describe.each(["2026-06", "2026-10", "2027-02"] as const)("Retell's API as of %s", (asOf) => {
  onInstallation(asOf);

  it("accepts every agent that agent:create makes", async () => {
    await twoClinics();
    expect(await dataOf(["agent:create", "--engine", "text"])).toMatchObject({ outcome: "created" });
    const own = ["agent:create", "--engine", "custom-llm", "--clinic", austin];
    expect(await dataOf(own)).toMatchObject({ engine: "custom-llm" });
  });
});
