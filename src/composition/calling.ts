import type { SqlDatabase } from "../adapters/sql/database.ts";
import { systemClock } from "../adapters/system/clock.ts";
import { newId } from "../adapters/system/ids.ts";
import { sha256 } from "../adapters/system/sha256.ts";
import type { Clock } from "../clock.ts";
import type { Context } from "../commands/context.ts";
import type { Voices } from "../domain/call/line/call-speech.ts";
import type { Phrases } from "../domain/call/line/caller-variables.ts";
import { type Clinic, accountOf } from "../domain/clinic/clinic.ts";
import type { AttemptPorts, PaceLimits } from "../domain/outreach/attempts/attempt-ports.ts";
import type { CallPlatform } from "../domain/outreach/attempt.ts";
import { bookingsOf } from "./bookings.ts";
import { installedVoices } from "./voices.ts";
import { acceptedPhrases } from "./phrases.ts";
import { type Surroundings, once } from "./surroundings.ts";

/** Places calls for a clinic in its current state, under one rate limit for all clinics of an account. */
export type Calling = (clinic: Clinic) => Promise<AttemptPorts>;

/** What placing calls needs. */
export interface CallingInstallation {
  readonly database: SqlDatabase;
  /** The calls of an account; null: the installation's account. */
  callsOf(account: string | null): Promise<CallPlatform>;
  readonly limits: PaceLimits;
  readonly clock: Clock;
  newId(): string;
  /** Default: the shipped ones. */
  readonly phrases?: Phrases;
  readonly voices?: Voices;
}

/** Places calls with the installation's database and Retell account. */
export function callingParts(surroundings: Surroundings, retell: Context["retell"]): Pick<Context, "dialling"> {
  const { config, database } = surroundings;
  const calls = { callsOf: async (account: string | null) => (await retell(account)).calls };
  return {
    dialling: once(async () => {
      const { outboundLines, reservedLines, callsPerSecond } = config();
      const limits = { outboundLines, reservedLines, callsPerSecond };
      const opened = await database();
      const phrases = await acceptedPhrases(surroundings, opened);
      const voices = await installedVoices(config(), opened);
      return callingOn({ ...calls, database: opened, limits, clock: systemClock, newId, phrases, voices });
    }),
  };
}

export async function callingOn(installation: CallingInstallation): Promise<Calling> {
  const { sqlStore } = await import("../adapters/sql/store.ts");
  const { sqlAttemptTraffic } = await import("../adapters/sql/outreach/attempt-stores.ts");
  const { readInstalledPhrases } = await import("../adapters/templates/template-files.ts");
  const { readCallerFacts } = await import("../domain/call/line/caller-variables.ts");
  const { Pacer } = await import("../domain/outreach/attempts/attempt-ports.ts");
  const { database, clock, limits } = installation;
  const store = sqlStore(database);
  const phrases = installation.phrases ?? (await readInstalledPhrases()).spoken;
  const accounts = new Map<
    string | null,
    { readonly calls: CallPlatform; readonly pacer: InstanceType<typeof Pacer> }
  >();
  const inAccount = async (account: string | null) => {
    const known = accounts.get(account);
    if (known !== undefined) return known;
    const calls = await installation.callsOf(account);
    const pacer = new Pacer({ traffic: sqlAttemptTraffic(database.fleet, account), calls, clock }, limits);
    // If two calls opened the account at once, both must share one pacer.
    const opened = accounts.get(account) ?? { calls, pacer };
    accounts.set(account, opened);
    return opened;
  };
  const bookings = (await bookingsOf())(installation);
  const takeEvent = await eventsOf(installation);
  return async (clinic) => ({
    ...bookings(clinic),
    clinic,
    database: store.scope(clinic.id).outreach,
    fleetPause: store.fleetPause,
    ...(await inAccount(accountOf(clinic))),
    callerFacts: () => readCallerFacts(clinic, store, clock.now()),
    phrases,
    voices: installation.voices ?? {},
    takeEvent,
  });
}

/** Handles events through the same entry point as those that Retell sends. */
async function eventsOf({ database, clock }: CallingInstallation): Promise<(body: string) => Promise<void>> {
  const { SqlCallEventStore } = await import("../adapters/sql/calls/call-stores.ts");
  const { sqlStore } = await import("../adapters/sql/store.ts");
  const { readCallEvent } = await import("../domain/call/events/call-event.ts");
  const { recordCallEvent } = await import("../domain/call/events/call-event.ts");
  const { transcriptRedaction } = await import("../domain/privacy/redact-transcript.ts");
  const store = sqlStore(database);
  const { clinics } = store;
  const redaction = transcriptRedaction({ clinics, scope: (clinicId) => store.scope(clinicId), clock });
  const events = new SqlCallEventStore(database.fleet);
  return async (body) => {
    const read = readCallEvent(JSON.parse(body), () => sha256(body));
    if (read !== undefined) await recordCallEvent(read, body, { clinics, events, redaction, clock });
  };
}
