/** The wall clock of a zone as Intl shows it, independent of the Temporal that the rules are built on. */
export function wallClock(zone: string): (instant: number) => { readonly date: string; readonly minutes: number } {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  return (instant) => {
    const [, date = "", hour = "", minute = ""] = /^(\S+), (\d+):(\d+)/.exec(format.format(instant)) ?? [];
    return { date, minutes: Number(hour) * 60 + Number(minute) };
  };
}
