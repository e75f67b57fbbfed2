import { HOUR_MS } from "../../clock.ts";
import type { Clinic, NoticesStore } from "../clinic/clinic.ts";
import type { ClinicDirectory, OutboxStore } from "../clinic/ports.ts";
import { signInMail } from "../mail/contents/owner-mail.ts";
import { type AccessPorts, openLink } from "./sign-in.ts";

export interface MailLinkPorts extends AccessPorts {
  readonly clinics: Pick<ClinicDirectory, "find" | "all">;
  scope(clinicId: string): { readonly notices: Pick<NoticesStore, "find">; readonly outbox: Pick<OutboxStore, "add"> };
  /** The address of the page that takes the secret. */
  linkUrl(secret: string): string;
}

/** Prevents anyone from filling a stranger's mailbox. */
const MOST_PER_HOUR = 5;

/** Emails a link for one clinic to an address, at most five an hour. @returns whether it did */
export async function mailLink(address: string, clinic: Clinic, ports: MailLinkPorts): Promise<boolean> {
  const recipient = address.trim();
  const holder = recipient.toLowerCase();
  const now = ports.clock.now();
  if ((await ports.access.linksSince(holder, now - HOUR_MS)) >= MOST_PER_HOUR) return false;
  const { id, secret } = await openLink({ role: "clinic", clinic, holder }, ports);
  const mail = signInMail({ clinic, url: ports.linkUrl(secret), recipient, id, createdAt: now });
  return ports.scope(clinic.id).outbox.add(mail);
}

/**
 * Emails a link for each clinic whose owner has that address, or whose notices go there: these people already read
 * about its patients. @returns how many, which the person asking must not learn
 */
export async function mailLinksTo(address: string, ports: MailLinkPorts): Promise<number> {
  const wanted = address.trim().toLowerCase();
  let mailed = 0;
  for await (const clinic of ports.clinics.all()) {
    if (clinic.status === "offboarded" || !(await knows(clinic, wanted, ports))) continue;
    if (await mailLink(address, clinic, ports)) mailed += 1;
  }
  return mailed;
}

async function knows(clinic: Clinic, wanted: string, ports: MailLinkPorts): Promise<boolean> {
  if (clinic.ownerEmail.toLowerCase() === wanted) return true;
  const { recipients } = await ports.scope(clinic.id).notices.find();
  return recipients.some((recipient) => recipient.toLowerCase() === wanted);
}
