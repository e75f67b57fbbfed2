import type { Command } from "commander";
import { editEvent, sampleEvent } from "../../domain/call/test-event.ts";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { readJson } from "../input-files.ts";
import { withoutNumbers } from "../view.ts";
import { eventUrl, sendEvent } from "./send-event.ts";
import { storedEvent } from "./stored-event.ts";
import { gather } from "../arguments.ts";

interface TriggerFlags {
  readonly file?: string;
  readonly recorded?: string;
  readonly set: readonly string[];
  readonly url?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .description("send an event signed as Retell does: a sample, one from a file, or a stored one")
    .argument("<event>", "event name, such as call_ended")
    .option("--file <file>", "JSON file with the event; - for standard input")
    .option("--recorded <key>", "a stored event, from event:list")
    .option("--set <path=value>", "change a field, such as call.duration_ms=60000; repeatable", gather)
    .option("--url <url>", "server to send to (default: the local `ascendia serve`)")
    .action((name: string, flags: TriggerFlags) => trigger(name, flags, context));
}

async function trigger(name: string, flags: TriggerFlags, context: Context): Promise<void> {
  const body = JSON.stringify(editEvent({ ...(await source(name, flags, context)), event: name }, flags.set ?? []));
  const url = eventUrl(flags.url, context);
  const dryRun = flags.dryRun === true;
  const sent = dryRun ? null : await sendEvent(body, url, context);
  const shown: unknown = JSON.parse(withoutNumbers(body, {}));
  context.output.result({ dry_run: dryRun, event: name, url, sent, body: shown }, () =>
    sent === null
      ? `Would send to ${url}:\n${JSON.stringify(shown, null, 2)}`
      : `Sent ${name} to ${url}: ${sent.status} in ${sent.ms} ms.`,
  );
}

async function source(name: string, { file, recorded }: TriggerFlags, context: Context): Promise<object> {
  if (file !== undefined && recorded !== undefined) {
    throw new AscendiaError("usage", "--file and --recorded cannot be combined.", {
      hint: "Pass only one of them.",
    });
  }
  if (recorded !== undefined)
    return asEvent(JSON.parse((await storedEvent(recorded, (await context.store()).events)).body));
  if (file !== undefined) return asEvent(await readJson(file, context));
  return sampleEvent(name, `call_sample_${context.newId()}`, context.clock.now());
}

function asEvent(body: unknown): object {
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body;
  throw new AscendiaError("invalid", "An event must be a JSON object.", {
    hint: 'Such as {"event":"call_ended","call":{…}}.',
  });
}
