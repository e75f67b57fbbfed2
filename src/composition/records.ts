import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { SqlDatabase } from "../adapters/sql/database.ts";
import { systemClock } from "../adapters/system/clock.ts";
import { packageRoot } from "../adapters/files/package-files.ts";
import { newId } from "../adapters/system/ids.ts";
import { sha256 } from "../adapters/system/sha256.ts";
import type { Context } from "../commands/context.ts";
import type { Config } from "../config.ts";
import type { Output } from "../terminal/output.ts";
import { type Surroundings, once } from "./surroundings.ts";

type Records = Pick<
  Context,
  | "store"
  | "bookings"
  | "clinicSlugs"
  | "accountLists"
  | "journal"
  | "agentVersions"
  | "templateInUse"
  | "templatePath"
  | "acceptedChanges"
  | "sockets"
  | "signUps"
  | "audit"
  | "clockMarks"
  | "atomically"
  | "exclusively"
>;

/** The parts of the context that are stored in the installation's database. */
export function records({ database, config, parts }: Surroundings): Records {
  return {
    templatePath: (named) => namedTemplate(named, parts.cwd),
    templateInUse: async (named, agentId) => {
      const last = await lastTemplate(await database(), agentId);
      const path = named === undefined ? (config().templatePath ?? last ?? null) : namedTemplate(named, parts.cwd);
      return { path, last };
    },
    store: once(async () => (await import("../adapters/sql/store.ts")).sqlStore(await database())),
    clinicSlugs: async () => {
      const { databasePath, databaseUrl } = config();
      if (databaseUrl === null)
        return (await import("../adapters/sql/fleet/clinic-slugs.ts")).readClinicSlugs(databasePath);
      return (await import("../adapters/sql/postgres/open-postgres.ts")).readPostgresSlugs(databaseUrl);
    },
    accountLists: async () =>
      (await isInstalled(config()))
        ? (await import("../adapters/sql/store.ts")).sqlStore(await database()).accountLists.read()
        : undefined,
    bookings: async (clinic) => {
      const { bookingsOf } = await import("./bookings.ts");
      const { outsideOf } = await import("./calendars.ts");
      const opened = await database();
      const outside = outsideOf({ surroundings: { config }, database: opened });
      return (await bookingsOf("when_used"))({ database: opened, clock: systemClock, newId, outside })(clinic);
    },
    journal: once(async () => {
      const { SqlJournal } = await import("../adapters/sql/monitoring/journal.ts");
      return new SqlJournal((await database()).fleet, systemClock);
    }),
    sockets: once(async () => {
      const { sqlSocketDirectory } = await import("../adapters/sql/clinics/clinic-settings-stores.ts");
      return sqlSocketDirectory(await database());
    }),
    agentVersions: once(async () => {
      const { SqlAgentVersionStore } = await import("../adapters/sql/fleet/agent-version-store.ts");
      return new SqlAgentVersionStore((await database()).fleet);
    }),
    acceptedChanges: once(async () => {
      const { SqlAcceptedChanges } = await import("../adapters/sql/fleet/agent-stores.ts");
      return new SqlAcceptedChanges((await database()).fleet);
    }),
    signUps: once(async () => {
      const { SqlSignUpStore } = await import("../adapters/sql/fleet/access-store.ts");
      return new SqlSignUpStore((await database()).fleet);
    }),
    audit: once(async () => {
      const { SqlAuditLog } = await import("../adapters/sql/monitoring/audit-log.ts");
      const { systemActor } = await import("../adapters/system/process.ts");
      const ports = { clock: systemClock, digest: sha256, actor: systemActor() };
      return new SqlAuditLog((await database()).fleet, ports);
    }),
    clockMarks: once(async () => {
      const { SqlClockMarks } = await import("../adapters/sql/fleet/installation-marks.ts");
      return new SqlClockMarks((await database()).fleet);
    }),
    atomically: async (work) => (await database()).atomically(work),
    exclusively: (work) => exclusively(work, config()),
  };
}

async function exclusively<T>(work: () => Promise<T>, { databasePath, databaseUrl }: Config): Promise<T> {
  if (databaseUrl !== null) {
    const { withPostgresLock } = await import("../adapters/sql/postgres/open-postgres.ts");
    return withPostgresLock(databaseUrl, work);
  }
  const { withProcessLock } = await import("../adapters/sql/sqlite/database-file.ts");
  return withProcessLock(`${databasePath}.lock`, work);
}

async function isInstalled({ databasePath, databaseUrl }: Config): Promise<boolean> {
  if (databaseUrl === null) return existsSync(databasePath);
  return (await import("../adapters/sql/postgres/open-postgres.ts")).isInstalled(databaseUrl);
}

/** The template that an agent (by default the master agent) was last written from (TemplateChoice). */
export async function lastTemplate(database: SqlDatabase, agentId?: string): Promise<string | null | undefined> {
  const { SqlAgentVersionStore } = await import("../adapters/sql/fleet/agent-version-store.ts");
  return new SqlAgentVersionStore(database.fleet).lastTemplate(agentId);
}

/**
 * The template for simulations and socket calls: the configured one, otherwise the agent's own; null: the built-in one.
 */
export async function installedTemplate(
  configured: string | null,
  database: SqlDatabase,
  output: Pick<Output, "warn">,
): Promise<string | null> {
  if (configured !== null) return configured;
  const last = (await lastTemplate(database)) ?? null;
  if (last === null || existsSync(last)) return last;
  const place = last === "-" ? "standard input" : last;
  output.warn(
    `The agent was last written from ${place}, which does not exist here: the built-in template is used. Set ASCENDIA_TEMPLATE.`,
  );
  return null;
}

/** The built-in template may be named by its path, or by "-". */
function namedTemplate(named: string, cwd: string): string | null {
  if (named === "-") return named;
  const path = resolve(cwd, named);
  return named === "built-in" || path === join(packageRoot(), "templates", "master-agent") ? null : path;
}
