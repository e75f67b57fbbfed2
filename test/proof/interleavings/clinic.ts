import { newId } from "../../../src/adapters/system/ids.ts";
import { plainType } from "../../../src/domain/booking/setup/clinic-setup.ts";
import type { AppointmentType } from "../../../src/domain/booking/ports.ts";
import { parseOpeningHours } from "../../../src/domain/clinic/opening-hours.ts";
import type { Store } from "../../../src/domain/fleet/ports.ts";
import { addDays } from "../../../src/domain/time/wall-date.ts";
import { dateAt } from "../../../src/domain/time/zoned-time.ts";
import type { Arena } from "./messages.ts";
import { type Random, oneOf } from "./random.ts";
import { testClinic } from "../../fakes/test-clinic.ts";

/** A clinic with few slots, so that callers collide: one or two doctors, often fewer rooms, visits with buffers. */
export async function openArena(store: Store, random: Random, now: number): Promise<Arena> {
  const clinicId = newId();
  const timezone = oneOf(["Africa/Porto-Novo", "America/Toronto", "America/Chicago"], random) ?? "Africa/Porto-Novo";
  await store.clinics.add(
    testClinic({
      id: clinicId,
      slug: `clinic-${clinicId}`,
      name: "Test Clinic",
      address: "1 Test Street",
      country: "BJ",
      timezone,
      ownerEmail: "owner@example.com",
      createdAt: now,
    }),
  );
  const { doctors, openingHours, booking } = store.scope(clinicId);
  const ids = Array.from({ length: random() < 0.5 ? 2 : 3 }, () => newId());
  for (const [index, id] of ids.entries()) {
    await doctors.add({ id, name: `Doctor ${index} Test`, specialty: "Dentiste", email: null, active: true });
  }
  await openingHours.setForClinic(parseOpeningHours("Mon-Sun 08:00-11:00"));
  const rooms = oneOf([0, 1, 2], random) ?? 0;
  for (let index = 0; index < rooms; index += 1) {
    await booking.stores.rooms.add({ id: newId(), name: `Salle ${index}`, active: true });
  }
  for (const type of typesOf(random)) await booking.stores.types.add(type);
  const [quietDoctorId = "", ...doctorIds] = ids;
  return { clinicId, timezone, date: addDays(dateAt(now, timezone), 20), doctorIds, quietDoctorId };
}

/** None, or visits longer than the slot interval: they collide at different starts, which no unique index prevents. */
function typesOf(random: Random): readonly AppointmentType[] {
  const name = { fr: "Visite", en: "Visit", es: "Visita" };
  const plain = { ...plainType, id: newId(), name };
  const long = {
    ...plain,
    id: newId(),
    name: { fr: "Longue", en: "Long", es: "Larga" },
    minutes: 45,
    bufferAfterMinutes: 15,
  };
  return oneOf([[], [long], [plain, long]], random) ?? [];
}
