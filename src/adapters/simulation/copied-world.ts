import type { Clinic } from "../../domain/clinic/clinic.ts";
import type { BookingPorts } from "../../domain/booking/ports.ts";
import type { Phrases } from "../../domain/call/caller-variables.ts";
import type { ClinicRevisions } from "../../domain/call/ports.ts";
import type { ScriptRunner } from "../../domain/flow/ports.ts";
import type { CalledPeople, SimulatedAgent, World } from "../../domain/simulation/ports.ts";
import type { SocketWorld } from "../../domain/simulation/socket-line.ts";
import { stableUuid } from "../../domain/simulation/run/stable-id.ts";
import type { Clock } from "../../domain/time/ports.ts";
import { sqlClinicRevisions } from "../sql/clinic-revisions.ts";
import type { SqlDatabase } from "../sql/database.ts";
import { retellWire } from "./retell-wire.ts";
import { settableClock } from "./settable-clock.ts";
import { undoLog } from "./undo-log.ts";

/** What the copied installation is served with. */
export interface CopiedInstallation {
  readonly database: SqlDatabase;
  readonly revisions: ClinicRevisions;
  readonly clock: Clock;
  newId(): string;
}

export interface CopiedWorldParts {
  /** A copy, thrown away with the world. */
  readonly database: SqlDatabase;
  readonly key: string;
  readonly now: number;
  readonly scripts: ScriptRunner;
  /** Serves the installation on loopback, at any free port. */
  serve(installation: CopiedInstallation): Promise<{ readonly url: string; close(): Promise<void> }>;
  booking(clinic: Clinic, installation: CopiedInstallation): BookingPorts;
  called(clinic: Clinic, database: SqlDatabase): CalledPeople;
  readonly phrases: Phrases;
  agentAt(url: string): Promise<SimulatedAgent>;
  socketAt(url: string, installation: CopiedInstallation): Promise<SocketWorld>;
}

/** A server of its own on a copy of the database, whose time and ids are the simulator's. */
export async function copiedWorld(parts: CopiedWorldParts): Promise<World> {
  const { database, key } = parts;
  const clock = settableClock(parts.now);
  const ids = seededIds();
  const own = sqlClinicRevisions(database);
  const revisions: ClinicRevisions = {
    writeMark: () => own.writeMark() + clock.jumps(),
    of: async (clinicId) => {
      const revision = await own.of(clinicId);
      return revision === undefined ? undefined : revision + clock.jumps();
    },
  };
  const installation = { database, revisions, clock, newId: ids.next };
  const log = await undoLog(database);
  const server = await parts.serve(installation);
  return {
    url: server.url,
    clock,
    wire: retellWire(key, clock),
    agent: await parts.agentAt(server.url),
    scripts: parts.scripts,
    booking: (clinic) => parts.booking(clinic, installation),
    copy: {
      clock,
      seedIds: ids.seed,
      called: (clinic) => parts.called(clinic, database),
      phrases: parts.phrases,
      isolated: async (work) => {
        try {
          return await work();
        } finally {
          await log.undo();
        }
      },
    },
    socket: await parts.socketAt(server.url, installation),
    close: async () => {
      await server.close();
      await database.close();
    },
  };
}

function seededIds() {
  let seed = "";
  let count = 0;
  return {
    seed: (next: string): void => {
      seed = next;
      count = 0;
    },
    next: (): string => stableUuid(`${seed} ${(count += 1)}`),
  };
}
