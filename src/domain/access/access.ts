import { HOUR_MS } from "../../clock.ts";

/** `operator`: may act on every clinic. `clinic`: may act on one clinic. `viewer`: may only read. */
export const roles = ["operator", "clinic", "viewer"] as const;

export type Role = (typeof roles)[number];

/** What someone may do in the console. */
export interface Pass {
  readonly role: Role;
  /** null: every clinic. */
  readonly clinicId: string | null;
  /** Who holds the pass, for the audit log: an email address, or the operator who opened the link. */
  readonly holder: string;
}

/** Signs one person in, once. Only a digest of its secret is stored. */
export interface Link extends Pass {
  readonly id: string;
  readonly secretDigest: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly usedAt: number | null;
}

export interface Session extends Pass {
  readonly id: string;
  readonly secretDigest: string;
  /** Digest of the browser's user agent: the secret does not work in another browser. */
  readonly browserDigest: string;
  readonly createdAt: number;
  readonly seenAt: number;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
}

/** Links and sessions of the installation. */
export interface AccessStore {
  addLink(link: Link): Promise<void>;
  /** Marks the link as used. undefined: there is no such link, or it was already used or has expired. */
  takeLink(secretDigest: string, now: number): Promise<Link | undefined>;
  /** How many links the holder has received since then. */
  linksSince(holder: string, since: number): Promise<number>;
  addSession(session: Session): Promise<void>;
  sessionWith(secretDigest: string): Promise<Session | undefined>;
  /** Latest first. */
  sessions(): Promise<readonly Session[]>;
  seen(sessionId: string, at: number): Promise<void>;
  revoke(sessionId: string, at: number): Promise<void>;
  /** Deletes links and sessions that expired before then. */
  forgetBefore(instant: number): Promise<void>;
}

/** A quarter of an hour, because an emailed link waits in a mailbox for a while. */
export const LINK_MS = HOUR_MS / 4;

/** A clinic's staff sign in once a week; people who see every clinic, each day. */
const SESSION_MS: Readonly<Record<Role, number>> = {
  operator: 12 * HOUR_MS,
  viewer: 12 * HOUR_MS,
  clinic: 7 * 24 * HOUR_MS,
};

/** An unused session ends by itself; this is enough for a weekend. */
const IDLE_MS = 3 * 24 * HOUR_MS;

export function sessionEnd(role: Role, now: number): number {
  return now + SESSION_MS[role];
}

export function isLive({ revokedAt, expiresAt, seenAt }: Session, now: number): boolean {
  return revokedAt === null && now < expiresAt && now < seenAt + IDLE_MS;
}

export function mayAct({ role }: Pass): boolean {
  return role !== "viewer";
}

export function mayReach({ clinicId }: Pass, wanted: string): boolean {
  return clinicId === null || clinicId === wanted;
}
