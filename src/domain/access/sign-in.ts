import { type Clock, DAY_MS, MINUTE_MS } from "../../clock.ts";
import { AscendiaError } from "../../errors.ts";
import type { AuditLog } from "../audit/audit-log.ts";
import type { Digest } from "../canonical-json.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { ClinicDirectory } from "../clinic/ports.ts";
import { type AccessStore, type Pass, type Role, type Session, LINK_MS, isLive, sessionEnd } from "./access.ts";

export interface AccessPorts {
  readonly access: AccessStore;
  readonly clinics: Pick<ClinicDirectory, "find">;
  readonly clock: Clock;
  readonly digest: Digest;
  newId(): string;
  /** Text that no one can guess, safe to use in a URL. */
  newSecret(): string;
}

export interface LinkRequest {
  readonly role: Role;
  /** null: every clinic. */
  readonly clinic: Clinic | null;
  readonly holder: string;
}

/** @throws usage when role and clinic do not fit; conflict for an offboarded clinic */
export function passFor({ role, clinic, holder }: LinkRequest): Pass {
  if (role === "clinic" && clinic === null) {
    throw new AscendiaError("usage", "The role clinic needs a clinic.", { hint: "Pass --clinic <id or slug>." });
  }
  if (role === "operator" && clinic !== null) {
    throw new AscendiaError("usage", "An operator sees every clinic.", {
      hint: "Leave out --clinic, or pass --role clinic or --role viewer.",
    });
  }
  if (clinic?.status === "offboarded") {
    throw new AscendiaError("conflict", `${clinic.slug} is offboarded: no one can sign in for it.`);
  }
  return { role, clinicId: clinic?.id ?? null, holder };
}

export interface OpenedLink {
  readonly id: string;
  /** Shown only this once. */
  readonly secret: string;
  readonly expiresAt: number;
}

const KEPT_MS = 30 * DAY_MS;

/** @throws the errors of `passFor` */
export async function openLink(request: LinkRequest, ports: AccessPorts): Promise<OpenedLink> {
  const pass = passFor(request);
  const now = ports.clock.now();
  const [id, secret, expiresAt] = [ports.newId(), ports.newSecret(), now + LINK_MS];
  await ports.access.forgetBefore(now - KEPT_MS);
  const secretDigest = ports.digest(secret);
  await ports.access.addLink({ ...pass, id, secretDigest, createdAt: now, expiresAt, usedAt: null });
  return { id, secret, expiresAt };
}

export interface Entered {
  readonly session: Session;
  /** For the cookie; only its digest is stored. */
  readonly secret: string;
}

/** Exchanges a link for a session, once. @param browser the browser's user agent */
export async function enter(
  { secret: linkSecret, browser }: { readonly secret: string; readonly browser: string },
  ports: AccessPorts,
): Promise<Entered | undefined> {
  const now = ports.clock.now();
  const link = await ports.access.takeLink(ports.digest(linkSecret), now);
  if (link === undefined || !(await isServed(link, ports))) return undefined;
  const { role, clinicId, holder } = link;
  const secret = ports.newSecret();
  const session: Session = {
    id: ports.newId(),
    role,
    clinicId,
    holder,
    secretDigest: ports.digest(secret),
    browserDigest: ports.digest(browser),
    createdAt: now,
    seenAt: now,
    expiresAt: sessionEnd(role, now),
    revokedAt: null,
  };
  await ports.access.addSession(session);
  return { session, secret };
}

/** The session of a cookie; undefined when it has ended, belongs to another browser, or its clinic was offboarded. */
export async function sessionOf(
  { secret, browser }: { readonly secret: string; readonly browser: string },
  ports: AccessPorts,
): Promise<Session | undefined> {
  const session = await ports.access.sessionWith(ports.digest(secret));
  const now = ports.clock.now();
  if (session === undefined || !isLive(session, now)) return undefined;
  if (session.browserDigest !== ports.digest(browser) || !(await isServed(session, ports))) return undefined;
  if (now - session.seenAt >= MINUTE_MS) await ports.access.seen(session.id, now);
  return session;
}

async function isServed({ clinicId }: Pass, { clinics }: AccessPorts): Promise<boolean> {
  if (clinicId === null) return true;
  const clinic = await clinics.find(clinicId);
  return clinic !== undefined && clinic.status !== "offboarded";
}

/** @returns the sessions that were ended */
export async function revokeSessions(
  isMeant: (session: Session) => boolean,
  { access, clock, audit, newId }: Pick<AccessPorts, "access" | "clock" | "newId"> & { readonly audit: AuditLog },
): Promise<readonly Session[]> {
  const now = clock.now();
  const meant = (await access.sessions()).filter((session) => isLive(session, now) && isMeant(session));
  for (const { id, role } of meant) {
    await access.revoke(id, now);
    await audit.record({
      act: newId(),
      action: "console:revoke",
      subject: `session:${id}`,
      before: { role },
      after: null,
      reason: null,
    });
  }
  return meant;
}
