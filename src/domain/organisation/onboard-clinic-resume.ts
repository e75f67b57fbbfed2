import type { ClinicNumber } from "../clinic/clinic.ts";
import type { ClinicRequest, NumberRequest } from "../clinic/clinic-request.ts";
import { countryOfTelephone } from "../clinic/telephone.ts";
import { AscendiaError } from "../errors.ts";
import { isTollFree } from "../number/number-price.ts";
import { requireClinic } from "./require-clinic.ts";
import type { Store } from "./stores.ts";

/**
 * The request of an onboarding that stopped after its number was got, put together from the store.
 * @throws not_found; invalid when it stopped before, as the order of the number is then known to its command only
 */
export async function storedRequest(idOrSlug: string, store: Pick<Store, "clinics" | "scope">): Promise<ClinicRequest> {
  const clinic = await requireClinic(idOrSlug, store.clinics);
  const { doctors, openingHours, number, booking } = store.scope(clinic.id);
  const stored = await number.find();
  if (stored === undefined) {
    throw new AscendiaError(
      "invalid",
      `${clinic.slug} has no number yet, and only the first command says which to get.`,
      {
        hint: "Run the command that began it again, with the same flags or file: it continues.",
      },
    );
  }
  const ownHours = await openingHours.ofDoctors();
  const { id: _id, status: _status, createdAt: _createdAt, ...details } = clinic;
  return {
    details,
    hours: await openingHours.ofClinic(),
    doctors: (await doctors.list()).map(({ id, name, specialty, email }) => ({
      name,
      specialty,
      email,
      hours: ownHours.get(id) ?? null,
    })),
    rooms: (await booking.stores.rooms.list()).map(({ name }) => name),
    number: orderOf(stored),
  };
}

/** What would get that number; it is at Retell, so nothing is ordered. */
function orderOf({ source, phoneNumber }: ClinicNumber): NumberRequest {
  if (source === "bought")
    return {
      kind: "buy",
      country: countryOfTelephone(phoneNumber) === "CA" ? "CA" : "US",
      areaCode: null,
      tollFree: isTollFree(phoneNumber),
    };
  return { kind: "import", phoneNumber, terminationUri: "", username: null, passwordVariable: null, transport: null };
}
