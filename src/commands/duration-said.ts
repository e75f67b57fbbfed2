/** 48 h, 90 min */
export function durationSaid(minutes: number): string {
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}
