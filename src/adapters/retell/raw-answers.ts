import type Retell from "retell-sdk";
import * as z from "zod";
import type { RawAnswers } from "../../domain/agent/contract-drift.ts";
import { retellReply } from "./errors.ts";

const pageOfAnything = z.object({ items: z.array(z.unknown()) });
const anything = z.array(z.unknown());

/** Answers as they come, for comparing their keys with those we know; one page of each is enough for that. */
export function retellRawAnswers(client: Retell): RawAnswers {
  return {
    numbers: async () =>
      (await retellReply("list the numbers", pageOfAnything, () => client.phoneNumber.list({ limit: 1000 }))).items,
    voices: () => retellReply("list the voices", anything, () => client.voice.list()),
  };
}
