import { setTimeout as wait } from "node:timers/promises";
import { openDatabase } from "../../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import type { Store } from "../../../src/domain/fleet/ports.ts";
import { AscendiaError } from "../../../src/errors.ts";
import { testCall } from "../../fakes/test-call.ts";
import { patientOf, visitOf } from "../../fakes/two-clinics.ts";

export interface Written {
  /** The number of acknowledged writes. */
  readonly writes: number;
  /** The error that ended the writing; null: it was stopped. */
  readonly refusal: AscendiaError | null;
  /** The longest time of one write. */
  readonly slowestMs: number;
}

/** Adds, changes and removes rows of many clinics, as servers do, until it is stopped or its writes are refused. */
export async function writeUntil(path: string, stop: AbortSignal): Promise<Written> {
  const store = sqlStore(await openDatabase(path, "sandbox", { ifMissing: "refuse" }));
  let [writes, slowestMs] = [0, 0];
  let refusal: AscendiaError | null = null;
  try {
    const clinics = await store.clinics.list();
    for (let turn = 0; !stop.aborted && refusal === null; turn += 1) {
      const clinic = clinics[turn % clinics.length];
      if (clinic === undefined) throw new Error("there is no clinic");
      for (const write of writesOf(`${process.hrtime.bigint()}`, clinic.id, store)) {
        const begunAt = performance.now();
        try {
          await write();
          writes += 1;
        } catch (error) {
          if (!(error instanceof AscendiaError)) throw error;
          refusal = error;
          break;
        }
        slowestMs = Math.max(slowestMs, performance.now() - begunAt);
      }
      await wait(5);
    }
  } finally {
    await store.close();
  }
  return { writes, refusal, slowestMs };
}

/** A round of writes: rows are added, changed and removed, an appointment moves, and revisions are assigned. */
function writesOf(id: string, clinicId: string, store: Store): readonly (() => Promise<void>)[] {
  const { booking, doctors } = store.scope(clinicId);
  const { patients, appointments } = booking.stores;
  const startsAt = Number(BigInt(id) % 10_000_000_000_000n);
  const visit = (doctorId: string) => visitOf(`visit-${id}`, startsAt, { patientId: `patient-${id}`, doctorId });
  const firstDoctor = async (known: Pick<typeof doctors, "list"> = doctors) => (await known.list())[0]?.id ?? "";
  return [
    () => patients.add(patientOf(`patient-${id}`)),
    async () => appointments.add(visit(await firstDoctor())),
    async () =>
      booking.transact(async (stores) => {
        const doctorId = await firstDoctor(stores.doctors);
        await stores.appointments.update({ ...visit(doctorId), status: "cancelled", updatedAt: 2 });
        await stores.appointments.add({ ...visit(doctorId), id: `again-${id}`, calendarUid: `again-${id}` });
      }),
    () => patients.update(patientOf(`patient-${id}`, { name: "Ana \u{1F600}", email: "ana@example.com" })),
    () => {
      const call = { ...testCall(startsAt, { callId: `call-${id}`, costCents: 1.5 }), clinicId };
      return store.callLedger.rewrite(call.callId, () => ({ call, orders: [] }));
    },
    async () => {
      await store.dialogueDefaults.read();
      await store.servers.seen({
        id: "writer",
        host: "here",
        processId: 1,
        roles: ["web"],
        version: "0",
        startedAt: 1,
        lastRequestAt: startsAt,
      });
      if (startsAt % 2 === 0) await store.servers.left("writer");
    },
    async () => {
      const [doctor] = await doctors.list();
      if (doctor !== undefined) await doctors.update({ ...doctor, specialty: `Dentist ${startsAt % 7}` });
    },
  ];
}
