import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

/** An upgrade that is not made: the answer is plain HTTP, and the connection is over. */
export function refuseUpgrade(socket: Duplex, status: number, reason: string): void {
  if (socket.destroyed) return;
  const body = JSON.stringify({ error: reason });
  // Sockets of node:http stay half open: who never hangs up would hold one for ever, and keep the server from ending.
  socket.once("finish", () => socket.destroy());
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
      "connection: close",
      "content-type: application/json; charset=utf-8",
      `content-length: ${Buffer.byteLength(body)}`,
      "",
      body,
    ].join("\r\n"),
  );
}
