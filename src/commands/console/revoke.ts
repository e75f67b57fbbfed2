import type { Command } from "commander";
import { isLive } from "../../domain/access/access.ts";
import { revokeSessions } from "../../domain/access/sign-in.ts";
import { findById } from "../../domain/find-by-id.ts";
import { requireClinic } from "../../domain/fleet/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { counted } from "../../terminal/table.ts";
import type { Context } from "../context.ts";

interface RevokeFlags {
  readonly clinic?: string;
  readonly all?: boolean;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .description("end sessions of the console: one, a clinic's, or all")
    .argument("[session]", "session id, or its last characters as shown by console:sessions")
    .option("--clinic <clinic>", "all sessions of this clinic, id or slug")
    .option("--all", "every session")
    .action((id: string | undefined, flags: RevokeFlags) => revoke(id, flags, context));
}

async function revoke(id: string | undefined, flags: RevokeFlags, context: Context): Promise<void> {
  const { access } = await context.access();
  const { dryRun: isDryRun = false } = flags;
  const now = context.clock.now();
  const live = (await access.sessions()).filter((session) => isLive(session, now));
  const ids = new Set((await chosen(id, flags, { live, context })).map((session) => session.id));
  const ports = { access, clock: context.clock, newId: () => context.newId(), audit: await context.audit() };
  if (!isDryRun) await context.atomically(() => revokeSessions((session) => ids.has(session.id), ports));
  const said = counted(ids.size, "session");
  context.output.result({ dry_run: isDryRun, sessions: [...ids] }, () =>
    isDryRun ? `Would end ${said}.` : `Ended ${said}.`,
  );
}

type Sessions = readonly { readonly id: string; readonly clinicId: string | null }[];

/** @throws usage, not_found */
async function chosen(
  id: string | undefined,
  { clinic, all = false }: RevokeFlags,
  { live, context }: { readonly live: Sessions; readonly context: Context },
): Promise<Sessions> {
  if ([id !== undefined, clinic !== undefined, all].filter(Boolean).length !== 1) {
    throw new AscendiaError("usage", "Pass exactly one of a session, --clinic or --all.", {
      hint: "List sessions with: ascendia console:sessions",
    });
  }
  if (all) return live;
  if (clinic !== undefined) {
    const { id: clinicId } = await requireClinic(clinic, (await context.store()).clinics);
    return live.filter((session) => session.clinicId === clinicId);
  }
  const found = findById(id ?? "", live, "session");
  if (found !== undefined) return [found];
  throw new AscendiaError("not_found", `Session "${id ?? ""}" not found.`, {
    hint: "List them with: ascendia console:sessions",
  });
}
