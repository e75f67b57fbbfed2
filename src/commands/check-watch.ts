import type { CheckFinding, CheckState } from "../domain/fleet/check-installation.ts";
import { AscendiaError } from "../errors.ts";
import { terminalSafe } from "../terminal/table.ts";
import { mailAddressFrom } from "./arguments.ts";
import type { Context } from "./context.ts";

export interface WatchFlags {
  readonly every: number;
  readonly notifyUrl?: string;
  readonly notifyMail?: readonly string[];
}

export type NamedFinding = CheckFinding & { readonly id: string };

/** An id is the same for the same subject in every run, whatever its number and detail. */
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

/** A finding that began, ended or got another state. */
export interface CheckChange {
  readonly id: string;
  readonly what: string;
  /** `gone`: it is no longer found, such as a clinic that was offboarded. */
  readonly state: CheckState | "gone";
  /** null: it is new. */
  readonly was: CheckState | null;
  readonly detail: string;
  readonly fix: string | null;
}

type Known = ReadonlyMap<string, CheckFinding>;

/** What differs from the round before. At first, everything that is not in order. */
export function changesBetween(before: Known | undefined, findings: readonly CheckFinding[]): readonly CheckChange[] {
  const now = byId(findings);
  const changes: CheckChange[] = [];
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
  const channels = await channelsOf(flags, context);
  const end = { isNear: false };
  const stopped = context.untilStopped().then(() => (end.isNear = true));
  output.note("Checking again and again; stop with Ctrl-C.");
  const waiting = channels.map((): CheckChange[] => []);
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

function changeText({ at, what, state, detail, fix }: CheckChange & { readonly at: string }): string {
  const line = `${at.slice(0, 19).replace("T", " ")}  ${state.padEnd(4)}  ${what}: ${detail}`;
  return terminalSafe(fix === null ? line : `${line}\n  fix: ${fix}`);
}

interface Channel {
  readonly name: string;
  send(changes: readonly CheckChange[]): Promise<void>;
}

async function delivered(channel: Channel, changes: readonly CheckChange[], { output }: Context): Promise<boolean> {
  if (changes.length === 0) return true;
  try {
    await channel.send(changes);
    return true;
  } catch (error) {
    output.warn(`The notice to ${channel.name} was not delivered: ${error instanceof Error ? error.message : ""}.`);
    return false;
  }
}

async function channelsOf({ notifyUrl, notifyMail = [] }: WatchFlags, context: Context): Promise<readonly Channel[]> {
  const mails = await Promise.all(notifyMail.map((to) => mailChannel(mailAddressFrom(to, "--notify-mail"), context)));
  return notifyUrl === undefined ? mails : [webhook(notifyUrl), ...mails];
}

const PATIENCE_MS = 10_000;

/** `text` is what Slack, Mattermost and their like show; the rest is for programs. */
function webhook(url: string): Channel {
  const { host } = addressOf(url);
  return {
    name: host,
    send: async (changes) => {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ text: noticeText(changes), changes }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`it answered ${response.status}`);
    },
  };
}

/** @throws usage */
function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url !== undefined && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  if (url?.protocol === "https:" || (isLocal && url.protocol === "http:")) return url;
  throw new AscendiaError("usage", `--notify-url: "${text}" is not an https address.`, {
    hint: "Use https, or http on this machine.",
  });
}

async function mailChannel(recipient: string, context: Context): Promise<Channel> {
  const mailer = await context.mailer();
  if (mailer === null) {
    throw new AscendiaError("not_configured", "--notify-mail needs a mail server: SMTP_URL is not set.", {
      hint: "Set SMTP_URL and MAIL_FROM, or pass --notify-url.",
    });
  }
  const [name, domain] = recipient.split("@");
  return {
    name: `${name?.slice(0, 1) ?? ""}***@${domain ?? ""}`,
    send: async (changes) => {
      const now = context.clock.now();
      const wrong = changes.filter(({ state }) => state === "fail" || state === "warn").length;
      const outcome = await mailer.deliver({
        id: context.newId(),
        kind: "check",
        key: String(now),
        recipient,
        subject: wrong === 0 ? "ascendia: in order again" : `ascendia: ${wrong} to look at`,
        body: `${noticeText(changes)}\n`,
        html: null,
        calendar: null,
        calendarMethod: null,
        patientId: null,
        callId: null,
        createdAt: now,
        state: "sending",
        attempts: 1,
        attemptedAt: now,
        sentAt: null,
        lastError: null,
        clinicId: "",
        clinicSlug: "",
        clinicName: "ascendia",
        ownerEmail: recipient,
      });
      if (outcome.kind !== "sent") throw new Error(outcome.reason);
    },
  };
}

function noticeText(changes: readonly CheckChange[]): string {
  return changes
    .map(({ what, state, detail, fix }) => `${state}: ${what}: ${detail}${fix === null ? "" : `\n  fix: ${fix}`}`)
    .join("\n");
}
