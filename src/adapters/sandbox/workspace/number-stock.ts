import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { badRequest } from "../http/api-error.ts";
import type { NumberToBuy } from "../schemas/phone-number-schema.ts";
import { findDocument } from "../store/documents.ts";
import type { Queries } from "../store/open-sandbox-database.ts";

const defaultAreaCodes = { US: 415, CA: 514 } as const;
const tollFreeCode = 833;

/** The number sold for this order: the one asked for, else the next of the area code's series. */
export const numberToSell = async (order: NumberToBuy, queries: Queries): Promise<string> => {
  checkOrder(order);
  if (order.phone_number !== undefined) return order.phone_number;
  const country = order.country_code ?? "US";
  const areaCode = order.area_code ?? (order.toll_free === true ? tollFreeCode : defaultAreaCodes[country]);
  for (;;) {
    const number = seriesNumber(areaCode, await takeFromSeries(areaCode, queries));
    if ((await findDocument({ kind: "phone_number", id: number }, queries)) === undefined) return number;
  }
};

const checkOrder = (order: NumberToBuy): void => {
  if (order.number_provider === "telnyx" && order.country_code === "CA") {
    throw badRequest("Invalid request format: number_provider: telnyx sells US numbers only, use twilio for CA.");
  }
  if (order.area_code !== undefined) checkAreaCode(order, order.area_code);
  if (order.phone_number !== undefined) checkSpecificNumber(order, order.phone_number);
};

const checkAreaCode = (order: NumberToBuy, areaCode: number): void => {
  if (order.country_code === "CA") {
    throw badRequest("Invalid request format: area_code: only US area codes can be chosen; leave it out for CA.");
  }
  if (order.toll_free === true) {
    throw badRequest("Invalid request format: area_code: a toll-free number has none; leave it out.");
  }
  if (parsePhoneNumberFromString(`+1${areaCode}5550100`)?.country === "US") return;
  throw badRequest(`Invalid request format: area_code: ${areaCode} is not a US area code.`);
};

const checkSpecificNumber = (order: NumberToBuy, phoneNumber: string): void => {
  const parsed = parsePhoneNumberFromString(phoneNumber);
  if (parsed?.number !== phoneNumber)
    throw refusedNumber("must be an E.164 number: +, country code, number, no spaces");
  if (parsed.countryCallingCode !== "1") {
    const where = parsed.country ?? `+${parsed.countryCallingCode}`;
    throw refusedNumber(
      `only US and CA numbers are sold, not ${where}; import it over a SIP trunk with POST /import-phone-number`,
    );
  }
  if (!parsed.isValid()) throw refusedNumber("is no number that can exist");
  const isTollFree = /^\+18(?:00|33|44|55|66|77|88)/u.test(phoneNumber);
  const country = order.country_code ?? "US";
  if (isTollFree || parsed.country === country) return;
  throw refusedNumber(`belongs to ${parsed.country ?? "no country"}, not to country_code ${country}`);
};

const refusedNumber = (why: string): Error => badRequest(`Invalid request format: phone_number: ${why}.`);

/** How many of the area code were sold before; a released number is never sold again. */
const takeFromSeries = async (areaCode: number, queries: Queries): Promise<number> => {
  const row = await queries
    .insertInto("number_series")
    .values({ area_code: areaCode, taken: 1 })
    .onConflict((conflict) =>
      conflict.column("area_code").doUpdateSet((taken) => ({ taken: taken("number_series.taken", "+", 1) })),
    )
    .returning("taken")
    .executeTakeFirstOrThrow();
  return row.taken - 1;
};

const lineNumbers = 10_000;

/** 555-0100 to 555-0199, which nobody can have, come first; then the rest of 555, then 556 and on. */
const seriesNumber = (areaCode: number, sold: number): string => {
  const exchange = 555 + Math.floor(sold / lineNumbers);
  const line = (sold + 100) % lineNumbers;
  return `+1${areaCode}${exchange}${String(line).padStart(4, "0")}`;
};
