import type { SqlDatabase } from "../adapters/sql/database.ts";
import type { ModelPorts } from "../domain/brain/model-ports.ts";
import type { DialogueCall, DialogueOpeners, OpenDialogue, Wait } from "../domain/dialogue/ports.ts";
import type { FlowDialoguePorts } from "../domain/dialogue/flow/ports.ts";
import type { Brain } from "../domain/flow/ports.ts";
import type { Store } from "../domain/organisation/stores.ts";
import type { Clock } from "../domain/time/ports.ts";
import type { SocketPorts } from "../server/llm-socket/ports.ts";
import { once } from "./surroundings.ts";

/** The model that thinks calls over the socket; null: none is configured, and the flow decides by itself. */
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
  /** null: the shipped one. */
  readonly templatePath: string | null;
  /** Not the simulator's: made ready before the first call, and kept on the disk at a live server's ease. */
  readonly live: boolean;
  /** Thinks calls of mode flow instead of what is configured. */
  readonly brain?: ((call: DialogueCall) => Brain) | undefined;
}

/** What calls over the socket are held with. */
export async function socketParts(dialogues: Dialogues): Promise<SocketPorts> {
  const { sqlSocketDirectory } = await import("../adapters/sql/socket-directory.ts");
  const { effectiveDialogue } = await import("../domain/clinic/dialogue-settings.ts");
  const { database, store } = dialogues;
  const flow = once(() => loadFlow(dialogues));
  // The first caller does not wait for it. Where it cannot be had, each call says so.
  if (dialogues.live) flow().catch(() => undefined);
  const settingsOf: SocketPorts["settingsOf"] = async (clinicId) => {
    const both = [store.scope(clinicId).dialogue.read(), store.dialogueDefaults.read()] as const;
    return effectiveDialogue(...(await Promise.all(both)));
  };
  return {
    sockets: sqlSocketDirectory(database),
    openers: openers({ dialogues, flow }, settingsOf),
    settingsOf,
    numberOf: (clinicId) => store.scope(clinicId).number.find(),
    wait,
    keepAtOnce: !dialogues.live,
  };
}

/** Every move of every call waits beside a timer: node's own promises of timers make an error of each that is aborted. */
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

async function loadFlow(dialogues: Dialogues): Promise<OpenDialogue> {
  const { flowDialogues } = await import("../domain/dialogue/flow/flow-dialogue.ts");
  return flowDialogues(await flowPorts(dialogues));
}

interface Openers {
  readonly dialogues: Dialogues;
  readonly flow: () => Promise<OpenDialogue>;
}

function openers({ dialogues, flow }: Openers, settingsOf: SocketPorts["settingsOf"]): DialogueOpeners {
  const prompt = once(async () => {
    const { configuredChat } = await import("../adapters/llm/configured-chat.ts");
    const { promptOpener } = await import("../domain/dialogue/prompt/open-prompt-dialogue.ts");
    return promptOpener({ settingsOf, chatModel: configuredChat(dialogues.model), wait });
  });
  return { flow: async (call) => (await flow())(call), prompt: async (call) => (await prompt())(call) };
}

async function flowPorts({ clock, model, brain, templatePath }: Dialogues): Promise<FlowDialoguePorts> {
  const { readTemplate } = await import("../adapters/templates/template-files.ts");
  const { engineOptions } = await import("../domain/agent/engine-options.ts");
  const { createScriptRunner } = await import("../adapters/quickjs/script-runner.ts");
  const { callBrain } = await import("../domain/dialogue/flow/call-brain.ts");
  // Functions run in this process: no address of theirs is ever asked.
  const { agent, flow } = await readTemplate({ PUBLIC_URL: "http://127.0.0.1" }, templatePath ?? undefined);
  const thinking = { flow, clock, model: await flowModel(model) };
  return {
    flow,
    options: engineOptions(agent),
    brain: brain ?? callBrain(thinking),
    scripts: createScriptRunner(),
    clock,
    wait,
  };
}

/** A caller waits: one attempt, and not for long. Nothing that was said is kept on the disk. */
async function flowModel({ openaiBaseUrl, openaiApiKey, model }: CallModel): Promise<ModelPorts | null> {
  if (model === null || (openaiApiKey === null && openaiBaseUrl === null)) return null;
  const { configuredModel } = await import("../adapters/llm/configured-model.ts");
  const settings = { openaiBaseUrl, openaiApiKey, model, stateFolder: "" };
  const answers = { find: () => Promise.resolve(undefined), keep: () => Promise.resolve() };
  return { ...configuredModel(settings, { timeoutMs: 10_000, maxRetries: 0 }), answers };
}
