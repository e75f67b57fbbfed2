import { PassThrough } from "node:stream";
import { ServerResponse, IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import { Connections } from "../../src/server/connections.ts";
import { RequestBodies } from "../../src/server/request-bodies.ts";

test("of too many bodies, the one unfinished longest is cut off, by bytes and by number", () => {
  const cut: string[] = [];
  const bodies = new RequestBodies({ totalBytes: 100, bodies: 3 });
  const begin = (name: string, bytes: number) => bodies.begin(bytes, () => cut.push(name));
  begin("stalled", 40);
  const grows = begin("grows", 0);
  grows.grow(50);
  expect([cut, bodies.unfinishedBytes]).toEqual([[], 90]);
  grows.grow(20);
  expect([cut, bodies.unfinishedBytes]).toEqual([["stalled"], 70]);
  begin("second", 0);
  begin("third", 0);
  begin("fourth", 0);
  expect(cut).toEqual(["stalled", "grows"]);
  grows.grow(1_000);
  grows.end();
  expect(bodies.unfinishedBytes).toBe(0);
  expect(bodies.text()).toContain("ascendia_http_cut_off_bodies_total 2");
});

test("a body that ends releases its bytes, once", () => {
  const bodies = new RequestBodies({ totalBytes: 100, bodies: 3 });
  const open = bodies.begin(60, () => expect.unreachable("it is within the limit"));
  open.end();
  open.end();
  bodies.begin(100, () => expect.unreachable("it is within the limit"));
  expect(bodies.unfinishedBytes).toBe(100);
});

test("of too many connections, the one idle longest is closed, never one that is being answered", () => {
  const connections = new Connections(2);
  const [busy, idle, late] = [new PassThrough(), new PassThrough(), new PassThrough()];
  connections.opened(busy);
  connections.asked(busy, new ServerResponse(new IncomingMessage(new Socket())));
  connections.opened(idle);
  connections.opened(late);
  expect([busy, idle, late].map(({ destroyed }) => destroyed)).toEqual([false, true, false]);
  expect(connections.text()).toContain("ascendia_http_closed_idle_connections_total 1");
});

test("when every other connection is being answered, the newest is closed", () => {
  const connections = new Connections(1);
  const [busy, late] = [new PassThrough(), new PassThrough()];
  connections.opened(busy);
  connections.asked(busy, new ServerResponse(new IncomingMessage(new Socket())));
  connections.opened(late);
  expect([busy.destroyed, late.destroyed]).toEqual([false, true]);
});
