import { z } from "zod";

const optionalText = z.string().optional().catch(undefined);

const analysisSchema = z.object({
  call_summary: optionalText,
  user_sentiment: optionalText,
  call_successful: z.boolean().optional().catch(undefined),
  in_voicemail: z.boolean().optional().catch(undefined),
  custom_analysis_data: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

/** What Retell's analysis found after a call (docs/retell.md 5.4). */
type CallAnalysis = z.output<typeof analysisSchema>;

export function readAnalysis(json: string | null): CallAnalysis {
  return json === null ? {} : analysisSchema.parse(JSON.parse(json));
}

/** A text that the analysis was asked to extract (templates/master-agent); null: missing or empty. */
export function foundOut(analysisJson: string | null, name: string): string | null {
  const value = readAnalysis(analysisJson).custom_analysis_data?.[name];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

/** The caller's message for the clinic. */
export function messageLeftIn({ analysisJson }: { readonly analysisJson: string | null }): string | null {
  return foundOut(analysisJson, "callback_message");
}

const transferSchema = z.object({ event: z.string(), destination: z.string().nullable(), receivedAt: z.number() });

/** One transfer event of a call; `destination` is a number or a SIP address. */
export type Transfer = Readonly<z.output<typeof transferSchema>>;

export function readTransfers(json: string | null): readonly Transfer[] {
  return json === null ? [] : z.array(transferSchema).parse(JSON.parse(json));
}
