import type { Command } from "commander";
import { replayEvent } from "../../domain/call/events/call-event.ts";
import type { Context } from "../context.ts";
import { callJson, slugsOf } from "../view.ts";
import { eventUrl, sendEvent } from "./send-event.ts";
import { storedEvent } from "./stored-event.ts";

interface ReplayFlags {
  readonly to?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .description("process a stored event again for its current clinic, or sign it again and send it to a URL")
    .argument("<key>", "event key, from event:list")
    .option("--to <url>", "send it to this URL instead; without a path, to that server's event webhook")
    .action((key: string, flags: ReplayFlags) => replay(key, flags, context));
}

async function replay(key: string, { to, dryRun = false }: ReplayFlags, context: Context): Promise<void> {
  const { clinics, events, calls, callLedger } = await context.store();
  const event = await storedEvent(key, events);
  if (to !== undefined) {
    const url = eventUrl(to, context);
    const owner = async () => (event.clinicId === null ? undefined : clinics.find(event.clinicId));
    const answered = dryRun ? null : await sendEvent(event.body, { url, clinic: await owner() }, context);
    const sent = answered === null ? null : { url: answered.url, status: answered.status, ms: answered.ms };
    context.output.result({ dry_run: dryRun, key, url, sent }, () =>
      sent === null ? `Would send ${key} to ${url}.` : `Sent ${key} to ${url}: ${sent.status} in ${sent.ms} ms.`,
    );
    return;
  }
  if (!dryRun) await replayEvent(event, { clinics, events, calls: callLedger, clock: context.clock });
  const call = event.callId === null ? undefined : await calls.find(event.callId);
  const shown = call === undefined ? null : callJson(call, slugsOf(await clinics.list()), {});
  context.output.result({ dry_run: dryRun, key, call: shown }, () =>
    [
      dryRun ? `Would process ${key} again.` : `Processed ${key} again.`,
      shown === null
        ? "It belongs to no known call."
        : `Call ${shown.call_id}: ${shown.status}, ${shown.outcome ?? "no outcome yet"}.`,
    ].join("\n"),
  );
}
