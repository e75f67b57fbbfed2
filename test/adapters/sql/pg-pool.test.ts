import { once } from "node:events";
import { type Server, type Socket, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { pgPool } from "../../../src/adapters/sql/postgres/pg-pool.ts";

/** A message of PostgreSQL's protocol (postgresql.org/docs/current/protocol-message-formats.html). */
function message(type: string, body: Buffer | string): Buffer {
  const bytes = Buffer.from(body);
  const length = Buffer.alloc(4);
  length.writeInt32BE(bytes.length + 4);
  return Buffer.concat([Buffer.from(type), length, bytes]);
}

const WELCOME = [message("R", Buffer.alloc(4)), message("Z", "I")];
const SENT_AWAY = message("E", "SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0");

/** Accepts each connection and closes it at once, as a PostgreSQL that is restarting may. */
async function closingServer(): Promise<string> {
  const server: Server = createServer((socket: Socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.end(Buffer.concat([...WELCOME, SENT_AWAY])));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `postgres://ascendia@127.0.0.1:${address.port}/ascendia`;
}

test("a connection that is closed before its first use is refused as transient, and does not end the process", async () => {
  const pool = await pgPool(await closingServer());
  await expect(pool.acquire()).rejects.toMatchObject({ code: "transient" });
  await pool.close();
});
