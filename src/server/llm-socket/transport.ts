import type { WebSocket } from "ws";
import type { Transport } from "./ports.ts";

/** The most unsent bytes for a peer that does not read. */
const MOST_BUFFERED_BYTES = 1_048_576;

const FLOODED = 1008;

export function transportOf(client: WebSocket): Transport {
  return {
    send: (text: string): void => {
      if (client.bufferedAmount > MOST_BUFFERED_BYTES) client.terminate();
      else if (client.readyState === client.OPEN) client.send(text);
    },
    close: (code: number, reason: string): void => {
      client.close(code, reason);
      // Stop receiving: a flooding peer keeps sending.
      if (code === FLOODED) client.pause();
    },
    terminate: (): void => client.terminate(),
    ping: (): void => {
      if (client.readyState === client.OPEN) client.ping();
    },
  };
}
