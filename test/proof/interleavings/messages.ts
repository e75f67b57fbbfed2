import { z } from "zod";

const arenaSchema = z.object({
  clinicId: z.string(),
  timezone: z.string(),
  /** The only date, which all callers want. */
  date: z.string(),
  doctorIds: z.array(z.string()),
  /** Only the retried call books with this doctor. */
  quietDoctorId: z.string(),
});

export type Arena = z.infer<typeof arenaSchema>;

const callerSchema = z.object({
  seed: z.number(),
  callId: z.string(),
  patient: z.object({ name: z.string(), phone: z.string() }),
});

export type CallerPlan = z.infer<typeof callerSchema>;

/** The parent's orders to a process. `unguarded` runs without transactions: the control that must fail. */
export const taskSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("play"), arena: arenaSchema, callers: z.array(callerSchema), unguarded: z.boolean() }),
  z.object({
    kind: z.literal("repeat"),
    arena: arenaSchema,
    caller: callerSchema,
    startsAt: z.number(),
    typeId: z.string().nullable(),
  }),
]);

export type Task = z.infer<typeof taskSchema>;

/** A successful answer, which the table must contain from then on. */
const successSchema = z.object({
  id: z.string(),
  doctorId: z.string(),
  startsAt: z.number(),
  status: z.enum(["scheduled", "rescheduled", "cancelled"]),
});

export const playedSchema = z.object({
  ledgers: z.array(
    z.object({
      callId: z.string(),
      patient: z.string(),
      /** The last answered state of each appointment. */
      appointments: z.array(successSchema),
      answers: z.number(),
      refusals: z.number(),
      repeats: z.number(),
      problems: z.array(z.string()),
    }),
  ),
});

export type Ledger = z.infer<typeof playedSchema>["ledgers"][number];

export const repeatedSchema = z.object({ id: z.string() });
