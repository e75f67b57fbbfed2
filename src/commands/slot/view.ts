import { doctorName } from "../../domain/booking/phrases.ts";
import type { Room } from "../../domain/booking/records.ts";
import type { Slot } from "../../domain/booking/slot.ts";
import { slotIdOf } from "../../domain/booking/slot.ts";
import type { SlotGrid } from "../../domain/booking/slot-grid.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import { spokenDate } from "../../domain/language/spoken-date.ts";
import { dateAt, wallTimeAt } from "../../domain/time/zoned-time.ts";
import { terminalSafe } from "../../terminal/table.ts";
import { type GridColumn, gridText } from "./grid.ts";
import { gridWords } from "./words.ts";

interface Place {
  readonly clinic: Clinic;
  readonly rooms: readonly Room[];
}

export function gridJson({ dates, doctors, free, nextDate }: SlotGrid, { clinic, rooms }: Place) {
  return {
    clinic: clinic.slug,
    timezone: clinic.timezone,
    from: dates[0],
    to: dates.at(-1),
    next_available_date: nextDate,
    slots: free.map((slot) => ({
      slot_id: slotIdOf(slot),
      date: dateAt(slot.startsAt, clinic.timezone),
      time: wallTimeAt(slot.startsAt, clinic.timezone),
      starts_at: new Date(slot.startsAt).toISOString(),
      doctor_id: slot.doctorId,
      doctor: doctors.find(({ id }) => id === slot.doctorId)?.name,
      room: rooms.find(({ id }) => id === slot.roomId)?.name ?? null,
      type_id: slot.typeId,
    })),
  };
}

/** A week has a column a day, one day a column a doctor; 80 columns hold both. */
export function gridView(grid: SlotGrid, place: Place): string {
  const { language, timezone, name } = place.clinic;
  const words = gridWords[language];
  const [first = ""] = grid.dates;
  const isWeek = grid.dates.length > 1;
  const date = spokenDate(first, language, true);
  return [
    terminalSafe(`${name} — ${isWeek ? words.week(date) : words.day(date)} (${timezone})`),
    "",
    ...bodyLines(grid, place),
    ...(grid.free.length > 0 ? [] : ["", words.noneFree]),
    ...(place.rooms.length > 0 && place.rooms.every(({ active }) => !active) ? [words.noRoom] : []),
    ...(grid.nextDate === null ? [] : [words.next(spokenDate(grid.nextDate, language))]),
  ].join("\n");
}

function bodyLines(grid: SlotGrid, place: Place): readonly string[] {
  if (grid.possible.length === 0) return [gridWords[place.clinic.language].closed];
  return grid.dates.length > 1 ? weekLines(grid, place) : dayLines(grid, place);
}

const mostLetters = 7;

/** Doctors by letter: "AC" is free with the first and the third. */
function weekLines(grid: SlotGrid, { clinic }: Place): readonly string[] {
  const { language, timezone } = clinic;
  const words = gridWords[language];
  const letterOf = new Map(grid.doctors.map(({ id }, index) => [id, String.fromCharCode(65 + index)]));
  const format = new Intl.DateTimeFormat(words.locale, { weekday: "short", day: "numeric", timeZone: "UTC" });
  const cell = (free: readonly Slot[]): string => {
    if (free.length === 0) return "·";
    if (grid.doctors.length > mostLetters) return words.doctors(free.length);
    return free.map(({ doctorId }) => letterOf.get(doctorId) ?? "").join("");
  };
  const columns = grid.dates.map<GridColumn>((date) => ({
    title: format.format(new Date(`${date}T00:00:00Z`)),
    holds: ({ startsAt }) => dateAt(startsAt, timezone) === date,
    cell,
  }));
  const legend = grid.doctors.map(({ id, name }) => `${letterOf.get(id) ?? ""} = ${words.letters} ${doctorName(name)}`);
  return [
    ...gridText({ columns, width: 8 }, grid, timezone),
    "",
    ...(grid.doctors.length > mostLetters ? [] : legend.map((line) => terminalSafe(line))),
    words.taken,
  ];
}

function dayLines(grid: SlotGrid, { clinic, rooms }: Place): readonly string[] {
  const words = gridWords[clinic.language];
  const columns = grid.doctors.map<GridColumn>(({ id, name }) => ({
    title: terminalSafe(doctorName(name)),
    holds: ({ doctorId }) => doctorId === id,
    cell: ([slot]) => {
      if (slot === undefined) return "·";
      return terminalSafe(rooms.find((room) => room.id === slot.roomId)?.name ?? words.free);
    },
  }));
  const perBlock = 5;
  const blocks = Array.from({ length: Math.ceil(columns.length / perBlock) }, (_, index) =>
    gridText({ columns: columns.slice(index * perBlock, (index + 1) * perBlock), width: 12 }, grid, clinic.timezone),
  );
  return [...blocks.flatMap((block) => block.concat("")), words.taken];
}
