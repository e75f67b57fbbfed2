import type { Command } from "commander";
import { shortId } from "../../domain/find-by-id.ts";
import { table, terminalSafe } from "../../terminal/table.ts";
import { type LimitFlag, addLimitOption } from "../arguments.ts";
import type { Context } from "../context.ts";
import { signUpJson } from "./view.ts";

interface ListFlags extends LimitFlag {
  readonly all?: boolean;
}

export function configure(command: Command, context: Context): void {
  addLimitOption(command)
    .description("list the sign-ups that await a decision, latest first")
    .option("--all", "include approved and refused sign-ups")
    .action((flags: ListFlags) => list(flags, context));
}

async function list({ all = false, limit }: ListFlags, context: Context): Promise<void> {
  const found = await (await context.signUps()).list({ isWaitingOnly: !all });
  const shown = found.slice(0, limit);
  context.output.result({ sign_ups: shown.map(signUpJson) }, () => {
    if (shown.length === 0) return all ? "No sign-ups." : "No sign-up waits.";
    const rows = shown.map((signUp) => {
      const { state, received_at: at } = signUpJson(signUp);
      const received = (at ?? "").slice(0, 16).replace("T", " ");
      return [shortId(signUp.id), terminalSafe(signUp.name), state, received, terminalSafe(signUp.reason ?? "")];
    });
    return table(["sign-up", "clinic", "state", "received (UTC)", "reason"], rows);
  });
}
