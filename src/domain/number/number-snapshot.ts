import type { NumberPlatform, PlatformNumber } from "./ports.ts";

/**
 * The account's numbers as listed once, kept up to date by what is written through it: for a run that asks about a
 * thousand numbers while nobody else changes them. After a write whose outcome is not known it lists anew.
 */
export function numberSnapshot(numbers: NumberPlatform): NumberPlatform {
  const written = new Map<string, PlatformNumber>();
  let listing: Promise<ReadonlyMap<string, PlatformNumber>> | undefined;
  const listed = (): Promise<ReadonlyMap<string, PlatformNumber>> => {
    listing ??= fetchAll(numbers).catch((error: unknown) => {
      listing = undefined;
      throw error;
    });
    return listing;
  };
  const write = async (request: () => Promise<PlatformNumber>): Promise<PlatformNumber> => {
    try {
      const number = await request();
      written.set(number.phoneNumber, number);
      return number;
    } catch (error) {
      listing = undefined;
      throw error;
    }
  };
  return {
    list: async () => [...new Map([...(await listed()), ...written]).values()],
    find: async (phoneNumber) => written.get(phoneNumber) ?? (await listed()).get(phoneNumber),
    buy: (order, binding) => write(() => numbers.buy(order, binding)),
    importNumber: (order, binding) => write(() => numbers.importNumber(order, binding)),
    bind: (phoneNumber, binding) => write(() => numbers.bind(phoneNumber, binding)),
    release: async (phoneNumber) => {
      listing = undefined;
      written.delete(phoneNumber);
      await numbers.release(phoneNumber);
    },
  };
}

async function fetchAll(numbers: NumberPlatform): Promise<ReadonlyMap<string, PlatformNumber>> {
  return new Map((await numbers.list()).map((number) => [number.phoneNumber, number]));
}
