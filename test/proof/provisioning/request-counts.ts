import * as z from "zod";
import type { Endpoint } from "./child.ts";

const log = z.object({ operations: z.record(z.string(), z.number()) });

/** How often each operation was asked of the sandbox, as its own log has it. */
export async function requestCounts({ url, apiKey }: Endpoint): Promise<Readonly<Record<string, number>>> {
  const answer = await fetch(`${url}/_sandbox/requests?limit=1`, { headers: { authorization: `Bearer ${apiKey}` } });
  return log.parse(await answer.json()).operations;
}

export async function forgetRequests({ url, apiKey }: Endpoint): Promise<void> {
  await fetch(`${url}/_sandbox/requests`, { method: "DELETE", headers: { authorization: `Bearer ${apiKey}` } });
}
