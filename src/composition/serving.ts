import type { CopiedInstallation } from "../adapters/simulation/copied-world.ts";
import type { SqlDatabase } from "../adapters/sql/database.ts";
import { systemClock } from "../adapters/system/clock.ts";
import { newId, requestIds } from "../adapters/system/ids.ts";
import type { Context } from "../commands/context.ts";
import type { Clinic } from "../domain/clinic/clinic.ts";
import type { OutreachPorts } from "../domain/outreach/ports.ts";
import type { Clock } from "../domain/time/ports.ts";
import type { Address, RunningServer } from "../server/listen.ts";
import type { ServerPorts } from "../server/ports.ts";
import { type CallModel, type Dialogues, noModel, socketParts } from "./dialogues.ts";
import type { Surroundings } from "./surroundings.ts";

/** The server on the installation's own database. */
export function servingParts({ config, database }: Surroundings): Pick<Context, "startServer"> {
  return {
    startServer: async (address) => {
      const { sqlClinicRevisions } = await import("../adapters/sql/clinic-revisions.ts");
      const { retellApiKey: key, logLevel, openaiBaseUrl, openaiApiKey, model, templatePath } = config();
      const opened = await database();
      const installation = { database: opened, revisions: sqlClinicRevisions(opened), clock: systemClock, newId };
      return startServerOn(installation, {
        key,
        logLevel,
        address,
        model: { openaiBaseUrl, openaiApiKey, model },
        templatePath,
        live: true,
      });
    },
  };
}

interface BookingSurroundings {
  readonly database: SqlDatabase;
  readonly clock: Clock;
  newId(): string;
}

/** How the bookings of one clinic, and its calls to patients, are reached on a database. */
export async function bookingsOf() {
  const { sqlStore } = await import("../adapters/sql/store.ts");
  const { publicHolidays } = await import("../domain/booking/holidays.ts");
  const { patientTold } = await import("../domain/mail/tell-patient.ts");
  const holidays = publicHolidays();
  return (surroundings: BookingSurroundings) => {
    const { database, clock } = surroundings;
    const store = sqlStore(database);
    return (clinic: Clinic): OutreachPorts => ({
      clinic,
      database: store.scope(clinic.id).outreach,
      fleetPause: store.fleetPause,
      holidays,
      clock,
      newId: () => surroundings.newId(),
      tellPatient: patientTold(clinic, surroundings),
    });
  };
}

interface Serving {
  readonly key: string;
  readonly logLevel: string;
  readonly address: Address;
  /** Of calls over the socket. */
  readonly model?: CallModel;
  readonly brain?: Dialogues["brain"];
  /** Stands before the clinic's functions. */
  readonly around?: (functions: ServerPorts["functions"]) => ServerPorts["functions"];
  readonly templatePath?: string | null;
  readonly live?: boolean;
}

/** The HTTP server: what `serve` runs on the installation's database, and the simulator on a copy of it. */
export async function startServerOn(installation: CopiedInstallation, serving: Serving): Promise<RunningServer> {
  const {
    key,
    logLevel,
    address,
    model = noModel,
    brain,
    templatePath = null,
    live = false,
    around = (functions) => functions,
  } = serving;
  const { listen } = await import("../server/listen.ts");
  const { clinicFunctions } = await import("../server/functions/clinic-functions.ts");
  const { CallerCards } = await import("../domain/call/caller-cards.ts");
  const { SqlCallEventStore } = await import("../adapters/sql/call-event-store.ts");
  const { sqlStore } = await import("../adapters/sql/store.ts");
  const { verifySignature } = await import("../adapters/retell/signature.ts");
  const { readPhrases } = await import("../adapters/templates/template-files.ts");
  const { transcriptRedaction } = await import("../domain/privacy/transcript-redaction.ts");
  const { openLog } = await import("../adapters/system/log.ts");
  const { assertMigrated } = await import("../adapters/sql/migrate.ts");
  const { database, clock, revisions } = installation;
  const log = openLog(logLevel);
  const store = sqlStore(database);
  const phrases = { fr: await readPhrases("fr"), en: await readPhrases("en") };
  const ports: ServerPorts = {
    clinics: store.clinics,
    cards: new CallerCards({ store, revisions, speech: { phrases, voices: {} }, clock }),
    events: new SqlCallEventStore(database.fleet),
    redaction: transcriptRedaction({ clinics: store.clinics, scope: (clinicId) => store.scope(clinicId), clock }),
    functions: around(clinicFunctions((await bookingsOf())(installation))),
    verify: (rawBody, signature) => verifySignature(rawBody, signature, { key, nowMs: clock.now() }),
    ready: () => assertMigrated(database),
    clock,
    log,
    newRequestId: requestIds(),
    socket: await socketParts({ database, store, clock, model, brain, templatePath, live }),
  };
  const server = await listen(ports, address);
  return { ...server, close: (...patience) => server.close(...patience).finally(() => log.close()) };
}
