import * as z from "zod";
import { languages } from "../language/language.ts";
import { transports } from "./clinic-request.ts";
import { weekdays } from "./opening-hours.ts";

const text = z.string().trim().min(1);
const mail = z.email().meta({ description: "a mail address" });
const phone = text.meta({ description: "E.164 such as +14155550100, or national digits of the clinic's country" });

const interval = z
  .tuple([z.string(), z.string()])
  .meta({ description: 'opening and closing time, such as ["08:00", "12:30"]' });
const day = z.array(interval).optional();

/** Weekdays left out are closed. */
const weeklyHours = z.strictObject({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day });

const doctor = z.strictObject({
  name: text.meta({ description: "as callers say it, without the title" }),
  specialty: text,
  email: mail.optional(),
  hours: weeklyHours.optional().meta({ description: "where they differ from the clinic's" }),
});

const room = z.strictObject({ name: text });

const buy = z.strictObject({
  country: z.enum(["US", "CA"]).meta({ description: "Retell sells US and CA numbers only" }),
  area_code: z.int().min(200).max(999).optional().meta({ description: "a US area code" }),
  toll_free: z.boolean().optional().meta({ description: "US only" }),
});

const importing = z.strictObject({
  phone_number: phone,
  termination_uri: text.meta({ description: "host of the carrier's SIP trunk, such as trunk.example.com" }),
  username: text.optional(),
  password_env: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/u)
    .optional()
    .meta({ description: "the environment variable that holds the trunk's password" }),
  transport: z.enum(transports).optional().meta({ description: "how Retell speaks to the trunk; TCP when left out" }),
});

const number = z
  .strictObject({ buy: buy.optional(), import: importing.optional() })
  .meta({ minProperties: 1, maxProperties: 1 });

/** clinic.json as it is written. What a form cannot say (zones, phone numbers, hours) is checked in read-clinic-request.ts. */
export const clinicFile = z
  .strictObject({
    $schema: z.string().optional(),
    name: text,
    slug: z.string().optional().meta({ description: "made from the name when left out" }),
    address: text,
    country: text.meta({ description: "ISO 3166-1 alpha-2, such as BJ" }),
    timezone: text.meta({ description: "IANA name, such as Africa/Porto-Novo" }),
    language: z.enum(languages),
    phone: phone.optional(),
    transfer_number: phone.optional(),
    emergency_number: phone.optional(),
    owner_email: mail,
    instructions: text.optional().meta({ description: "what the receptionist should know about this clinic" }),
    hours: weeklyHours,
    doctors: z.array(doctor).min(1),
    rooms: z.array(room).optional().meta({ description: "treatment rooms; when there are any, a visit takes one" }),
    sms: z.boolean().optional(),
    number,
  })
  .meta({ title: "clinic.json of ascendia clinic:onboard" });

export type ClinicFile = z.infer<typeof clinicFile>;

/** Every key that may stand at a place, the places without their list positions ("doctors", "number.buy"). */
export const clinicFileKeys: Readonly<Record<string, readonly string[]>> = {
  "": Object.keys(clinicFile.shape),
  hours: weekdays,
  doctors: Object.keys(doctor.shape),
  "doctors.hours": weekdays,
  rooms: Object.keys(room.shape),
  number: Object.keys(number.shape),
  "number.buy": Object.keys(buy.shape),
  "number.import": Object.keys(importing.shape),
};

/** What templates/clinic.schema.json holds. */
export function clinicFileJsonSchema(): unknown {
  return z.toJSONSchema(clinicFile, { io: "input" });
}
