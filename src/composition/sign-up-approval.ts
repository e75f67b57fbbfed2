import { z } from "zod";
import type { ConsolePorts } from "../console/ports.ts";
import { inOwnProcess } from "./own-process.ts";
import type { Surroundings } from "./surroundings.ts";

const PATIENCE_MS = 120_000;

const answer = z.union([
  z.object({ ok: z.literal(true), data: z.object({ slug: z.string() }) }),
  z.object({ ok: z.literal(false), error: z.object({ message: z.string(), hint: z.string().nullish() }) }),
]);

/** Runs `signup:approve`, one at a time: it buys or imports a number, and continues an interrupted onboarding. */
export function signUpApproval({ parts }: Pick<Surroundings, "parts">): ConsolePorts["approveSignUp"] {
  let isBusy = false;
  return async (id, number) => {
    if (isBusy) return { problem: "busy", detail: "" };
    isBusy = true;
    const source =
      "buy" in number ? ["--buy", number.buy] : ["--import", number.number, "--termination-uri", number.host];
    try {
      const argv = ["signup:approve", "--yes", ...source, "--", id];
      const { stdout, isOutOfTime } = await inOwnProcess(argv, PATIENCE_MS, { parts });
      if (isOutOfTime) return { problem: "slow", detail: "" };
      const said = answer.parse(JSON.parse(stdout));
      if (said.ok) return { slug: said.data.slug };
      return { problem: "refused", detail: [said.error.message, said.error.hint ?? ""].join(" ").trim() };
    } finally {
      isBusy = false;
    }
  };
}
