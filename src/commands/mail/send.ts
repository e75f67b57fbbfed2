import type { Command } from "commander";
import { requireClinic } from "../../domain/fleet/ports.ts";
import type { Mailer } from "../../domain/mail/ports.ts";
import { type SendResult, SENDING_LEASE_MS, mailNamed, sendMail } from "../../domain/mail/send-mail.ts";
import { AscendiaError } from "../../errors.ts";
import { counted } from "../../terminal/table.ts";
import type { Context } from "../context.ts";

interface SendFlags {
  readonly failed?: boolean;
  readonly clinic?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .description("send waiting emails now; with --failed or ids, failed ones too")
    .argument("[mails...]", "email ids, or their last characters (default: all waiting)")
    .option("--failed", "include failed emails")
    .option("--clinic <clinic>", "clinic id or slug (default: all)")
    .action((ids: readonly string[], flags: SendFlags) => send(ids, flags, context));
}

async function send(ids: readonly string[], flags: SendFlags, context: Context): Promise<void> {
  const chosen = await chosenMails(ids, flags, context);
  if (flags.dryRun === true) {
    const said = `Would send ${counted(chosen.length, "email")}.`;
    return context.output.result({ dry_run: true, mails: chosen }, () => said);
  }
  tell(await sendAll(chosen, context), context);
}

function tell({ sent, deferred, refused, begun }: Counts, { output }: Context): void {
  const data = { dry_run: false, sent, deferred, refused, begun };
  const text = () => `${sent} sent, ${deferred} to retry, ${refused} failed permanently.`;
  if (deferred + refused === 0) return output.result(data, text);
  const error = new AscendiaError(
    deferred > 0 ? "transient" : "failed",
    `${counted(deferred + refused, "email")} could not be sent.`,
    { hint: "See the reasons with: ascendia mail:list" },
  );
  output.failedResult(data, text, error);
  throw error;
}

type Counts = Readonly<Record<SendResult["kind"], number>>;

/** Counts by result. */
async function sendAll(ids: readonly string[], context: Context): Promise<Counts> {
  const counts = { sent: 0, deferred: 0, refused: 0, begun: 0, settled: 0 };
  if (ids.length === 0) return counts;
  const { mails } = await context.store();
  const mailer = await requireMailer(context);
  for (const id of ids) {
    await mails.retry(id);
    const result = await sendMail(id, { mails, mailer, clock: context.clock });
    counts[result.kind] += 1;
    if ("reason" in result) context.output.note(`${id}: ${result.reason}`);
  }
  return counts;
}

async function chosenMails(ids: readonly string[], flags: SendFlags, context: Context): Promise<readonly string[]> {
  const { clinics, mails } = await context.store();
  if (ids.length > 0) return Promise.all(ids.map(async (id) => (await mailNamed(id, mails)).id));
  const clinicId = flags.clinic === undefined ? undefined : (await requireClinic(flags.clinic, clinics)).id;
  const all = Number.MAX_SAFE_INTEGER;
  const due = await mails.due(context.clock.now() - SENDING_LEASE_MS, all);
  const failed = flags.failed === true ? (await mails.list({ clinicId, state: "failed", limit: all })).map(idOf) : [];
  if (clinicId === undefined) return [...due, ...failed];
  const own = new Set((await mails.list({ clinicId, limit: all })).map(idOf));
  return [...due.filter((id) => own.has(id)), ...failed];
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}

async function requireMailer(context: Context): Promise<Mailer> {
  const mailer = await context.mailer();
  if (mailer !== null) return mailer;
  throw new AscendiaError("not_configured", "SMTP_URL is not set: emails stay in the outbox.", {
    hint: "Set SMTP_URL and MAIL_FROM.",
  });
}
