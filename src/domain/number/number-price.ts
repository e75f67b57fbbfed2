import type { NumberRequest } from "../clinic/clinic-request.ts";

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
