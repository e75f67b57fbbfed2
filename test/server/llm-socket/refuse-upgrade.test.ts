import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { startSocket } from "./socket-fixture.ts";

test("a refused client that never hangs up holds no connection and does not keep the server from stopping", async () => {
  const { server } = await startSocket();
  const client = connect({ port: server.port, host: "127.0.0.1", allowHalfOpen: true });
  const answer: Buffer[] = [];
  client.on("data", (data: Buffer) => answer.push(data));
  client.write(
    [
      "GET /llm-websocket/nobody/call_1 HTTP/1.1",
      "Host: voice.example.com",
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      "\r\n",
    ].join("\r\n"),
  );
  await once(client, "end");
  expect(Buffer.concat(answer).toString()).toContain("HTTP/1.1 404 Not Found");
  await server.close(0, 0);
  const open = await new Promise((resolve) => server.http.getConnections((_error, count) => resolve(count)));
  expect(open).toBe(0);
  client.destroy();
});
