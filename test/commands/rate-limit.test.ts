import { describe, expect, it } from "vitest";
import { ascendia, austin, cotonouNumber, fault, installation, onInstallation, twoClinics } from "./fleet-fixture.ts";

onInstallation();

/** Every later request is refused once or twice before it is accepted. */
async function limit(): Promise<void> {
  await fault({ kind: "rate_limited", retry_after_seconds: 0.02, method: "*", path: "/**", times: 3 });
}

describe("a command that Retell asks to wait", () => {
  it("waits, says so, and does its work: agent:create", async () => {
    await limit();
    const { code, stderr } = await ascendia(["agent:create"]);
    expect(code).toBe(0);
    expect(stderr).toContain("Retell is limiting requests: continuing in 1 s.");
  });

  it.each([
    ["fleet:apply", ["fleet:apply", "--yes"]],
    ["agent:rollout", ["agent:promote", "--version", "0", "--yes", "--skip-simulation"]],
    ["clinic:offboard", ["clinic:offboard", austin, "--keep", "--yes", "--confirm", austin]],
    ["clinic:update", ["clinic:update", austin, "--slug", "austin-two"]],
    ["number:update", ["number:update", austin, "--allow-inbound", "US"]],
  ])("waits in %s too", async (_name, argv) => {
    await twoClinics();
    await installation().dashboard.phoneNumber.update(cotonouNumber, { nickname: "renamed" });
    await limit();
    const { code, stderr } = await ascendia(argv);
    expect({ code, said: stderr.includes("Retell is limiting requests: continuing in 1 s.") }).toEqual({
      code: 0,
      said: true,
    });
  });
});
