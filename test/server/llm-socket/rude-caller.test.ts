import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { SOCKET_LIMITS } from "../../../src/server/llm-socket/open-calls.ts";
import { austin } from "../server-fixture.ts";
import { startSocket, withSecret } from "./socket-fixture.ts";

/** An empty binary frame, masked. */
const BINARY = Buffer.from([0x82, 0x80, 0, 0, 0, 0]);

test("a peer that does not answer the close frame gives up its place to the next caller at once", async () => {
  const { server, dial } = await startSocket({
    limits: { ...SOCKET_LIMITS, calls: 1, callsPerClinic: 1, callsPerAddress: 1 },
  });
  const rude = connect({ port: server.port, host: "127.0.0.1", allowHalfOpen: true });
  rude.write(
    [
      `GET /llm-websocket/${withSecret(austin.slug)}/call_rude HTTP/1.1`,
      "Host: voice.example.com",
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      "\r\n",
    ].join("\r\n"),
  );
  await once(rude, "data");
  rude.resume();
  rude.write(BINARY);
  await once(rude, "end");
  const polite = await dial(austin.slug, "call_polite");
  expect(await polite.greeting).toContain(austin.name);
  rude.destroy();
});
