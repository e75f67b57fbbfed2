/** What drives calls over the socket: the master flow, or the clinic's own instructions. */
export const dialogueModes = ["flow", "prompt"] as const;
export type DialogueMode = (typeof dialogueModes)[number];

/** How a clinic's calls over the socket work; null: inherit the default, else ascendia's built-in value. */
export interface DialogueSettings {
  readonly mode: DialogueMode | null;
  readonly instructions: string | null;
  /** The name of a model at OPENAI_BASE_URL. */
  readonly model: string | null;
  /** Retell's voice id, for the clinic's own agent. */
  readonly voice: string | null;
  /** 0 to 1 (docs/retell.md 8.3, `update_agent`). */
  readonly responsiveness: number | null;
  /** 0 to 1. */
  readonly interruptionSensitivity: number | null;
  readonly reminderTriggerMs: number | null;
  readonly reminderMaxCount: number | null;
}

export const inheritingDialogue: DialogueSettings = {
  mode: null,
  instructions: null,
  model: null,
  voice: null,
  responsiveness: null,
  interruptionSensitivity: null,
  reminderTriggerMs: null,
  reminderMaxCount: null,
};

export interface DialogueSettingsStore {
  /** The settings of the clinic, or of the default; unset fields inherit. */
  read(): Promise<DialogueSettings>;
  save(settings: DialogueSettings): Promise<void>;
}

/** Where a value comes from: the clinic, the default for all clinics, or ascendia. */
export type SettingSource = "own" | "default" | "built in";

export interface EffectiveSetting<T> {
  readonly value: T | null;
  readonly source: SettingSource;
}

export type EffectiveDialogue = {
  readonly [Name in keyof DialogueSettings]: EffectiveSetting<NonNullable<DialogueSettings[Name]>>;
};

export function effectiveDialogue(own: DialogueSettings, defaults: DialogueSettings): EffectiveDialogue {
  const of = <Name extends keyof DialogueSettings>(name: Name) => effective(own[name], defaults[name]);
  return {
    mode: of("mode"),
    instructions: of("instructions"),
    model: of("model"),
    voice: of("voice"),
    responsiveness: of("responsiveness"),
    interruptionSensitivity: of("interruptionSensitivity"),
    reminderTriggerMs: of("reminderTriggerMs"),
    reminderMaxCount: of("reminderMaxCount"),
  };
}

function effective<T>(own: T, fallback: T): EffectiveSetting<NonNullable<T>> {
  if (own !== null && own !== undefined) return { value: own, source: "own" };
  if (fallback !== null && fallback !== undefined) return { value: fallback, source: "default" };
  return { value: null, source: "built in" };
}
