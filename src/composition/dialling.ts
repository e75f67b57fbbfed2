import type { SqlDatabase } from "../adapters/sql/database.ts";
import { systemClock } from "../adapters/system/clock.ts";
import { newId } from "../adapters/system/ids.ts";
import { sha256 } from "../adapters/system/sha256.ts";
import type { Context } from "../commands/context.ts";
import type { Phrases } from "../domain/call/caller-variables.ts";
import type { Clinic } from "../domain/clinic/clinic.ts";
import type { CallPlatform } from "../domain/outreach/dial/call-platform.ts";
import type { DialPorts } from "../domain/outreach/dial/dial-ports.ts";
import type { PaceLimits } from "../domain/outreach/dial/pace.ts";
import type { Clock } from "../domain/time/ports.ts";
import { bookingsOf } from "./serving.ts";
import { once, type Surroundings } from "./surroundings.ts";

/** How calls are placed for a clinic as it is now; one pace for all of them. */
export type Dialling = (clinic: Clinic) => DialPorts;

/** What calls go out on. */
export interface DiallingInstallation {
  readonly database: SqlDatabase;
  readonly calls: CallPlatform;
  readonly limits: PaceLimits;
  readonly clock: Clock;
  newId(): string;
}

/** Placing calls on the installation's database and Retell account. */
export function diallingParts(
  { config, database }: Surroundings,
  retell: Context["retell"],
): Pick<Context, "dialling"> {
  return {
    dialling: once(async () => {
      const { calls } = await retell();
      const { outboundLines, reservedLines, callsPerSecond } = config();
      const limits = { outboundLines, reservedLines, callsPerSecond };
      return diallingOn({ database: await database(), calls, limits, clock: systemClock, newId });
    }),
  };
}

export async function diallingOn(installation: DiallingInstallation): Promise<Dialling> {
  const { sqlStore } = await import("../adapters/sql/store.ts");
  const { sqlDialTraffic } = await import("../adapters/sql/dial-traffic.ts");
  const { readPhrases } = await import("../adapters/templates/template-files.ts");
  const { readCallerFacts } = await import("../domain/call/caller-facts.ts");
  const { Pacer } = await import("../domain/outreach/dial/pacer.ts");
  const { database, calls, clock, limits } = installation;
  const store = sqlStore(database);
  const phrases: Phrases = { fr: await readPhrases("fr"), en: await readPhrases("en") };
  const pacer = new Pacer({ traffic: sqlDialTraffic(database.fleet), calls, clock }, limits);
  const bookings = (await bookingsOf())(installation);
  const takeEvent = await eventsOf(installation);
  return (clinic) => ({
    ...bookings(clinic),
    clinic,
    database: store.scope(clinic.id).outreach,
    fleetPause: store.fleetPause,
    calls,
    pacer,
    callerFacts: () => readCallerFacts(clinic, store),
    phrases,
    takeEvent,
  });
}

/** The same way in that events have which Retell sends. */
async function eventsOf({ database, clock }: DiallingInstallation): Promise<(body: string) => Promise<void>> {
  const { SqlCallEventStore } = await import("../adapters/sql/call-event-store.ts");
  const { sqlStore } = await import("../adapters/sql/store.ts");
  const { readCallEvent } = await import("../domain/call/read-call-event.ts");
  const { recordCallEvent } = await import("../domain/call/record-call-event.ts");
  const { transcriptRedaction } = await import("../domain/privacy/transcript-redaction.ts");
  const store = sqlStore(database);
  const { clinics } = store;
  const redaction = transcriptRedaction({ clinics, scope: (clinicId) => store.scope(clinicId), clock });
  const events = new SqlCallEventStore(database.fleet);
  return async (body) => {
    const read = readCallEvent(JSON.parse(body), sha256(body));
    if (read !== undefined) await recordCallEvent(read, body, { clinics, events, redaction, clock });
  };
}
