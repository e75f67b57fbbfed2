/** The specifications of June and October 2026, and what Retell has announced for February 2027. */
export const apiDays = { "2026-06": "2026-06-25", "2026-10": "2026-10-04", "2027-02": "2027-02-28" } as const;

export type ApiDate = keyof typeof apiDays;

/** Behaviours that Retell does not document; each is a switch with a default (docs/retell.md 15 unless noted). */
export interface SandboxOptions {
  /**
   * Unknown request keys: refused with 400, kept and returned, or dropped as if never sent (14.4; 15.23). `keep` also
   * accepts unknown values for Retell's lists, such as a model's name.
   */
  readonly unknownFields: "refuse" | "keep" | "drop";
  /** The date of the emulated API (16). */
  readonly asOf: ApiDate;
  /** Numbers and booleans as dynamic variables: refused with 400, or converted to text (14.4). */
  readonly dynamicVariableValues: "refuse" | "stringify";
  /** Status for editing or publishing a version that is already published (docs/retell.md 15.10). */
  readonly publishedChangeStatus: 400 | 422;
  /** Whether `create-agent-version` copies the engine version into a new draft (docs/retell.md 2.4, 15.10). */
  readonly createVersionCopiesEngine: boolean;
  /** Whether publishing an agent version also freezes its engine version (docs/retell.md 2.4, 15.10). */
  readonly publishFreezesEngine: boolean;
  /** Function nodes with `tool_type: "shared"`, which no API can create: 422, or accepted (docs/retell.md 15.9). */
  readonly sharedTools: "refuse" | "accept";
  /** Status of `repair-agent` (docs/retell.md 15.11). */
  readonly repairStatus: 200 | 201;
  /** Status for buying or importing a number that the workspace already has; any 4xx that the SDK does not retry. */
  readonly numberTakenStatus: 400 | 422;
  /** Voices outside the emulator's catalogue, such as cloned ones: 422, or accepted (docs/retell.md 2.1, 12.3). */
  readonly unknownVoices: "refuse" | "accept";
  /**
   * Rules that the specification states only in words, and references such as ids: applied, or left out so that every
   * body of the right shape is accepted (14.4).
   */
  readonly wordedRules: "apply" | "leave_out";
  /** Tool and webhook URLs on localhost, which the real service blocks (docs/retell.md 13.4). */
  readonly localUrls: "accept" | "refuse";
  /** Concurrent calls per workspace (docs/retell.md 12.5). */
  readonly concurrencyLimit: number;
  /** Most tasks in a batch call; Retell names no limit (docs/retell.md 15.18). */
  readonly maxBatchTasks: number;
}

export const defaultSandboxOptions: SandboxOptions = {
  unknownFields: "refuse",
  asOf: "2026-10",
  dynamicVariableValues: "refuse",
  publishedChangeStatus: 400,
  createVersionCopiesEngine: true,
  publishFreezesEngine: true,
  sharedTools: "accept",
  repairStatus: 200,
  numberTakenStatus: 400,
  unknownVoices: "refuse",
  wordedRules: "apply",
  localUrls: "accept",
  concurrencyLimit: 20,
  maxBatchTasks: Number.POSITIVE_INFINITY,
};
