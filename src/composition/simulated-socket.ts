import type { SqlDatabase } from "../adapters/sql/database.ts";
import type { DialogueCall } from "../domain/dialogue/ports.ts";
import type { Brain } from "../domain/flow/ports.ts";
import type { SocketScript, SocketWorld } from "../domain/simulation/socket-line.ts";
import type { ServerPorts } from "../server/ports.ts";

/** The agent that answers the clinic's number: it may have one of its own. */
async function agentOf(clinicId: string, database: SqlDatabase) {
  const { sqlStore } = await import("../adapters/sql/store.ts");
  const number = await sqlStore(database).scope(clinicId).number.find();
  return number?.agentId === null || number === undefined
    ? {}
    : { agent_id: number.agentId, agent_version: number.agentVersion };
}

/** What a simulated call goes by stands between the server and what it would do by itself. */
export function simulatedSocket() {
  const scripts = new Map<string, SocketScript>();
  return {
    brain: (call: DialogueCall): Brain => {
      const script = scripts.get(call.line().callId);
      if (script === undefined) throw new RangeError("only simulated calls come to this server");
      return script.brain;
    },
    around: (functions: ServerPorts["functions"]): ServerPorts["functions"] => {
      const entries = Object.entries(functions).map(([name, run]): [string, ServerPorts["functions"][string]] => [
        name,
        async (request) => {
          const script = scripts.get(request.callId);
          const answer = () => run(request);
          return script === undefined ? answer() : script.around({ name, args: request.args }, answer);
        },
      ]);
      return Object.fromEntries(entries);
    },
    worldAt: async (url: string, database: SqlDatabase): Promise<SocketWorld> => {
      const { dialSocket } = await import("../adapters/simulation/retell-socket.ts");
      const { sqlSocketDirectory } = await import("../adapters/sql/socket-directory.ts");
      const { rememberedCall } = await import("../server/llm-socket/call-memory.ts");
      const { readFlowDialogueState } = await import("../domain/dialogue/flow/flow-state.ts");
      const { effectiveDialogue } = await import("../domain/clinic/dialogue-settings.ts");
      const { sqlStore } = await import("../adapters/sql/store.ts");
      const store = sqlStore(database);
      const directory = sqlSocketDirectory(database);
      return {
        dial: async (call, script) => {
          scripts.set(call.callId, script);
          const details = { ...call.details, ...(await agentOf(call.clinicId, database)) };
          const key = await directory.keyOf(call.clinicId);
          const line = await dialSocket(url, { ...call, details, key }, () => performance.now());
          return {
            ...line,
            hangUp: () => {
              line.hangUp();
              scripts.delete(call.callId);
            },
          };
        },
        unfit: async (clinicId) => {
          const own = await store.scope(clinicId).dialogue.read();
          const { mode } = effectiveDialogue(own, await store.dialogueDefaults.read());
          return mode.value === "prompt" ? "its calls follow instructions of its own, not the flow" : undefined;
        },
        state: async (clinicId, callId) => {
          const known = await rememberedCall(callId, { states: directory.statesOf(clinicId), now: () => 0 });
          if (known === undefined) return undefined;
          const state = readFlowDialogueState(known.snapshot);
          return (state?.after ?? state?.before)?.flow ?? undefined;
        },
      };
    },
  };
}
