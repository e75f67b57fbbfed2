import type { TranscriptRedaction } from "../call/ports.ts";
import type { ClinicDirectory } from "../clinic/ports.ts";
import type { PrivacySettingsStore } from "../clinic/privacy-settings.ts";
import type { Clock } from "../time/ports.ts";
import { redactTranscript } from "./redact-transcript.ts";

interface RedactionPorts {
  readonly clinics: Pick<ClinicDirectory, "find">;
  scope(clinicId: string): { readonly privacySettings: Pick<PrivacySettingsStore, "find"> };
  readonly clock: Clock;
}

/** What each clinic has chosen with clinic:privacy. */
export function transcriptRedaction({ clinics, clock, ...store }: RedactionPorts): TranscriptRedaction {
  return {
    of: async (clinicId) => {
      if (!(await store.scope(clinicId).privacySettings.find()).redactTranscripts) return undefined;
      const clinic = await clinics.find(clinicId);
      const year = new Date(clock.now()).getUTCFullYear();
      return (text) => redactTranscript(text, clinic?.language ?? "fr", year);
    },
  };
}
