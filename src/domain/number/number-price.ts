import type { NumberRequest } from "../clinic/clinic-request.ts";
import type { PlatformNumber } from "./ports.ts";

/** US cents a month, paid to Retell (retell-api.md 3.4); an imported number is paid to its carrier. */
export function monthlyCentsOf(request: NumberRequest): number {
  if (request.kind === "import") return 0;
  return request.tollFree ? 500 : 200;
}

export function dollars(cents: number): string {
  return `$${(cents / 100).toFixed(2)}`;
}

/** "$2.00 a month" or who else is paid. */
export function priceText(request: NumberRequest): string {
  return request.kind === "import"
    ? "paid to the carrier"
    : `${dollars(monthlyCentsOf(request))} a month, paid to Retell`;
}

const tollFreePrefix = /^\+18(?:00|33|44|55|66|77|88)/u;

/** What a number that is at Retell costs there a month, in US cents. */
export function monthlyCentsOfNumber({ source, phoneNumber }: Pick<PlatformNumber, "source" | "phoneNumber">): number {
  if (source === "imported") return 0;
  return isTollFree(phoneNumber) ? 500 : 200;
}

export function isTollFree(phoneNumber: string): boolean {
  return tollFreePrefix.test(phoneNumber);
}

/** "$2.00 a month, paid to Retell" of a number that is there. */
export function priceOfNumber(number: Pick<PlatformNumber, "source" | "phoneNumber">): string {
  const cents = monthlyCentsOfNumber(number);
  return cents === 0 ? "paid to the carrier" : `${dollars(cents)} a month, paid to Retell`;
}
