import { z } from "zod";

const transferSchema = z.object({ event: z.string(), destination: z.string().nullable(), receivedAt: z.number() });

/** What one transfer event told of a call; `destination` is a number or a SIP address. */
export type Transfer = Readonly<z.output<typeof transferSchema>>;

export function readTransfers(json: string | null): readonly Transfer[] {
  return json === null ? [] : z.array(transferSchema).parse(JSON.parse(json));
}
