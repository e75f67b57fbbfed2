import { doctorName } from "../../domain/clinic/doctor-name.ts";
import type { Room } from "../../domain/booking/ports.ts";
import type { SlotGrid } from "../../domain/booking/slots/availability.ts";
import { type Slot, slotIdOf } from "../../domain/booking/slots/slot.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import type { Translated } from "../../domain/language/language.ts";
import { spokenDate } from "../../domain/language/dates/spoken-date.ts";
import { type Zone, dateAt, wallTimeAt } from "../../domain/time/zoned-time.ts";
import { terminalSafe } from "../../terminal/table.ts";
import { displayWidth, shortened } from "../../terminal/text-width.ts";

export interface GridColumn {
  readonly title: string;
  holds(slot: Slot): boolean;
  /** The cell for a possible start time, given its free slots. */
  cell(free: readonly Slot[]): string;
}

interface Columns {
  readonly columns: readonly GridColumn[];
  /** What one column usually takes; two spaces separate columns. */
  readonly usual: number;
  /** Most columns side by side. */
  readonly most: number;
  /** The terminal's width; without one, nothing is shortened. */
  readonly terminal: number | undefined;
}

const TIME_WIDTH = 5;
const GAP = 2;

/** As many columns side by side as the terminal takes, the others below. */
export function gridText(
  { columns, usual, most, terminal }: Columns,
  grid: Pick<SlotGrid, "free" | "possible">,
  zone: Zone,
): readonly string[] {
  const perBlock =
    terminal === undefined ? most : Math.min(most, Math.max(1, Math.floor((terminal - TIME_WIDTH) / (usual + GAP))));
  const width = terminal === undefined ? undefined : usual;
  const count = Math.ceil(columns.length / perBlock);
  return Array.from({ length: count }, (_, index) => {
    const block = columns.slice(index * perBlock, (index + 1) * perBlock);
    return [...(index === 0 ? [] : [""]), ...blockLines({ columns: block, usual, width }, grid, zone)];
  }).flat();
}

interface Block extends Pick<Columns, "columns" | "usual"> {
  /** The width to which cells are shortened. */
  readonly width: number | undefined;
}

/** One line per wall time, one cell per column; empty where no visit can start. */
function blockLines(
  { columns, usual, width }: Block,
  { free, possible }: Pick<SlotGrid, "free" | "possible">,
  zone: Zone,
): readonly string[] {
  const freeAt = byWallTime(free, zone);
  const possibleAt = byWallTime(possible, zone);
  const times = [...possibleAt.keys()].toSorted((a, b) => a.localeCompare(b));
  const cellOf = (time: string, column: GridColumn): string => {
    if (possibleAt.get(time)?.some((slot) => column.holds(slot)) !== true) return "";
    return column.cell((freeAt.get(time) ?? []).filter((slot) => column.holds(slot)));
  };
  const rows = [
    ["", ...columns.map(({ title }) => title)],
    ...times.map((time) => [time].concat(columns.map((column) => cellOf(time, column)))),
  ];
  const longest = Math.max(usual, ...rows.flatMap(([, ...cells]) => cells.map(displayWidth)));
  const taken = width ?? longest;
  const fit = (cell: string): string => {
    const shown = shortened(cell, taken);
    return shown + " ".repeat(taken - displayWidth(shown));
  };
  return rows.map(([time = "", ...cells]) => [time.padEnd(TIME_WIDTH), ...cells.map(fit)].join("  ").trimEnd());
}

function byWallTime(slots: readonly Slot[], zone: Zone): ReadonlyMap<string, readonly Slot[]> {
  const found = new Map<string, Slot[]>();
  for (const slot of slots) {
    const time = wallTimeAt(slot.startsAt, zone);
    found.set(time, [...(found.get(time) ?? []), slot]);
  }
  return found;
}

interface GridWords {
  readonly locale: string;
  readonly day: (date: string) => string;
  readonly week: (date: string) => string;
  readonly free: string;
  readonly closed: string;
  readonly noneFree: string;
  readonly noRoom: string;
  readonly next: (date: string) => string;
  readonly letters: string;
  readonly taken: string;
  readonly doctors: (count: number) => string;
}

export const gridWords: Translated<GridWords> = {
  fr: {
    locale: "fr-FR",
    day: (date) => date,
    week: (date) => `semaine du ${date}`,
    free: "libre",
    closed: "Fermé.",
    noneFree: "Aucun créneau libre.",
    noRoom: "Aucune salle n'est en service : rien ne peut être réservé (room:update <salle> --active).",
    next: (date) => `Prochaine date libre : ${date}.`,
    letters: "libre chez",
    taken: "· = pris, ou trop tôt ou trop loin pour un appelant",
    doctors: (count) => `${count} libres`,
  },
  en: {
    locale: "en-US",
    day: (date) => date,
    week: (date) => `week of ${date}`,
    free: "free",
    closed: "Closed.",
    noneFree: "No free slots.",
    noRoom: "No room is in use: nothing can be booked (room:update <room> --active).",
    next: (date) => `Next free date: ${date}.`,
    letters: "free with",
    taken: "· = taken, or too soon or too far ahead for a caller",
    doctors: (count) => `${count} free`,
  },
  es: {
    locale: "es-MX",
    day: (date) => date,
    week: (date) => `semana del ${date}`,
    free: "libre",
    closed: "Cerrado.",
    noneFree: "No hay horas libres.",
    noRoom: "No hay ninguna sala en uso: no se puede dar ninguna cita (room:update <sala> --active).",
    next: (date) => `Próxima fecha libre: ${date}.`,
    letters: "libre con",
    taken: "· = ocupada, o demasiado pronto o demasiado lejos para quien llama",
    doctors: (count) => `${count} libres`,
  },
};

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

/** A week has one column per day, a day one column per doctor. */
export function gridView(grid: SlotGrid, place: Place, terminal: number | undefined): string {
  const { language, timezone, name } = place.clinic;
  const words = gridWords[language];
  const [first = ""] = grid.dates;
  const isWeek = grid.dates.length > 1;
  const date = spokenDate(first, language, true);
  return [
    terminalSafe(`${name} — ${isWeek ? words.week(date) : words.day(date)} (${timezone})`),
    "",
    ...bodyLines(grid, place, terminal),
    ...(grid.free.length > 0 ? [] : ["", words.noneFree]),
    ...(place.rooms.length > 0 && place.rooms.every(({ active }) => !active) ? [words.noRoom] : []),
    ...(grid.nextDate === null ? [] : [words.next(spokenDate(grid.nextDate, language))]),
  ].join("\n");
}

function bodyLines(grid: SlotGrid, place: Place, terminal: number | undefined): readonly string[] {
  if (grid.possible.length === 0) return [gridWords[place.clinic.language].closed];
  return grid.dates.length > 1 ? weekLines(grid, place, terminal) : dayLines(grid, place, terminal);
}

const mostLetters = 7;

/** Doctors by letter: "AC" means free with the first and the third. */
function weekLines(grid: SlotGrid, { clinic }: Place, terminal: number | undefined): readonly string[] {
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
    ...gridText({ columns, usual: 8, most: 7, terminal }, grid, timezone),
    "",
    ...(grid.doctors.length > mostLetters ? [] : legend.map((line) => terminalSafe(line))),
    words.taken,
  ];
}

function dayLines(grid: SlotGrid, { clinic, rooms }: Place, terminal: number | undefined): readonly string[] {
  const words = gridWords[clinic.language];
  const columns = grid.doctors.map<GridColumn>(({ id, name }) => ({
    title: terminalSafe(doctorName(name)),
    holds: ({ doctorId }) => doctorId === id,
    cell: ([slot]) => {
      if (slot === undefined) return "·";
      return terminalSafe(rooms.find((room) => room.id === slot.roomId)?.name ?? words.free);
    },
  }));
  return [...gridText({ columns, usual: 12, most: 5, terminal }, grid, clinic.timezone), "", words.taken];
}
