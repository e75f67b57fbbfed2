import { expect, it } from "vitest";
import { readableLine } from "../../../src/adapters/system/log.ts";

const time = Date.UTC(2026, 10, 29, 12, 34, 56);
const at = new Date(time).toTimeString().slice(0, 8);

it.each([
  [
    {
      level: 30,
      time,
      requestId: "r1",
      route: "/api/book-appointment",
      status: 200,
      ms: 12.34,
      clinic: "a",
      msg: "request",
    },
    `${at}  200  /api/book-appointment  12 ms  a`,
  ],
  [
    { level: 40, time, requestId: "r1", route: "none", status: 404, ms: 0.42, msg: "request" },
    `${at}  404  none  0.4 ms`,
  ],
  [
    { level: 30, time, route: "/api/x", status: 200, ms: 1, clinic: "a", function: "book", ok: true, msg: "request" },
    `${at}  200  /api/x  1.0 ms  a  function=book ok=true`,
  ],
  [{ level: 50, time, reason: "disk full", msg: "not ready" }, `${at}  ERROR  not ready  reason=disk full`],
  [
    { level: 50, time, stack: "Error: x\n    at y", msg: "unexpected failure" },
    `${at}  ERROR  unexpected failure  stack=Error: x ⏎ at y`,
  ],
  [{ level: 30, time, name: "\u001B[31mred", msg: "job" }, `${at}  job  name=[31mred`],
])("a person reads %j", (entry, line) => {
  expect(readableLine(JSON.stringify(entry))).toBe(line);
});
