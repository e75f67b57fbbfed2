import * as z from "zod";
import { type NumberRequest, transports } from "../clinic/clinic-request.ts";
import type { ClinicNumber } from "../clinic/clinic.ts";
import { areaCodeOf, countryOfTelephone } from "../clinic/telephone.ts";
import type { Journal } from "../journal/journal.ts";
import { isTollFree } from "../number/number.ts";

/** The number that a clinic's onboarding asked for: `--resume` orders that one, and no other. */
const order = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("buy"),
    country: z.enum(["US", "CA"]),
    areaCode: z.number().nullable(),
    tollFree: z.boolean(),
  }),
  z.object({
    kind: z.literal("import"),
    phoneNumber: z.string(),
    terminationUri: z.string(),
    username: z.string().nullable(),
    passwordVariable: z.string().nullable(),
    transport: z.enum(transports).nullable(),
  }),
]);

const step = "order";

function subjectOf(slug: string): string {
  return `clinic-order:${slug}`;
}

export async function keepOrder(slug: string, number: NumberRequest, journal: Journal): Promise<void> {
  await journal.complete(subjectOf(slug), { step, facts: { order: JSON.stringify(number) } });
}

/** The kept order, unless the clinic's number came another way since; undefined where it is not known. */
export async function keptOrder(
  slug: string,
  stored: ClinicNumber | undefined,
  journal: Pick<Journal, "entries">,
): Promise<NumberRequest | undefined> {
  const entry = (await journal.entries(subjectOf(slug))).find((one) => one.step === step);
  const text = entry?.facts["order"];
  const kept = text === undefined ? undefined : order.parse(JSON.parse(text));
  if (stored === undefined) return kept;
  return kept !== undefined && isOrderOf(kept, stored) ? kept : orderLike(stored);
}

function isOrderOf(kept: NumberRequest, { source, phoneNumber }: ClinicNumber): boolean {
  return kept.kind === "import" ? kept.phoneNumber === phoneNumber : source === "bought";
}

/** A number bought before orders were kept names its own country and area. */
function orderLike({ source, phoneNumber }: ClinicNumber): NumberRequest {
  if (source !== "bought") {
    return { kind: "import", phoneNumber, terminationUri: "", username: null, passwordVariable: null, transport: null };
  }
  const country = countryOfTelephone(phoneNumber) === "CA" ? "CA" : "US";
  const tollFree = isTollFree(phoneNumber);
  const areaCode = country === "US" && !tollFree ? areaCodeOf(phoneNumber) : null;
  return { kind: "buy", country, areaCode, tollFree };
}
