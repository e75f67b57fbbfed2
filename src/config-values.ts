// Parse the values of variables in `config.ts`; undefined: the text is not valid.

export function asPort(value: string): number | undefined {
  const port = Number(value);
  return Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : undefined;
}

export function asMilliseconds(value: string): number | undefined {
  return /^\d+$/.test(value) && Number(value) >= 100 ? Number(value) : undefined;
}

export function asCount(value: string): number | undefined {
  return /^\d{1,6}$/.test(value) ? Number(value) : undefined;
}

export function asLimit(value: string): number | undefined {
  const limit = Number(value);
  return /^\d{1,10}$/.test(value) && limit >= 1 && limit <= 1_000_000_000 ? limit : undefined;
}

/** No carrier accepts more than 150 new calls per second (docs/retell.md 12.5). */
export function asRate(value: string): number | undefined {
  const rate = asCount(value);
  return rate !== undefined && rate >= 1 && rate <= 150 ? rate : undefined;
}

export function asAddresses(value: string): readonly string[] | undefined {
  const addresses = value.split(",").map((address) => address.trim());
  return addresses.every((address) => /^[^\s@:<>;"]+@[^\s@:<>;"]+\.[^\s@:<>;"]+$/u.test(address))
    ? addresses
    : undefined;
}

export function asVoices(value: string): Readonly<Record<string, string>> | undefined {
  const voices: Record<string, string> = {};
  for (const part of value.split(",")) {
    const [, language, voice] = /^\s*([a-z]{2,3})\s*=\s*(\S{1,100})\s*$/u.exec(part) ?? [];
    if (language === undefined || voice === undefined) return undefined;
    voices[language] = voice;
  }
  return voices;
}
