import type { AllClinicStores } from "../../domain/fleet/ports.ts";
import type { Owners } from "./view.ts";

export async function ownersOf({ doctors, booking }: AllClinicStores): Promise<Owners> {
  return { doctors: await doctors.list(), rooms: await booking.stores.rooms.list() };
}
