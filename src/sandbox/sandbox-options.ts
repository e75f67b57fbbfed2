/** Behaviours that Retell does not document; every one is a switch with a default (retell-api.md 15 unless said otherwise). */
export interface SandboxOptions {
  /** Unknown request keys: refused with 400, or dropped as if never sent (14.4; 15 no. 23). */
  readonly unknownFields: "refuse" | "drop";
  /** Numbers and booleans among dynamic variables: refused with 400, or turned into text (14.4). */
  readonly dynamicVariableValues: "refuse" | "stringify";
  /** Status on editing or publishing what is already published (15 no. 10). */
  readonly publishedChangeStatus: 400 | 422;
  /** `create-agent-version` copies the engine version into a draft of its own, or keeps pointing at the base's (2.4; 15 no. 10). */
  readonly createVersionCopiesEngine: boolean;
  /** Publishing an agent version also freezes its engine version (2.4; 15 no. 10). */
  readonly publishFreezesEngine: boolean;
  /** Function nodes with `tool_type: "shared"`, for which there is no API: 422, or accepted (15 no. 9). */
  readonly sharedTools: "refuse" | "accept";
  /** Status of `repair-agent` (15 no. 11). */
  readonly repairStatus: 200 | 201;
  /** Status on buying or importing a number the workspace has; undocumented, any 4xx that the SDK does not retry. */
  readonly numberTakenStatus: 400 | 422;
  /** Voices outside the emulator's catalogue, such as one cloned in a real workspace: 422, or taken as they are (2.1, 12.3). */
  readonly unknownVoices: "refuse" | "accept";
  /** Tool and webhook addresses on localhost, which the real service blocks (13.4). */
  readonly localUrls: "accept" | "refuse";
  /** Calls at once per workspace (12.5). */
  readonly concurrencyLimit: number;
  /** Longest batch call; Retell names no limit (15 no. 18). */
  readonly maxBatchTasks: number;
}

export const defaultSandboxOptions: SandboxOptions = {
  unknownFields: "refuse",
  dynamicVariableValues: "refuse",
  publishedChangeStatus: 400,
  createVersionCopiesEngine: true,
  publishFreezesEngine: true,
  sharedTools: "refuse",
  repairStatus: 200,
  numberTakenStatus: 400,
  unknownVoices: "refuse",
  localUrls: "accept",
  concurrencyLimit: 20,
  maxBatchTasks: Number.POSITIVE_INFINITY,
};
