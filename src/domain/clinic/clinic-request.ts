import type { Clinic, Doctor } from "./clinic.ts";
import type { WeeklyHours } from "./opening-hours.ts";

/** Everything a new clinic provides, checked: phones are E.164, the zone and the hours are valid. */
export interface ClinicRequest {
  readonly details: ClinicDetails;
  readonly hours: WeeklyHours;
  readonly doctors: readonly DoctorRequest[];
  /** Names of treatment rooms; without any, rooms do not limit bookings. */
  readonly rooms: readonly string[];
  readonly number: NumberRequest;
  /** null: the installation's account and its master agent. */
  readonly retell: RequestedRetell | null;
}

/** The clinic's own agent, by its id, in the account of that variable; null: the installation's account. */
export interface RequestedRetell {
  readonly account: string | null;
  readonly agentId: string;
}

/** The clinic as stored, without the fields the installation sets. */
export type ClinicDetails = Omit<Clinic, "id" | "status" | "createdAt" | "retell">;

export interface DoctorRequest extends Pick<Doctor, "name" | "specialty" | "email"> {
  /** null: keeps the clinic's hours. */
  readonly hours: WeeklyHours | null;
}

export interface NumberToBuy {
  readonly kind: "buy";
  readonly country: "US" | "CA";
  readonly areaCode: number | null;
  readonly tollFree: boolean;
}

export const transports = ["TCP", "TLS", "UDP"] as const;
export type Transport = (typeof transports)[number];

/** A number of the clinic's own carrier, reached over a SIP trunk. The password stays in the environment. */
export interface NumberToImport {
  readonly kind: "import";
  readonly phoneNumber: string;
  readonly terminationUri: string;
  readonly username: string | null;
  readonly passwordVariable: string | null;
  /** null: Retell's default, TCP (docs/retell.md 3.3). */
  readonly transport: Transport | null;
}

export type NumberRequest = NumberToBuy | NumberToImport;
