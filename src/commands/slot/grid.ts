import type { Slot } from "../../domain/booking/slot.ts";
import type { SlotGrid } from "../../domain/booking/slot-grid.ts";
import type { Zone } from "../../domain/time/zone.ts";
import { wallTimeAt } from "../../domain/time/zoned-time.ts";

export interface GridColumn {
  readonly title: string;
  holds(slot: Slot): boolean;
  /** What stands where a visit could begin, given the slots that are free then. */
  cell(free: readonly Slot[]): string;
}

interface Columns {
  readonly columns: readonly GridColumn[];
  /** Characters of one column; two spaces stand between them. */
  readonly width: number;
}

/** A line a wall time, a cell a column; empty where no visit could begin. */
export function gridText(
  { columns, width }: Columns,
  { free, possible }: Pick<SlotGrid, "free" | "possible">,
  zone: Zone,
): readonly string[] {
  const fit = (text: string): string => (text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width));
  const line = (time: string, cells: readonly string[]): string =>
    [time.padEnd(5), ...cells.map((cell) => fit(cell))].join("  ").trimEnd();
  const freeAt = byWallTime(free, zone);
  const possibleAt = byWallTime(possible, zone);
  const times = [...possibleAt.keys()].toSorted((a, b) => a.localeCompare(b));
  const cellOf = (time: string, column: GridColumn): string => {
    if (possibleAt.get(time)?.some((slot) => column.holds(slot)) !== true) return "";
    return column.cell((freeAt.get(time) ?? []).filter((slot) => column.holds(slot)));
  };
  return [
    line(
      "",
      columns.map(({ title }) => title),
    ),
    ...times.map((time) =>
      line(
        time,
        columns.map((column) => cellOf(time, column)),
      ),
    ),
  ];
}

function byWallTime(slots: readonly Slot[], zone: Zone): ReadonlyMap<string, readonly Slot[]> {
  const found = new Map<string, Slot[]>();
  for (const slot of slots) {
    const time = wallTimeAt(slot.startsAt, zone);
    found.set(time, [...(found.get(time) ?? []), slot]);
  }
  return found;
}
