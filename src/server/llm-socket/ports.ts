import type { EffectiveDialogue } from "../../domain/clinic/dialogue-settings.ts";
import type { ClinicNumber } from "../../domain/clinic/clinic.ts";
import type { DialogueOpeners, SocketDirectory, Wait } from "../../domain/dialogue/ports.ts";
import type { SocketLimits } from "./open-calls.ts";

/** What the socket needs beside what the rest of the server has. */
export interface SocketPorts {
  readonly sockets: SocketDirectory;
  readonly openers: DialogueOpeners;
  readonly settingsOf: (clinicId: string) => Promise<EffectiveDialogue>;
  numberOf(clinicId: string): Promise<ClinicNumber | undefined>;
  readonly wait: Wait;
  readonly limits?: SocketLimits;
  /** Dialogues go to the database one by one, as they come. */
  readonly keepAtOnce?: boolean;
}
