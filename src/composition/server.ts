import type { SigningKeys } from "../adapters/retell/signature.ts";
import type { SqlDatabase } from "../adapters/sql/database.ts";
import { systemClock } from "../adapters/system/clock.ts";
import { newId, requestIds } from "../adapters/system/ids.ts";
import type { Clock } from "../clock.ts";
import type { Context, LogFormat } from "../commands/context.ts";
import type { Voices } from "../domain/call/call-speech.ts";
import type { Phrases } from "../domain/call/caller-variables.ts";
import type { ModelPorts } from "../domain/brain/model-ports.ts";
import type { FlowDialoguePorts } from "../domain/dialogue/flow-state.ts";
import type { DialogueCall, DialogueOpeners, OpenDialogue, Wait } from "../domain/dialogue/ports.ts";
import type { Store } from "../domain/fleet/ports.ts";
import type { Brain } from "../flow/ports.ts";
import type { Address, ListenPorts, RunningServer } from "../server/listen.ts";
import type { CallLimits } from "../server/llm-socket/call-budget.ts";
import type { LiveCalls, SocketPorts } from "../server/llm-socket/ports.ts";
import type { OutcomePorts, ServerPorts } from "../server/ports.ts";
import type { CopiedInstallation } from "../simulator/host/copied-world.ts";
import { type BookingSurroundings, bookingsOf } from "./bookings.ts";
import { outsideOf } from "./calendars.ts";
import { liveCalls } from "./live-calls.ts";
import { installedVoices } from "./voices.ts";
import { acceptedPhrases } from "./phrases.ts";
import { installedTemplate } from "./records.ts";
import { startRecorder } from "./recording.ts";
import type { RequestCounts } from "./request-counts.ts";
import { type Surroundings, once } from "./surroundings.ts";

/** The model for socket calls; null: none is configured, and the flow decides by itself. */
export interface CallModel {
  readonly openaiBaseUrl: string | null;
  readonly openaiApiKey: string | null;
  readonly model: string | null;
}

export const noModel: CallModel = { openaiBaseUrl: null, openaiApiKey: null, model: null };

export interface Dialogues {
  readonly database: SqlDatabase;
  readonly store: Store;
  readonly clock: Clock;
  readonly model: CallModel;
  /** null: the built-in one. */
  readonly templatePath: string | null;
  /** For a live server, not the simulator: prepared before the first call, with relaxed disk writes. */
  readonly live: boolean;
  /** Real calls, over a real line; without them, calls are simulated. */
  readonly realCalls?: LiveCalls | undefined;
  readonly callLimits?: CallLimits | undefined;
  readonly publicUrl?: string | null | undefined;
  /** Thinks calls of mode flow instead of what is configured. */
  readonly brain?: ((call: DialogueCall) => Brain) | undefined;
}

/** What socket calls need. */
export async function socketParts(dialogues: Dialogues): Promise<SocketPorts> {
  const { sqlSocketDirectory } = await import("../adapters/sql/clinic-settings-stores.ts");
  const { effectiveDialogue } = await import("../domain/clinic/dialogue-settings.ts");
  const { database, store } = dialogues;
  const flow = once(() => loadFlow(dialogues));
  const sockets = sqlSocketDirectory(database);
  if (dialogues.live) await loadNumberKinds();
  // Loading it keeps the only thread busy, so it comes before the first caller. If it fails, each call reports that.
  if (dialogues.live && (await sockets.clinicsWithKey()).size > 0) await flow().catch(() => undefined);
  const settingsOf: SocketPorts["settingsOf"] = async (clinicId) => {
    const both = [store.scope(clinicId).dialogue.read(), store.dialogueDefaults.read()] as const;
    return effectiveDialogue(...(await Promise.all(both)));
  };
  return {
    sockets,
    openers: openers(dialogues, flow, settingsOf),
    settingsOf,
    numberOf: (clinicId) => store.scope(clinicId).number.find(),
    wait,
    keepAtOnce: !dialogues.live,
    publicUrl: dialogues.publicUrl ?? null,
    ...(dialogues.realCalls !== undefined && { live: dialogues.realCalls }),
    ...(dialogues.callLimits !== undefined && { callLimits: dialogues.callLimits }),
  };
}

/** Every step of every call races a timer: Node's own timer promises would create an error for each aborted one. */
const wait: Wait = (milliseconds, signal) =>
  new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", over);
      resolve();
    };
    const timer = setTimeout(over, milliseconds);
    if (signal.aborted) over();
    else signal.addEventListener("abort", over, { once: true });
  });

/** The large table of telephone numbers, which the first booking would otherwise wait for. */
async function loadNumberKinds(): Promise<void> {
  const { refusedKindOf } = await import("../domain/clinic/number-kind.ts");
  await refusedKindOf("+14155550100");
}

async function loadFlow(dialogues: Dialogues): Promise<OpenDialogue> {
  const { flowDialogues } = await import("../domain/dialogue/flow-dialogue.ts");
  return flowDialogues(await flowPorts(dialogues));
}

function openers(
  dialogues: Dialogues,
  flow: () => Promise<OpenDialogue>,
  settingsOf: SocketPorts["settingsOf"],
): DialogueOpeners {
  const prompt = once(async () => {
    const { configuredChat } = await import("../adapters/llm/openai-chat.ts");
    const { promptOpener } = await import("../domain/dialogue/prompt-dialogue.ts");
    return promptOpener({ settingsOf, chatModel: configuredChat(dialogues.model), wait });
  });
  return { flow: async (call) => (await flow())(call), prompt: async (call) => (await prompt())(call) };
}

async function flowPorts({ clock, model, brain, templatePath }: Dialogues): Promise<FlowDialoguePorts> {
  const { readTemplate, readUnderstanding } = await import("../adapters/templates/template-files.ts");
  const { engineOptions } = await import("../domain/agent/engine-options.ts");
  const { createScriptRunner } = await import("../adapters/quickjs/script-runner.ts");
  const { callBrain } = await import("../domain/dialogue/offline-voice.ts");
  // Functions run in this process; their URLs are never called.
  const { agent, flow } = await readTemplate({ PUBLIC_URL: "http://127.0.0.1" }, templatePath ?? undefined);
  const understanding = await readUnderstanding(templatePath ?? undefined);
  const thinking = { flow, clock, model: await flowModel(model), understanding };
  return {
    flow,
    options: engineOptions(agent),
    brain: brain ?? callBrain(thinking),
    scripts: createScriptRunner(),
    clock,
    wait,
  };
}

/** A caller is waiting: one attempt with a short timeout. Nothing spoken is written to disk. */
async function flowModel({ openaiBaseUrl, openaiApiKey, model }: CallModel): Promise<ModelPorts | null> {
  if (model === null || (openaiApiKey === null && openaiBaseUrl === null)) return null;
  const { configuredModel } = await import("../adapters/llm/openai-model.ts");
  const settings = { openaiBaseUrl, openaiApiKey, model, stateFolder: "" };
  const answers = { find: () => Promise.resolve(undefined), keep: () => Promise.resolve() };
  return { ...configuredModel(settings, { timeoutMs: 10_000, maxRetries: 0 }), answers };
}

/** The server on the installation's own database. */
export function servingParts(surroundings: Surroundings): Pick<Context, "startServer"> {
  const { config, database, parts } = surroundings;
  return {
    startServer: async ({ logFormat, only, isRecorded = false, ...address }) => {
      const { sqlClinicRevisions } = await import("../adapters/sql/clinic-stores.ts");
      const { openLog } = await import("../adapters/system/log.ts");
      const { webhookKeys: keys, logLevel, openaiBaseUrl, openaiApiKey, model, ...rest } = config();
      const opened = await database();
      await opened.followOthers();
      const templatePath = await installedTemplate({
        configured: rest.templatePath,
        database: opened,
        output: parts.output,
      });
      const known = await watchSigningKeys(opened, surroundings);
      const callModel = { openaiBaseUrl, openaiApiKey, model };
      const installation = { database: opened, revisions: sqlClinicRevisions(opened), clock: systemClock, newId };
      const recorder = isRecorded ? await startRecorder(config(), openLog(logLevel, logFormat)) : undefined;
      const stop = (): void => {
        known.stop();
        recorder?.stop();
      };
      const start = async () =>
        startServerOn(installation, {
          keys,
          recorder,
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
      const server = await start().catch((error: unknown) => {
        stop();
        throw error;
      });
      const stopWatching = watchFile(opened);
      const close = (...patience: Parameters<RunningServer["close"]>) =>
        server.close(...patience).finally(() => {
          stopWatching();
          stop();
        });
      return { ...server, close };
    },
  };
}

const WATCH_MS = 1000;

/** A log that is removed is noticed, and what it held kept, before another process begins one of its own. */
function watchFile(database: Pick<SqlDatabase, "assertInPlace">): () => void {
  const watch = setInterval(() => {
    try {
      database.assertInPlace();
    } catch {
      // Every answer from now on says so, and /readyz too.
      clearInterval(watch);
    }
  }, WATCH_MS);
  return () => clearInterval(watch);
}

/** A clinic that gets an account of its own is served with its key within a second, without a restart. */
async function watchSigningKeys(database: SqlDatabase, surroundings: Surroundings) {
  const { sqlStore } = await import("../adapters/sql/store.ts");
  const { signingKeys } = await import("./accounts.ts");
  const { clinics } = sqlStore(database);
  const read = async () => signingKeys(await clinics.accounts(), surroundings);
  let keys = await read();
  const refresh = async (): Promise<void> => {
    keys = await read();
  };
  // What cannot be read now is read again in a second; the database itself is reported by /readyz.
  const watch = setInterval(() => void refresh().catch(() => undefined), WATCH_MS);
  return { keys: () => keys, stop: () => clearInterval(watch) };
}

interface Serving {
  /** The keys that Retell may sign with, for every clinic. */
  readonly keys: readonly string[];
  /** Instead, where each clinic's own account signs for it. */
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
  /** Without them, the shipped ones. */
  readonly phrases?: Phrases;
  readonly voices?: Voices;
  readonly live?: boolean;
  readonly only?: ListenPorts["only"];
  readonly outcomeSecret?: string | null;
  readonly publicUrl?: string | null;
  readonly callLimits?: Dialogues["callLimits"];
  /** What may be remembered of clinics. */
  readonly cacheMb?: number;
  /** Real calls over the socket are taken. */
  readonly realCalls?: (store: Dialogues["store"]) => Dialogues["realCalls"];
}

/** The HTTP server: `serve` runs it on the installation's database, the simulator on a copy. */
export async function startServerOn(installation: CopiedInstallation, serving: Serving): Promise<RunningServer> {
  const { keys, logLevel, logFormat, address, realCalls, around = (functions) => functions, ...given } = serving;
  const forSocket = { model: noModel, templatePath: null, live: false, ...given };
  const { listen } = await import("../server/listen.ts");
  const { clinicFunctions } = await import("../server/functions/clinic-functions.ts");
  const { InboundReplies } = await import("../domain/call/inbound-reply.ts");
  const { SqlCallEventStore } = await import("../adapters/sql/call-stores.ts");
  const { sqlStore } = await import("../adapters/sql/store.ts");
  const { SqlFunctionReplies } = await import("../adapters/sql/function-replies.ts");
  const { signerOf, verifySignature } = await import("../adapters/retell/signature.ts");
  const { readInstalledPhrases } = await import("../adapters/templates/template-files.ts");
  const { transcriptRedaction } = await import("../domain/privacy/redact-transcript.ts");
  const { openLog } = await import("../adapters/system/log.ts");
  const { IdentityMetrics } = await import("../server/identity-metrics.ts");
  const { MessageMetrics } = await import("../server/message-metrics.ts");
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
  if (shares.settingsBytes !== undefined) database.settings.holdAtMost(shares.settingsBytes);
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
  return { ...server, close: (...patience) => closed(server.close(...patience), { counts, log }) };
}

async function readiness(database: SqlDatabase): Promise<void> {
  const { assertMigrated } = await import("../adapters/sql/migrate.ts");
  await assertMigrated(database);
  await database.proveWritable();
}

interface Stopped {
  readonly counts: RequestCounts | undefined;
  readonly log: { close(): void };
}

async function closed<T>(closing: Promise<T>, { counts, log }: Stopped): Promise<T> {
  try {
    return await closing;
  } finally {
    await counts?.stop();
    log.close();
  }
}

/** A ringing phone is answered from a whole reply, so replies get the most; undefined: the usual. */
function cacheShares(cacheMb: number | undefined): { replyBytes?: number; settingsBytes?: number } {
  if (cacheMb === undefined) return {};
  const bytes = cacheMb * 1_000_000;
  return { replyBytes: bytes * REPLIES_SHARE, settingsBytes: bytes * (1 - REPLIES_SHARE) };
}

const REPLIES_SHARE = 0.75;

async function outcomePorts(secret: string | null, database: SqlDatabase): Promise<OutcomePorts | undefined> {
  if (secret === null) return undefined;
  const { isSameSecret } = await import("../server/llm-socket/door.ts");
  const { reportedCall } = await import("../adapters/sql/attempt-stores.ts");
  return {
    isSecret: (given) => isSameSecret(given, secret),
    callNamed: (sessionId) => reportedCall(sessionId, database.fleet),
  };
}
