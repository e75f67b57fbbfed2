import type { SqlDatabase } from "../adapters/sql/database.ts";
import type { Clock } from "../clock.ts";
import type { ModelPorts } from "../domain/brain/model-ports.ts";
import type { FlowDialoguePorts } from "../domain/dialogue/flow/flow-state.ts";
import type { DialogueCall, DialogueOpeners, OpenDialogue, Wait } from "../domain/dialogue/ports.ts";
import type { Store } from "../domain/fleet/ports.ts";
import type { Brain } from "../flow/ports.ts";
import type { CallLimits } from "../server/llm-socket/call-budget.ts";
import type { LiveCalls, SocketPorts } from "../server/llm-socket/ports.ts";
import { once } from "./surroundings.ts";

/** The model for socket calls; null: none is configured, and the flow decides alone. */
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
  /** For real calls, over a real line; if absent, calls are simulated. */
  readonly realCalls?: LiveCalls | undefined;
  readonly callLimits?: CallLimits | undefined;
  readonly publicUrl?: string | null | undefined;
  /** Replaces the configured brain in calls of mode flow. */
  readonly brain?: ((call: DialogueCall) => Brain) | undefined;
  /** Default: real time. */
  readonly wait?: Wait | undefined;
}

/** The ports for socket calls. */
export async function socketParts(dialogues: Dialogues): Promise<SocketPorts> {
  const { sqlSocketDirectory } = await import("../adapters/sql/clinics/clinic-settings-stores.ts");
  const { effectiveDialogue } = await import("../domain/clinic/dialogue-settings.ts");
  const { database, store } = dialogues;
  const flow = once(() => loadFlow(dialogues));
  const sockets = sqlSocketDirectory(database);
  if (dialogues.live) await loadNumberKinds();
  // Loading the flow blocks the only thread, so it happens before the first call. If it fails, each call reports that.
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
    wait: dialogues.wait ?? waitByClock,
    keepAtOnce: !dialogues.live,
    publicUrl: dialogues.publicUrl ?? null,
    ...(dialogues.realCalls !== undefined && { live: dialogues.realCalls }),
    ...(dialogues.callLimits !== undefined && { callLimits: dialogues.callLimits }),
  };
}

/** Every step of every call races a timer: Node's own timer promises would create an error for each aborted one. */
const waitByClock: Wait = (milliseconds, signal) =>
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

/** Preloads the large table of telephone numbers, for which the first booking would otherwise wait. */
async function loadNumberKinds(): Promise<void> {
  const { refusedKindOf } = await import("../domain/clinic/telephone/number-kind.ts");
  await refusedKindOf("+14155550100");
}

async function loadFlow(dialogues: Dialogues): Promise<OpenDialogue> {
  const { flowDialogues } = await import("../domain/dialogue/flow/flow-dialogue.ts");
  return flowDialogues(await flowPorts(dialogues));
}

function openers(
  dialogues: Dialogues,
  flow: () => Promise<OpenDialogue>,
  settingsOf: SocketPorts["settingsOf"],
): DialogueOpeners {
  const prompt = once(async () => {
    const { configuredChat } = await import("../adapters/llm/openai-chat.ts");
    const { promptOpener } = await import("../domain/dialogue/prompt/prompt-dialogue.ts");
    const { model, wait = waitByClock } = dialogues;
    return promptOpener({ settingsOf, chatModel: configuredChat(model), wait });
  });
  return { flow: async (call) => (await flow())(call), prompt: async (call) => (await prompt())(call) };
}

async function flowPorts({
  clock,
  model,
  brain,
  templatePath,
  wait = waitByClock,
}: Dialogues): Promise<FlowDialoguePorts> {
  const { readTemplate, readUnderstanding } = await import("../adapters/templates/template-files.ts");
  const { engineOptions } = await import("../domain/agent/template/template.ts");
  const { createScriptRunner } = await import("../adapters/quickjs/script-runner.ts");
  const { callBrain } = await import("../domain/dialogue/flow/offline-voice.ts");
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

/** A caller is waiting, so there is one attempt with a short timeout. Nothing spoken is written to disk. */
async function flowModel({ openaiBaseUrl, openaiApiKey, model }: CallModel): Promise<ModelPorts | null> {
  if (model === null || (openaiApiKey === null && openaiBaseUrl === null)) return null;
  const { configuredModel } = await import("../adapters/llm/openai-model.ts");
  const settings = { openaiBaseUrl, openaiApiKey, model, stateFolder: "" };
  const answers = { find: () => Promise.resolve(undefined), keep: () => Promise.resolve() };
  return { ...configuredModel(settings, { timeoutMs: 10_000, maxRetries: 0 }), answers };
}
