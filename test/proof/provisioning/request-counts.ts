import * as z from "zod";
import type { Endpoint } from "./child.ts";

const log = z.object({ operations: z.record(z.string(), z.number()) });

/** How often the sandbox received each operation, by its own log. */
export async function requestCounts({ url, apiKey }: Endpoint): Promise<Readonly<Record<string, number>>> {
  const answer = await fetch(`${url}/_sandbox/requests?limit=1`, { headers: { authorization: `Bearer ${apiKey}` } });
  return log.parse(await answer.json()).operations;
}

export async function forgetRequests({ url, apiKey }: Endpoint): Promise<void> {
  await fetch(`${url}/_sandbox/requests`, { method: "DELETE", headers: { authorization: `Bearer ${apiKey}` } });
}
