import type Retell from "retell-sdk";
import * as z from "zod";
import type { RawAnswers } from "../../domain/agent/content/contract-drift.ts";
import { retellReply } from "./errors.ts";

const pageOfAnything = z.object({ items: z.array(z.unknown()) });
const anything = z.array(z.unknown());

/** Unparsed answers, for comparing their keys with the known ones; one page of each is enough. */
export function retellRawAnswers(client: Retell): RawAnswers {
  return {
    numbers: async () =>
      (await retellReply("list the numbers", pageOfAnything, () => client.phoneNumber.list({ limit: 1000 }))).items,
    voices: () => retellReply("list the voices", anything, () => client.voice.list()),
  };
}
