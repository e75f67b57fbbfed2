import { z } from "zod";
import { dialogueModes } from "../../domain/clinic/dialogue-settings.ts";

// Values of `meta` that are JSON. Loaded where one is read: zod would cost every command's start 6 ms.

const optional = { text: z.string().nullable().default(null), number: z.number().nullable().default(null) };

export const dialogueSettingsSchema = z.object({
  mode: z.enum(dialogueModes).nullable().default(null),
  instructions: optional.text,
  model: optional.text,
  voice: optional.text,
  responsiveness: optional.number,
  interruptionSensitivity: optional.number,
  reminderTriggerMs: optional.number,
  reminderMaxCount: optional.number,
});

export const pauseSchema = z.object({ reason: z.string(), pausedAt: z.int() });
