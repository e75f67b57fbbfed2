import type { Command } from "commander";
import { findById } from "../../domain/find-by-id.ts";
import { maskNumber } from "../../domain/clinic/telephone/mask-number.ts";
import { attemptStates } from "../../domain/outreach/attempt.ts";
import { cancelPlanned } from "../../domain/outreach/attempts/order-attempt.ts";
import { dateAt, wallTimeAt } from "../../domain/time/zoned-time.ts";
import { AscendiaError } from "../../errors.ts";
import { type WriteFlags, addClinicOption, openOutreach } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("call off one planned call; calls that have begun end with call:stop")
    .argument("<attempt>", "id of the planned call, or its last characters, as shown by call:place and contact:show")
    .action((attemptId: string, flags: WriteFlags) => cancel(attemptId, flags, context));
}

async function cancel(attemptId: string, flags: WriteFlags, context: Context): Promise<void> {
  const ports = await openOutreach(flags, context);
  const { clinic, database } = ports;
  const { dials, contacts } = database.stores;
  const attempt = (await dials.find(attemptId)) ?? findById(attemptId, await dials.inStates(attemptStates), "call");
  if (attempt === undefined) {
    throw new AscendiaError("not_found", `Call "${attemptId}" not found.`, {
      hint: `See planned calls with: ascendia reminder:plan --clinic ${clinic.slug}`,
    });
  }
  const isDryRun = flags.dryRun === true;
  const repeated = attempt.state === "failed";
  const before = { dial_id: attempt.id, state: attempt.state };
  const describe = (done: typeof attempt) => {
    return { action: "call:cancel", clinic, before, after: { dial_id: done.id, state: done.state } };
  };
  const done = isDryRun ? attempt : await changeAndRecord(() => cancelPlanned(attempt.id, ports), describe, context);
  const to = maskNumber((await contacts.find(attempt.contactId))?.phone) ?? null;
  const when = `${dateAt(attempt.dueAt, clinic.timezone)} ${wallTimeAt(attempt.dueAt, clinic.timezone)}`;
  const data = { dry_run: isDryRun, clinic: clinic.slug, dial_id: attempt.id, to, state: done.state, repeated };
  context.output.result(data, () => {
    if (repeated)
      return `The call to ${to ?? "a removed contact"} will not be placed: ${attempt.reason ?? "it was called off"}.`;
    return `${isDryRun ? "Would call off" : "Called off"}: the call to ${to ?? "a removed contact"} at ${when}.`;
  });
}
