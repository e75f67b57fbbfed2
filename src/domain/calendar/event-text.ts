import ical, { ICalEventStatus, ICalEventTransparency } from "ical-generator";
import ICAL from "ical.js";
import type { OwnEvent } from "./ports.ts";

/** A booking as an iCalendar file that CalDAV accepts (RFC 4791 4.1: one event, no METHOD). */
export function eventText({ uid, sequence, from, to, title, changedAt }: OwnEvent): string {
  const calendar = ical({ prodId: { company: "ascendia", product: "ascendia", language: "EN" } });
  calendar.createEvent({
    id: uid,
    sequence,
    start: new Date(from),
    end: new Date(to),
    stamp: new Date(changedAt),
    lastModified: new Date(changedAt),
    summary: title,
    status: ICalEventStatus.CONFIRMED,
    transparency: ICalEventTransparency.OPAQUE,
  });
  return `${calendar.toString()}\r\n`;
}

/** The properties that a write sets. Notes, alarms, guests and anything else that people added stay. */
const ours = ["dtstart", "dtend", "duration", "summary", "sequence", "dtstamp", "last-modified", "status"];
/** A booking happens once, so a write removes these. */
const repetition = ["rrule", "rdate", "exdate"];

/** The calendar's current file with our time and title in the event. An unreadable file is replaced. */
export function changedEventText(standing: string, event: OwnEvent): string {
  const calendar = parsed(standing);
  const component = calendar?.getAllSubcomponents("vevent").find((each) => !each.hasProperty("recurrence-id"));
  const [fresh] = parsed(eventText(event))?.getAllSubcomponents("vevent") ?? [];
  if (calendar === undefined || component === undefined || fresh === undefined) return eventText(event);
  const before: unknown = component.getFirstPropertyValue("sequence");
  for (const name of [...ours, ...repetition]) component.removeAllProperties(name);
  for (const name of ours) for (const property of fresh.getAllProperties(name)) component.addProperty(property);
  // The sequence increases with every change, whoever makes it (RFC 5545 3.8.7.4).
  const sequence = Math.max(event.sequence, typeof before === "number" ? before + 1 : 0);
  component.updatePropertyWithValue("sequence", sequence);
  return `${calendar.toString()}\r\n`;
}

function parsed(text: string): InstanceType<typeof ICAL.Component> | undefined {
  try {
    const jCal: unknown = ICAL.parse(text);
    return Array.isArray(jCal) ? new ICAL.Component(jCal) : undefined;
  } catch {
    return undefined;
  }
}
