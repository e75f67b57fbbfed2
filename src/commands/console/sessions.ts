import type { Command } from "commander";
import { type Session, isLive } from "../../domain/access/access.ts";
import { shortId } from "../../domain/find-by-id.ts";
import { table } from "../../terminal/table.ts";
import type { Context } from "../context.ts";
import { type Slugs, slugsOf, utc } from "../view.ts";

export function configure(command: Command, context: Context): void {
  command.description("list who is signed in to the console, latest first").action(() => list(context));
}

async function list(context: Context): Promise<void> {
  const { access } = await context.access();
  const now = context.clock.now();
  const live = (await access.sessions()).filter((session) => isLive(session, now));
  const slugs = slugsOf(await (await context.store()).clinics.list());
  context.output.result({ sessions: live.map((session) => sessionJson(session, slugs)) }, () =>
    sessionsText(live, slugs),
  );
}

function sessionJson({ id, role, clinicId, holder, createdAt, seenAt, expiresAt }: Session, slugs: Slugs) {
  return {
    session_id: id,
    role,
    clinic: clinicId === null ? null : (slugs.get(clinicId) ?? clinicId),
    holder,
    signed_in_at: new Date(createdAt).toISOString(),
    seen_at: new Date(seenAt).toISOString(),
    expires_at: new Date(expiresAt).toISOString(),
  };
}

function sessionsText(sessions: readonly Session[], slugs: Slugs): string {
  if (sessions.length === 0) return "No one is signed in. Make a link with: ascendia console:open";
  const rows = sessions.map(({ id, role, clinicId, holder, seenAt, expiresAt }) => [
    shortId(id),
    holder,
    role,
    clinicId === null ? "all" : (slugs.get(clinicId) ?? clinicId),
    utc(seenAt),
    utc(expiresAt),
  ]);
  return table(["session", "who", "role", "clinic", "last seen (UTC)", "ends (UTC)"], rows);
}
