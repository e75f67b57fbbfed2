import type { SigningKeys } from "../adapters/retell/signature.ts";
import type { SqlDatabase } from "../adapters/sql/database.ts";
import { systemClock } from "../adapters/system/clock.ts";
import { newId, requestIds } from "../adapters/system/ids.ts";
import type { Context, LogFormat } from "../commands/context.ts";
import type { Voices } from "../domain/call/line/call-speech.ts";
import type { Phrases } from "../domain/call/line/caller-variables.ts";
import type { Address, ListenPorts, RunningServer } from "../server/listen.ts";
import type { OutcomePorts, ServerLog, ServerPorts } from "../server/ports.ts";
import type { Config } from "../config.ts";
import type { CopiedInstallation } from "../simulator/host/copied-world.ts";
import { type BookingSurroundings, bookingsOf } from "./bookings.ts";
import { outsideOf } from "./calendars.ts";
import { liveCalls } from "./live-calls.ts";
import { installedVoices } from "./voices.ts";
import { acceptedPhrases } from "./phrases.ts";
import { installedTemplate } from "./records.ts";
import { startRecorder } from "./recording.ts";
import type { RequestCounts } from "./request-counts.ts";
import type { Surroundings } from "./surroundings.ts";
import { type CallModel, type Dialogues, noModel, socketParts } from "./socket.ts";

/** The server on the installation's own database. */
export function servingParts(surroundings: Surroundings): Pick<Context, "startServer"> {
  const { config, database, parts } = surroundings;
  return {
    startServer: async ({ logFormat, only, isRecorded = false, ...address }) => {
      const { sqlClinicRevisions } = await import("../adapters/sql/clinics/clinic-stores.ts");
      const { openLog } = await import("../adapters/system/log.ts");
      const { webhookKeys: keys, logLevel, openaiBaseUrl, openaiApiKey, model, ...rest } = config();
      const opened = await database();
      await opened.startBackgroundWork();
      const templatePath = await installedTemplate(rest.templatePath, opened, parts.output);
      const known = await watchSigningKeys(opened, surroundings);
      const callModel = { openaiBaseUrl, openaiApiKey, model };
      const installation = { database: opened, revisions: sqlClinicRevisions(opened), clock: systemClock, newId };
      const kept = await keepRequests(opened, { config: config(), isRecorded, log: openLog(logLevel, logFormat) });
      const stop = async (): Promise<void> => {
        known.stop();
        await kept.stop();
      };
      const start = async () =>
        startServerOn(installation, {
          keys,
          recorder: kept.recorder,
          signingKeys: known.keys,
          logLevel,
          logFormat,
          address,
          model: callModel,
          templatePath,
          phrases: await acceptedPhrases(surroundings, opened),
          voices: await installedVoices(config(), opened),
          live: true,
          only,
          outside: outsideOf({ surroundings, database: opened }),
          outcomeSecret: rest.outcomeSecret,
          publicUrl: rest.publicUrl,
          callLimits: { turns: rest.callTurns, tokens: rest.callTokens },
          cacheMb: rest.cacheMb,
          ...(rest.mode === "live" && { realCalls: (store) => liveCalls(store, callModel, surroundings) }),
        });
      const server = await start().catch(async (error: unknown) => {
        await stop();
        throw error;
      });
      const stopWatching = watchFile(opened);
      const close = async (...patience: Parameters<RunningServer["close"]>): Promise<void> => {
        try {
          await server.close(...patience);
        } finally {
          stopWatching();
          await stop();
        }
      };
      return { ...server, close };
    },
  };
}

interface Keeping {
  readonly config: Config;
  readonly isRecorded: boolean;
  readonly log: ServerLog;
}

/** Stores requests for `listen` and, with --record, for `replay`. */
async function keepRequests({ nonDurable }: SqlDatabase, { config, isRecorded, log }: Keeping) {
  const { SqlHearing } = await import("../adapters/sql/calls/hearing.ts");
  const { RequestFeed, allOf } = await import("../server/request-feed.ts");
  const recorder = isRecorded ? await startRecorder(config, log) : undefined;
  const feed = RequestFeed.start({ hearing: new SqlHearing(nonDurable), clock: systemClock, log, newId });
  return {
    recorder: recorder === undefined ? feed : allOf([recorder, feed]),
    stop: async (): Promise<void> => {
      recorder?.stop();
      await feed.stop();
    },
  };
}

const WATCH_MS = 1000;

/** Notices when SQLite's log is deleted, and saves its contents before another process starts a new one. */
function watchFile(database: Pick<SqlDatabase, "assertInPlace">): () => void {
  const watch = setInterval(() => {
    try {
      database.assertInPlace();
    } catch {
      // From here on every answer, including /readyz, reports the loss.
      clearInterval(watch);
    }
  }, WATCH_MS);
  return () => clearInterval(watch);
}

/** If a clinic gets its own account, the server accepts its key within a second, without a restart. */
async function watchSigningKeys(database: SqlDatabase, surroundings: Surroundings) {
  const { sqlStore } = await import("../adapters/sql/store.ts");
  const { signingKeys } = await import("./accounts.ts");
  const { clinics } = sqlStore(database);
  const read = async () => signingKeys(await clinics.accounts(), surroundings);
  let keys = await read();
  const refresh = async (): Promise<void> => {
    keys = await read();
  };
  // After a failed read, it tries again in a second; /readyz reports the database itself.
  const watch = setInterval(() => void refresh().catch(() => undefined), WATCH_MS);
  return { keys: () => keys, stop: () => clearInterval(watch) };
}

interface Serving {
  /** The keys that Retell may sign with, for every clinic. */
  readonly keys: readonly string[];
  /** Replaces `keys` if clinics have accounts of their own, each signing for its clinics. */
  readonly signingKeys?: () => SigningKeys;
  readonly logLevel: string;
  readonly logFormat?: LogFormat | undefined;
  readonly address: Address;
  /** For socket calls. */
  readonly model?: CallModel;
  readonly brain?: Dialogues["brain"];
  readonly recorder?: ServerPorts["recorder"];
  /** Wraps the clinic's functions. */
  readonly around?: (functions: ServerPorts["functions"]) => ServerPorts["functions"];
  readonly templatePath?: string | null;
  readonly outside?: BookingSurroundings["outside"];
  /** Default: the shipped ones. */
  readonly phrases?: Phrases;
  readonly voices?: Voices;
  readonly live?: boolean;
  readonly only?: ListenPorts["only"];
  readonly outcomeSecret?: string | null;
  readonly publicUrl?: string | null;
  readonly callLimits?: Dialogues["callLimits"];
  /** Limits the memory for clinics' data. */
  readonly cacheMb?: number;
  /** If present, real calls over the socket are accepted. */
  readonly realCalls?: (store: Dialogues["store"]) => Dialogues["realCalls"];
}

/** The HTTP server: `serve` runs it on the installation's database, the simulator on a copy. */
export async function startServerOn(installation: CopiedInstallation, serving: Serving): Promise<RunningServer> {
  const { keys, logLevel, logFormat, address, realCalls, around = (functions) => functions, ...dialogue } = serving;
  const forSocket = { model: noModel, templatePath: null, live: false, ...dialogue };
  const { listen } = await import("../server/listen.ts");
  const { clinicFunctions } = await import("../server/functions/clinic-functions.ts");
  const { InboundReplies } = await import("../domain/call/line/inbound-reply.ts");
  const { SqlCallEventStore } = await import("../adapters/sql/calls/call-stores.ts");
  const { sqlStore } = await import("../adapters/sql/store.ts");
  const { SqlFunctionReplies } = await import("../adapters/sql/calls/hearing.ts");
  const { signerOf, verifySignature } = await import("../adapters/retell/signature.ts");
  const { readInstalledPhrases } = await import("../adapters/templates/template-files.ts");
  const { transcriptRedaction } = await import("../domain/privacy/redact-transcript.ts");
  const { openLog } = await import("../adapters/system/log.ts");
  const { IdentityMetrics, MessageMetrics } = await import("../server/metrics/business-metrics.ts");
  const { businessMetrics } = await import("./business-metrics.ts");
  const { requestCounts } = await import("./request-counts.ts");
  const { database, clock, revisions } = installation;
  const log = openLog(logLevel, logFormat);
  const store = sqlStore(database);
  const identity = new IdentityMetrics();
  const messages = new MessageMetrics();
  const noting = { noteIdentity: identity.note, noteMessage: messages.note };
  const bookings = (await bookingsOf())({ ...installation, ...noting, outside: serving.outside });
  const phrases = serving.phrases ?? (await readInstalledPhrases()).spoken;
  const shares = cacheShares(serving.cacheMb);
  if (shares.settingsBytes !== undefined) database.memories.settings?.holdAtMost(shares.settingsBytes);
  const counts = serving.live === true ? requestCounts({ database, clock, log }) : undefined;
  const ports: ListenPorts = {
    clinics: store.clinics,
    inboundReplies: new InboundReplies(
      { store, revisions, speech: { phrases, voices: serving.voices ?? {} }, clock },
      shares.replyBytes,
    ),
    events: new SqlCallEventStore(database.fleet),
    redaction: transcriptRedaction({ clinics: store.clinics, scope: (clinicId) => store.scope(clinicId), clock }),
    replies: new SqlFunctionReplies(database),
    recorder: serving.recorder,
    outcomes: await outcomePorts(serving.outcomeSecret ?? null, database),
    functions: around(clinicFunctions(bookings)),
    counters: [identity, messages],
    ...(counts !== undefined && { answered: counts.note }),
    business: businessMetrics({ database, bookings, clock, log }),
    signer: (rawBody, signature) => {
      const nowMs = clock.now();
      if (serving.signingKeys !== undefined) {
        return signerOf(rawBody, signature, { keys: serving.signingKeys(), nowMs });
      }
      const isSigned = keys.some((key) => verifySignature(rawBody, signature, { key, nowMs }));
      return isSigned ? { speaksFor: () => true } : undefined;
    },
    ready: () => readiness(database),
    clock,
    log,
    newRequestId: requestIds(),
    socket: await socketParts({ ...forSocket, database, store, clock, realCalls: realCalls?.(store) }),
  };
  const server = await listen({ ...ports, only: serving.only }, address);
  return { ...server, close: (...patience) => closed(server.close(...patience), counts, log) };
}

async function readiness(database: SqlDatabase): Promise<void> {
  const { assertMigrated } = await import("../adapters/sql/migrations/migrate.ts");
  await assertMigrated(database);
  await database.proveWritable();
}

async function closed<T>(closing: Promise<T>, counts: RequestCounts | undefined, log: { close(): void }): Promise<T> {
  try {
    return await closing;
  } finally {
    await counts?.stop();
    log.close();
  }
}

/** Replies get the largest share, because a ringing phone is answered with a cached reply; undefined: the defaults. */
function cacheShares(cacheMb: number | undefined): { replyBytes?: number; settingsBytes?: number } {
  if (cacheMb === undefined) return {};
  const bytes = cacheMb * 1_000_000;
  return { replyBytes: bytes * REPLIES_SHARE, settingsBytes: bytes * (1 - REPLIES_SHARE) };
}

const REPLIES_SHARE = 0.75;

async function outcomePorts(secret: string | null, database: SqlDatabase): Promise<OutcomePorts | undefined> {
  if (secret === null) return undefined;
  const { isSameSecret } = await import("../server/llm-socket/door.ts");
  const { reportedCall } = await import("../adapters/sql/outreach/attempt-stores.ts");
  return {
    isSecret: (given) => isSameSecret(given, secret),
    callNamed: (sessionId) => reportedCall(sessionId, database.fleet),
  };
}
