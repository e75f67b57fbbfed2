import { alreadyIn } from "../../../src/domain/booking/transactions.ts";
import { openDatabase } from "../../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import { newId } from "../../../src/adapters/system/ids.ts";
import { bookAppointment } from "../../../src/domain/booking/visits/book-appointment.ts";
import { publicHolidays } from "../../../src/domain/booking/calendar/public-holidays.ts";
import type { BookingPorts } from "../../../src/domain/booking/ports.ts";
import { callerOf, playCaller } from "./caller.ts";
import { fastClock } from "./clock.ts";
import { type Task, taskSchema } from "./messages.ts";

/** Runs in each of the processes: carries out orders until it is disconnected. */
export async function runWorker(databasePath: string, startedAt: number): Promise<void> {
  const database = await openDatabase(databasePath, "sandbox");
  const store = sqlStore(database);
  const ports = (clinicId: string, timezone: string): BookingPorts => ({
    clinic: { timezone, language: "fr" },
    database: store.scope(clinicId).booking,
    holidays: publicHolidays(),
    clock: fastClock(startedAt),
    newId,
  });
  process.on("message", (message: unknown) => {
    const task = taskSchema.parse(message);
    void perform(task, ports(task.arena.clinicId, task.arena.timezone)).then((answer) => process.send?.(answer));
  });
  process.once("disconnect", () => void database.close());
  process.send?.({ ready: true });
}

async function perform(task: Task, ports: BookingPorts): Promise<object> {
  if (task.kind === "play") {
    const used = task.unguarded ? { ...ports, database: alreadyIn(ports.database.stores) } : ports;
    return { ledgers: await Promise.all(task.callers.map((plan) => playCaller(plan, task.arena, used))) };
  }
  const { arena, caller, startsAt, typeId } = task;
  const choice = { doctorId: arena.quietDoctorId, startsAt, typeId };
  const result = await bookAppointment({ choice, patient: caller.patient, by: callerOf(caller) }, ports);
  return { id: result.kind === "booked" ? result.appointment.id : result.reason };
}
