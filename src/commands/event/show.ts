import type { Command } from "commander";
import { terminalSafe } from "../../terminal/table.ts";
import type { Context } from "../context.ts";
import { recordRead } from "../record-change.ts";
import { type RevealFlag, clinicSaid, slugsOf, utc, withoutNumbers } from "../view.ts";
import { storedEvent } from "./stored-event.ts";
import { eventJson } from "./view.ts";

export function configure(command: Command, context: Context): void {
  command
    .description("show an event as received")
    .argument("<key>", "event key, from event:list")
    .option("--reveal", "show full phone numbers")
    .action((key: string, flags: RevealFlag) => show(key, flags, context));
}

async function show(key: string, reveal: RevealFlag, context: Context): Promise<void> {
  const { clinics, events } = await context.store();
  const event = await storedEvent(key, events);
  const slugs = slugsOf(await clinics.list());
  const body: unknown = JSON.parse(withoutNumbers(event.body, reveal));
  const shown = { event: event.event, numbers: reveal.reveal === true ? "whole" : "masked" };
  await recordRead(
    { action: "event:show", subject: `call:${withoutNumbers(event.callId ?? "none", {})}`, shown },
    context,
  );
  context.output.result({ ...eventJson(event, slugs), body }, () =>
    terminalSafe(
      [
        `Event ${event.key} · clinic ${clinicSaid(event, slugs)} · received ${utc(event.receivedAt)} UTC`,
        JSON.stringify(body, null, 2),
      ].join("\n"),
    ),
  );
}
