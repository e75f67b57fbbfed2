import { spokenDoctors } from "../../domain/booking/spoken-questions.ts";
import type { FunctionAnswer } from "../ports.ts";
import type { Desk } from "./clinic-desk.ts";

export async function getDoctors({ spoken }: Desk): Promise<FunctionAnswer> {
  return { ...spokenDoctors(spoken.doctors, spoken.language) };
}
