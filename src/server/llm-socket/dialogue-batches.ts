import type { DialogueStates, KeptDialogue, SocketDirectory } from "../../domain/dialogue/ports.ts";

export interface KeepingManner {
  readonly atOnce: boolean;
  readonly failed: (error: unknown) => void;
}

/** Longer than a disk write, shorter than a reconnect. */
const TOGETHER_MS = 250;

/**
 * Writes the dialogues of open calls to the database in batches. Every turn of every call changes one, and each commit
 * waits for the disk, so those of a quarter of a second are written together. A call that reconnects to this process
 * still sees its latest dialogue.
 */
export class DialogueBatches {
  readonly #directory: Pick<SocketDirectory, "statesOf" | "keep">;
  readonly #manner: KeepingManner;
  #waiting = new Map<string, KeptDialogue>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(directory: Pick<SocketDirectory, "statesOf" | "keep">, manner: KeepingManner) {
    this.#directory = directory;
    this.#manner = manner;
  }

  of(clinicId: string): DialogueStates {
    return {
      find: async (callId, since) => {
        const waiting = this.#waiting.get(keyOf(clinicId, callId));
        if (waiting !== undefined) return waiting.state;
        await this.#writing;
        return this.#directory.statesOf(clinicId).find(callId, since);
      },
      save: async (dialogue) => {
        this.#waiting.set(keyOf(clinicId, dialogue.callId), { clinicId, ...dialogue });
        if (this.#manner.atOnce) await this.flush();
        else this.#timer ??= setTimeout(() => void this.flush(), TOGETHER_MS);
      },
    };
  }

  /** Resolves when all are stored. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const dialogues = [...this.#waiting.values()];
    this.#waiting = new Map();
    this.#writing = this.#writing.then(() => this.#write(dialogues));
    await this.#writing;
  }

  async #write(dialogues: readonly KeptDialogue[]): Promise<void> {
    if (dialogues.length === 0) return;
    try {
      await this.#directory.keep(dialogues);
    } catch (error) {
      this.#manner.failed(error);
    }
  }
}

function keyOf(clinicId: string, callId: string): string {
  return `${clinicId} ${callId}`;
}
