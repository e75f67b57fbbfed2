/** Decimals of a cent that are kept. Retell's own figures have fewer. */
const DECIMALS = 12;
const ONE_CENT = 10n ** BigInt(DECIMALS);

/**
 * Exact cents with fractions, so that sums lose nothing. The rule of all reports: a call's cost is the decimal number
 * that Retell wrote, sums are exact, and only displayed amounts are rounded, once, half up, to the cent.
 */
export type ExactCents = bigint;

export const NO_CENTS: ExactCents = 0n;

/** @param cents as Retell wrote them, parsed from JSON: the shortest decimal of that number */
export function exactCents(cents: number): ExactCents {
  const [digits = "0", exponent = "0"] = String(cents).split("e");
  const [whole = "0", fraction = ""] = digits.split(".");
  const places = fraction.length - Number(exponent);
  const units = BigInt(whole + fraction);
  return places <= DECIMALS
    ? units * 10n ** BigInt(DECIMALS - places)
    : roundedBy(units, 10n ** BigInt(places - DECIMALS));
}

export function sumOfCents(all: readonly ExactCents[]): ExactCents {
  return all.reduce((sum, each) => sum + each, NO_CENTS);
}

/** 1234.5625, for programs: rows add up exactly to their total. */
export function centsText(cents: ExactCents): string {
  const [sign, size] = cents < 0n ? ["-", -cents] : ["", cents];
  const fraction = String(size % ONE_CENT)
    .padStart(DECIMALS, "0")
    .replace(/0+$/u, "");
  return `${sign}${size / ONE_CENT}${fraction === "" ? "" : `.${fraction}`}`;
}

/** 12.35, for people. */
export function dollarsText(cents: ExactCents): string {
  const rounded = roundedBy(cents, ONE_CENT);
  const [sign, size] = rounded < 0n ? ["-", -rounded] : ["", rounded];
  return `${sign}${size / 100n}.${String(size % 100n).padStart(2, "0")}`;
}

/** Half up, away from zero. */
function roundedBy(units: bigint, step: bigint): bigint {
  const size = units < 0n ? -units : units;
  const rounded = (size + step / 2n) / step;
  return units < 0n ? -rounded : rounded;
}
