import type {
  Choice,
  ChooseRequest,
  ExtractRequest,
  ExtractedValues,
  Script,
  ScriptOutcome,
  SpeakRequest,
  ToolCall,
  ToolOutcome,
} from "../../src/flow/ports.ts";
import type { FlowPorts } from "../../src/flow/session/state.ts";
import type { ScoredCandidate } from "../../src/flow/trace.ts";

export interface PortScript {
  /** Choices by node id, in turn: "-" stays, "?" is undecided; unnamed nodes stay. */
  readonly choices?: Readonly<Record<string, string | readonly string[]>>;
  readonly stayScores?: readonly ScoredCandidate[];
  readonly values?: ExtractedValues;
  readonly answers?: readonly Partial<ToolOutcome>[];
  readonly script?: ScriptOutcome;
  readonly transfer?: "connected" | "failed";
  readonly sms?: "sent" | "failed";
  readonly swap?: "swapped" | "failed";
  readonly words?: Readonly<Record<string, string>>;
}

export interface Remembered {
  readonly chosen: ChooseRequest[];
  readonly extracted: ExtractRequest[];
  readonly spoken: SpeakRequest[];
  readonly calls: ToolCall[];
  readonly scripts: Script[];
  readonly transfers: string[];
  readonly messages: string[];
  readonly pauses: number[];
}

/** Ports that behave as scripted and remember what they were asked. */
export function scriptedPorts(script: PortScript = {}): FlowPorts & { readonly remembered: Remembered } {
  const remembered: Remembered = {
    chosen: [],
    extracted: [],
    spoken: [],
    calls: [],
    scripts: [],
    transfers: [],
    messages: [],
    pauses: [],
  };
  const queues = new Map(
    Object.entries(script.choices ?? {}).map(([node, ids]) => [node, typeof ids === "string" ? [ids] : [...ids]]),
  );
  const answers = [...(script.answers ?? [])];
  return {
    remembered,
    brain: {
      choose: async (request): Promise<Choice> => {
        remembered.chosen.push(request);
        const id = queues.get(request.place.node)?.shift();
        if (id === "?") {
          return { kind: "undecided", candidates: request.candidates.map((item) => ({ id: item.id, score: 0.1 })) };
        }
        if (id !== undefined && id !== "-") return { kind: "take", id, source: "named" };
        return { kind: "stay", source: "text", ...(script.stayScores && { candidates: script.stayScores }) };
      },
      extract: async (request) => {
        remembered.extracted.push(request);
        return script.values ?? {};
      },
      speak: async (request) => {
        remembered.spoken.push(request);
        return script.words?.[request.purpose] ?? `<${request.purpose}: ${request.instruction}>`;
      },
    },
    tools: {
      run: async (call) => {
        remembered.calls.push(call);
        return { ok: true, content: "{}", ms: 1, ...answers.shift() };
      },
    },
    scripts: {
      run: async (code) => {
        remembered.scripts.push(code);
        return script.script ?? { ok: true, result: {}, logs: [] };
      },
    },
    telephony: {
      transfer: async (request) => {
        remembered.transfers.push(request.destination);
        return script.transfer ?? "connected";
      },
      sendSms: async (request) => {
        remembered.messages.push(request.content);
        return script.sms ?? "sent";
      },
      swap: async () => script.swap ?? "swapped",
    },
    clock: { now: () => Date.UTC(2026, 2, 29, 8, 55) },
    pause: async (ms) => {
      remembered.pauses.push(ms);
    },
  };
}
