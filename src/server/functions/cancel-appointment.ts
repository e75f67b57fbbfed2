import { cancelAppointment as cancel } from "../../domain/booking/cancel-appointment.ts";
import { spokenCancelled, spokenRefusal } from "../../domain/booking/spoken-appointments.ts";
import type { FunctionAnswer } from "../ports.ts";
import { changeClaimed } from "./claimed.ts";
import type { Desk } from "./clinic-desk.ts";

export async function cancelAppointment(desk: Desk): Promise<FunctionAnswer> {
  const { bookings, spoken } = desk;
  const answer = await changeClaimed(desk, async (claimed) => {
    const outcome = await cancel(claimed, bookings);
    if (outcome.kind !== "cancelled") return { ...spokenRefusal(outcome, spoken) };
    return { ...spokenCancelled(outcome, spoken), cancelled: "true" };
  });
  return { cancelled: "false", ...answer };
}
