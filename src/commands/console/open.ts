import { type Command, Option } from "commander";
import { type Role, roles } from "../../domain/access/access.ts";
import { mailLink } from "../../domain/access/mail-link.ts";
import { openLink, passFor } from "../../domain/access/sign-in.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import { requireClinic } from "../../domain/fleet/ports.ts";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { maskedAddress } from "../view.ts";

interface OpenFlags {
  readonly clinic?: string;
  readonly role?: Role;
  readonly email?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .description("make a link that signs one person in to the console, once, within 15 minutes")
    .option("--clinic <clinic>", "clinic id or slug: show this clinic only")
    .addOption(
      new Option(
        "--role <role>",
        "operator: every clinic; clinic: one clinic; viewer: read only (default: operator, or clinic with --clinic)",
      ).choices(roles),
    )
    .option("--email <address>", "mail the link to this person at the clinic instead of printing it")
    .action((flags: OpenFlags) => open(flags, context));
}

async function open(flags: OpenFlags, context: Context): Promise<void> {
  const opening = await openingOf(flags, context);
  const { role, clinic, email } = opening;
  const isDryRun = flags.dryRun === true;
  if (!isDryRun) await recordOpening(opening, context);
  const link = isDryRun ? null : await make(opening, context);
  const data = {
    dry_run: isDryRun,
    role,
    clinic: clinic?.slug ?? null,
    mailed_to: email === null ? null : maskedAddress(email),
    url: link?.url ?? null,
    expires_at: link === null ? null : new Date(link.expiresAt).toISOString(),
  };
  context.output.result(data, () => textOf(data));
}

/** Checks the flags before anything is recorded. @throws usage, not_found, conflict */
async function openingOf(flags: OpenFlags, context: Context): Promise<Opening> {
  const { clinic: named, role, email = null } = flags;
  const { clinics } = await context.access();
  const clinic = named === undefined ? null : await requireClinic(named, clinics);
  const opening: Opening = { role: role ?? (clinic === null ? "operator" : "clinic"), clinic, email };
  passFor({ ...opening, holder: "" });
  if (email !== null) assertMailable(email, opening.role, clinic);
  return opening;
}

interface Opening {
  readonly role: Role;
  readonly clinic: Clinic | null;
  readonly email: string | null;
}

/** @throws usage */
function assertMailable(email: string, role: Role, clinic: Clinic | null): void {
  if (role !== "clinic" || clinic === null) {
    throw new AscendiaError("usage", "Only links for a clinic are mailed.", {
      hint: "Pass --clinic <id or slug>, or leave out --email to print the link.",
    });
  }
  if (!/^[^@\s]{1,64}@[^@\s]{1,189}$/u.test(email)) {
    throw new AscendiaError("usage", `--email: "${email}" is not an email address.`);
  }
}

async function recordOpening({ role, clinic, email }: Opening, context: Context): Promise<void> {
  const audit = await context.audit();
  await audit.record({
    act: context.newId(),
    action: "console:open",
    subject: clinic === null ? "installation" : `clinic:${clinic.slug}`,
    before: null,
    after: { role, mailed: email !== null },
    reason: null,
  });
}

async function make({ role, clinic, email }: Opening, context: Context) {
  const ports = await context.access();
  if (email === null || clinic === null) {
    const { secret, expiresAt } = await openLink({ role, clinic, holder: ports.operator }, ports);
    return { url: ports.linkUrl(secret), expiresAt };
  }
  if ((await context.mailer()) === null) {
    context.output.warn("SMTP_URL is not set: the email waits in the outbox, and its link expires meanwhile.");
  }
  if (await mailLink(email, clinic, ports)) return null;
  throw new AscendiaError("conflict", `${maskedAddress(email)} was sent five links within the last hour.`, {
    hint: "Wait, or leave out --email to print the link.",
  });
}

function textOf({ dry_run: isDryRun, role, clinic, mailed_to: address, url }: Told): string {
  const who = clinic === null ? role : `${role} of ${clinic}`;
  if (isDryRun) return `Would make a link for ${who}.`;
  if (url === null) return `A link for ${who} is on its way to ${address ?? ""}. It works once, for 15 minutes.`;
  return `${url}\nSigns one person in as ${who}, once, within 15 minutes. Start the console with: ascendia serve --console`;
}

interface Told {
  readonly dry_run: boolean;
  readonly role: Role;
  readonly clinic: string | null;
  readonly mailed_to: string | null;
  readonly url: string | null;
}
