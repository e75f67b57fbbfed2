import type { Command } from "commander";
import { replayEvent } from "../../domain/call/call-event.ts";
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
    .description("process a stored event again, for the clinic it belongs to by now; or send it, signed anew, to a URL")
    .argument("<key>", "of the event, from event:list")
    .option("--to <url>", "send it there instead; without a path to the event webhook of that server")
    .action((key: string, flags: ReplayFlags) => replay(key, flags, context));
}

async function replay(key: string, { to, dryRun = false }: ReplayFlags, context: Context): Promise<void> {
  const { clinics, events, calls, callLedger } = await context.store();
  const event = await storedEvent(key, events);
  if (to !== undefined) {
    const url = eventUrl(to, context);
    const sent = dryRun ? null : await sendEvent(event.body, url, context);
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
        ? "No call is known by it."
        : `Call ${shown.call_id}: ${shown.status}, ${shown.outcome ?? "no outcome yet"}.`,
    ].join("\n"),
  );
}
