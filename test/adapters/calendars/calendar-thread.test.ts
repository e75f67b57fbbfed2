import { once } from "node:events";
import { resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, it } from "vitest";

const question = { span: { from: Date.UTC(2027, 0, 1), to: Date.UTC(2028, 0, 1) }, zone: "Europe/Paris" };

function calendar(...events: readonly (readonly string[])[]): string {
  const texts = events.map((event) => `BEGIN:VEVENT\r\nDURATION:PT1H\r\n${event.join("\r\n")}\r\nEND:VEVENT`);
  return ["BEGIN:VCALENDAR", ...texts, "END:VCALENDAR", ""].join("\r\n");
}

it("gives up a rule that never matches, and reads all other events and calendars", async () => {
  const never = ["DTSTART:20270302T090000Z", "RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=MO"];
  const texts = [
    calendar(never, ["UID:2", "DTSTART:20270304T090000Z"], never, ["UID:3", "DTSTART:20270305T090000Z"]),
    calendar(["DTSTART:20270306T090000Z", "RRULE:FREQ=DAILY;COUNT=2"]),
  ];
  const worker = new Worker(resolve("dist/calendar-thread.cjs"), { workerData: { texts, question } });
  const messages: readonly unknown[] = await once(worker, "message");
  expect(messages[0]).toMatchObject([
    {
      busy: [2, 4, 5].map((day) => ({ from: Date.UTC(2027, 2, day, 9), to: Date.UTC(2027, 2, day, 10) })),
      problems: ["an event has a recurrence rule that cannot be followed to its end"],
    },
    { busy: [{}, {}], problems: [] },
  ]);
});
