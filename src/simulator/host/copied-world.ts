import type { RetellWire } from "../../domain/call/signed-request.ts";
import { inProcessWire, retellWire } from "../../adapters/retell/retell-wire.ts";
import { SqlAttemptStore } from "../../adapters/sql/outreach/attempt-stores.ts";
import { SqlCalendarStore } from "../../adapters/sql/booking/calendar-stores.ts";
import { clinicScope } from "../../adapters/sql/clinic-scope.ts";
import { sqlClinicRevisions } from "../../adapters/sql/clinics/clinic-stores.ts";
import type { SqlDatabase, SqliteDatabase } from "../../adapters/sql/database.ts";
import { SqlClinicPhraseStore } from "../../adapters/sql/clinics/clinic-settings-stores.ts";
import { SqlContactStore, SqlOptOutStore } from "../../adapters/sql/outreach/outreach-stores.ts";
import type { Clock } from "../../clock.ts";
import type { BookingPorts } from "../../domain/booking/ports.ts";
import type { Phrases } from "../../domain/call/line/caller-variables.ts";
import type { ClinicRevisions } from "../../domain/call/ports.ts";
import type { ConnectedCalendar } from "../../domain/calendar/ports.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import type { Span } from "../../domain/time/spans.ts";
import type { ScriptRunner } from "../../flow/ports.ts";
import { stableUuid } from "../run/scene.ts";
import type { SocketWorld, CalledPeople, OutsideCalendar, SimulatedAgent, World } from "../world.ts";

/** Time that passes only on command. */
export interface SettableClock extends Clock {
  set(instant: number): void;
}

export function settableClock(start: number): SettableClock {
  let instant = start;
  return {
    now: () => instant,
    set: (next) => {
      instant = next;
    },
  };
}

/** What the copy's server works with. */
export interface CopiedInstallation {
  readonly database: SqlDatabase;
  readonly revisions: ClinicRevisions;
  readonly clock: Clock;
  newId(): string;
}

type CopiedServer = Parameters<typeof inProcessWire>[2] & { readonly url: string; close(): Promise<void> };

export interface CopiedWorldParts {
  /** A copy, deleted with the world. */
  readonly database: SqliteDatabase;
  readonly key: string;
  readonly now: number;
  readonly scripts: ScriptRunner;
  /** Serves the installation on loopback, on any free port. */
  serve(installation: CopiedInstallation): Promise<CopiedServer>;
  /** Its webhooks and functions are called without HTTP. */
  readonly inProcess: boolean;
  bookingIn(installation: CopiedInstallation): (clinic: Clinic) => BookingPorts;
  called(clinic: Clinic, database: SqlDatabase): CalledPeople;
  readonly phrases: Phrases;
  agentAt(url: string): Promise<SimulatedAgent>;
  socketAt(url: string, installation: CopiedInstallation): Promise<SocketWorld>;
}

/** If the template cannot be read, the server is closed, because it would keep the process running. */
async function agentOf(server: CopiedServer, { agentAt }: Pick<CopiedWorldParts, "agentAt">): Promise<SimulatedAgent> {
  try {
    return await agentAt(server.url);
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** No calendar is read during simulated calls, so they are booked by what is known about calendars now. */
export async function trustCalendars({ fleet }: SqlDatabase): Promise<void> {
  await fleet.updateTable("calendarFeeds").set({ confirmedAt: Number.MAX_SAFE_INTEGER }).execute();
}

/** A server on its own copy of the database; the simulator controls its time and ids. */
export async function copiedWorld(parts: CopiedWorldParts): Promise<World> {
  const { database, key } = parts;
  const clock = settableClock(parts.now);
  const ids = seededIds();
  const installation = { database, revisions: sqlClinicRevisions(database), clock, newId: ids.next };
  await trustCalendars(database);
  const undo = await database.undoable();
  const server = await parts.serve(installation);
  const agent = await agentOf(server, parts);
  return {
    url: server.url,
    clock,
    wire: parts.inProcess ? inProcessWire(key, clock, server) : retellWire(key, clock),
    agent,
    scripts: parts.scripts,
    booking: parts.bookingIn(installation),
    copy: {
      clock,
      seedIds: ids.seed,
      called: (clinic) => parts.called(clinic, database),
      outside: (clinic) => outsideCalendar(clinic, { database, newId: ids.next }),
      phrases: parts.phrases,
      isolated: async (work) => {
        try {
          return await work();
        } finally {
          await undo();
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

/** Each simulated event or cut-off adds a calendar of its own, which is never read again. */
function outsideCalendar(
  { id }: Clinic,
  { database, newId }: Pick<CopiedInstallation, "database" | "newId">,
): OutsideCalendar {
  const calendars = new SqlCalendarStore(clinicScope(database, id));
  const connect = async (doctorId: string | null, confirmedAt: number, busy: readonly Span[]): Promise<void> => {
    const calendar: ConnectedCalendar = { ...READ_BEFORE, id: newId(), doctorId, confirmedAt, readAt: confirmedAt };
    await calendars.add(calendar);
    await calendars.save(calendar, null, { isWhole: true, resources: [{ resource: "", busy, uid: null }] });
  };
  return {
    takeTime: (doctorId, span) => connect(doctorId, Number.MAX_SAFE_INTEGER, [span]),
    cutOff: () => connect(null, 0, []),
  };
}

const READ_BEFORE = {
  kind: "ics",
  roomId: null,
  host: "calendar.example.com",
  role: "read",
  names: "initials",
  changes: "message",
  trustMinutes: 240,
  token: null,
  problem: null,
  failure: null,
  notBefore: null,
  createdAt: 0,
} as const;

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

export function calledPeople({ id }: Clinic, database: SqlDatabase): CalledPeople {
  const scope = clinicScope(database, id);
  return {
    contacts: new SqlContactStore(scope),
    optOuts: new SqlOptOutStore(scope),
    dials: new SqlAttemptStore(scope),
    phrases: new SqlClinicPhraseStore(scope),
  };
}

export interface RemoteWorldParts {
  readonly url: string;
  /** Signs with the key of each clinic's account. */
  readonly wire: RetellWire;
  readonly clock: Clock;
  readonly scripts: ScriptRunner;
  readonly agent: SimulatedAgent;
  /** Our own database, read to learn on which dates a clinic can be booked. */
  readonly booking: (clinic: Clinic) => BookingPorts;
}

/** A server that is already running; calling it needs its key. */
export function remoteWorld({ url, wire, clock, scripts, agent, booking }: RemoteWorldParts): World {
  return { url, clock, wire, agent, scripts, booking, copy: undefined, close: async () => {} };
}
