import type { Change, Channel } from "../domain/alert/notice.ts";
import type { CheckFinding } from "../domain/fleet/check/check-finding.ts";
import { terminalSafe } from "../terminal/table.ts";
import { mailAddressFrom } from "./arguments.ts";
import type { Context } from "./context.ts";

export interface WatchFlags {
  readonly every: number;
  readonly notifyUrl?: string;
  readonly notifyCommand?: string;
  readonly notifyMail?: readonly string[];
}

export type NamedFinding = CheckFinding & { readonly id: string };

/** Gives each finding an id that stays the same for the same subject in every run, whatever its number and detail. */
export function withIds(findings: readonly CheckFinding[]): readonly NamedFinding[] {
  const uses = new Map<string, number>();
  return findings.map((finding) => {
    const name = finding.what
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}+]+/gu, "-")
      .replaceAll(/^-|-$/gu, "");
    const use = (uses.get(name) ?? 0) + 1;
    uses.set(name, use);
    return { ...finding, id: use === 1 ? name : `${name}-${use}` };
  });
}

type Known = ReadonlyMap<string, CheckFinding>;

/** The changes since the previous round; in the first round, every problem. */
export function changesBetween(before: Known | undefined, findings: readonly CheckFinding[]): readonly Change[] {
  const now = byId(findings);
  const changes: Change[] = [];
  for (const [id, { what, state, detail, fix }] of now) {
    const was = before?.get(id)?.state ?? null;
    if (was === state || (was === null && state === "ok")) continue;
    changes.push({ id, what, state, was, detail, fix });
  }
  for (const [id, { what, state, detail }] of before ?? []) {
    if (now.has(id) || state === "ok") continue;
    changes.push({ id, what, state: "gone", was: state, detail, fix: null });
  }
  return changes;
}

function byId(findings: readonly CheckFinding[]): Known {
  return new Map(withIds(findings).map((finding) => [finding.id, finding]));
}

/** Checks until Ctrl-C, prints what changed and sends it on. What cannot be delivered is sent with the next round. */
export async function watchChecks(
  examine: () => Promise<readonly CheckFinding[]>,
  flags: WatchFlags,
  context: Context,
): Promise<void> {
  const { output } = context;
  const mails = (flags.notifyMail ?? []).map((to) => mailAddressFrom(to, "--notify-mail"));
  const channels = await context.channels({ url: flags.notifyUrl, command: flags.notifyCommand, mails });
  const end = { isNear: false };
  const stopped = context.untilStopped().then(() => (end.isNear = true));
  output.note("Checking repeatedly; stop with Ctrl-C.");
  const waiting = channels.map((): Change[] => []);
  let before: Known | undefined;
  while (!end.isNear) {
    const findings = await examine();
    const changes = changesBetween(before, findings);
    before = byId(findings);
    const at = new Date(context.clock.now()).toISOString();
    for (const change of changes) output.item({ at, ...change }, (data) => changeText(data));
    for (const [index, channel] of channels.entries()) {
      const due = [...(waiting[index] ?? []), ...changes];
      waiting[index] = (await delivered(channel, due, context)) ? [] : due;
    }
    await Promise.race([stopped, context.wait(flags.every)]);
  }
}

function changeText({ at, what, state, detail, fix }: Change & { readonly at: string }): string {
  const line = `${at.slice(0, 19).replace("T", " ")}  ${state.padEnd(4)}  ${what}: ${detail}`;
  return terminalSafe(fix === null ? line : `${line}\n  fix: ${fix}`);
}

async function delivered(channel: Channel, changes: readonly Change[], context: Context): Promise<boolean> {
  if (changes.length === 0) return true;
  try {
    await channel.send({ id: context.newId(), at: context.clock.now(), changes });
    return true;
  } catch (error) {
    context.output.warn(
      `The notice to ${channel.name} was not delivered: ${error instanceof Error ? error.message : ""}.`,
    );
    return false;
  }
}
