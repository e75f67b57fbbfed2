import { setTimeout as wait } from "node:timers/promises";
import { signBody } from "../../../src/adapters/retell/signature.ts";
import { freePort } from "../event-storm/server.ts";
import { type Endpoint, start } from "../provisioning/child.ts";
import { newEvent, newReason, unknownKey } from "./changed-retell.ts";

export const callId = "call_of_tomorrow";

/** Events of a call as they may look next month: with an unknown kind, an unknown reason and unknown keys. */
function bodies(clinicNumber: string): readonly string[] {
  const call = {
    call_id: callId,
    call_type: "phone_call",
    direction: "inbound",
    agent_id: "agent_of_tomorrow",
    from_number: "+14155550101",
    to_number: clinicNumber,
    call_status: "ended",
    start_timestamp: Date.now() - 60_000,
    end_timestamp: Date.now(),
    disconnection_reason: newReason,
    [unknownKey]: { a: 1 },
  };
  return [newEvent, "call_ended", "call_analyzed"].map((event) =>
    JSON.stringify({ event, call, [unknownKey]: "kept" }),
  );
}

/** Starts `serve` and delivers the signed events. @returns the answers' statuses */
export async function deliveredEvents(folder: string, endpoint: Endpoint, number: string): Promise<readonly number[]> {
  const port = await freePort();
  const server = start(["serve", "--port", String(port)], folder, endpoint);
  try {
    const url = `http://127.0.0.1:${port}`;
    await untilItAnswers(`${url}/healthz`);
    const statuses: number[] = [];
    for (const body of bodies(number)) {
      const headers = {
        "content-type": "application/json",
        "x-retell-signature": signBody(body, endpoint.apiKey, Date.now()),
      };
      statuses.push((await fetch(`${url}/api/retell/webhook`, { method: "POST", headers, body })).status);
    }
    await wait(1500);
    return statuses;
  } finally {
    server.kill();
    await server.ended;
  }
}

const longestStartMs = 30_000;

async function untilItAnswers(url: string): Promise<void> {
  const deadline = Date.now() + longestStartMs;
  while (Date.now() < deadline) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok === true) return;
    await wait(100);
  }
  throw new Error(`${url} does not answer`);
}
