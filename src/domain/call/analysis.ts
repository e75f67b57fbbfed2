import { z } from "zod";

const optionalText = z.string().optional().catch(undefined);

const analysisSchema = z.object({
  call_summary: optionalText,
  user_sentiment: optionalText,
  call_successful: z.boolean().optional().catch(undefined),
  in_voicemail: z.boolean().optional().catch(undefined),
  custom_analysis_data: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

/** What Retell found out about a call after it (retell-api.md 5.4). */
export type CallAnalysis = z.output<typeof analysisSchema>;

export function readAnalysis(json: string | null): CallAnalysis {
  return json === null ? {} : analysisSchema.parse(JSON.parse(json));
}

/** A text among what the agent is told to find out (templates/master-agent.json); null: none, or an empty one. */
export function foundOut(analysisJson: string | null, name: string): string | null {
  const value = readAnalysis(analysisJson).custom_analysis_data?.[name];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

/** What the caller wants the clinic to be told. */
export function messageLeftIn({ analysisJson }: { readonly analysisJson: string | null }): string | null {
  return foundOut(analysisJson, "callback_message");
}
