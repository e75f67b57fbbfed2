import { HOUR_MS } from "../../clock.ts";

/** `operator`: every clinic, and may act. `clinic`: one clinic, and may act there. `viewer`: may only read. */
export const roles = ["operator", "clinic", "viewer"] as const;

export type Role = (typeof roles)[number];

/** What someone may do in the console. */
export interface Pass {
  readonly role: Role;
  /** null: every clinic. */
  readonly clinicId: string | null;
  /** Who it was given to, for the audit log: a mail address, or the operator who opened the link. */
  readonly holder: string;
}

/** Lets one person in, once. Only a digest of its secret is stored. */
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
  /** Of the browser's name for itself: the secret is worth nothing in another one. */
  readonly browserDigest: string;
  readonly createdAt: number;
  readonly seenAt: number;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
}

/** Links and sessions of the installation. */
export interface AccessStore {
  addLink(link: Link): Promise<void>;
  /** Marks it as used. undefined when there is none, or it was used or has expired. */
  takeLink(secretDigest: string, now: number): Promise<Link | undefined>;
  /** How many links that holder was given since. */
  linksSince(holder: string, since: number): Promise<number>;
  addSession(session: Session): Promise<void>;
  sessionWith(secretDigest: string): Promise<Session | undefined>;
  /** Latest first. */
  sessions(): Promise<readonly Session[]>;
  seen(sessionId: string, at: number): Promise<void>;
  revoke(sessionId: string, at: number): Promise<void>;
  /** Links and sessions that expired before then. */
  forgetBefore(instant: number): Promise<void>;
}

/** A link that is mailed waits in a mailbox for a while. */
export const LINK_MS = HOUR_MS / 4;

/** A clinic's desk signs in once a week; whoever sees every clinic, each day. */
const SESSION_MS: Readonly<Record<Role, number>> = {
  operator: 12 * HOUR_MS,
  viewer: 12 * HOUR_MS,
  clinic: 7 * 24 * HOUR_MS,
};

/** A session that no one uses ends by itself; this reaches over a weekend. */
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
