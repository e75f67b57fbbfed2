/**
 * A clock time without a zone, "HH:MM". "24:00" is the end of the day and only valid as an end. Rules compute with
 * minutes since 00:00; a wall time becomes an instant only in zoned-time.ts.
 */
export type WallTime = string;

export const minutesPerDay = 24 * 60;

const wallTimePattern = /^(\d{1,2})(?:\s?[:h]\s?(\d{2})|\s?h)$/i;

/**
 * Minutes since 00:00 for "HH:MM" (also "8:30", "8h30", "8 h"), up to 24:00 = 1440; undefined when it is not a time.
 */
export function minutesOfWallTime(text: string): number | undefined {
  const match = wallTimePattern.exec(text.trim());
  if (match === null) return undefined;
  const hours = Number(match[1]);
  const minutes = Number(match[2] ?? "0");
  if (minutes > 59 || hours * 60 + minutes > minutesPerDay) return undefined;
  return hours * 60 + minutes;
}

/** 485 is "08:05"; 1440 is "24:00". */
export function wallTimeOfMinutes(minutes: number): WallTime {
  return `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

function twoDigits(part: number): string {
  return part < 10 ? `0${part}` : String(part);
}
