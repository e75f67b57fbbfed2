import { z } from "zod";
import type { ToolArguments } from "../../domain/call/line/call-context.ts";
import type { DialogueStates } from "../../domain/dialogue/ports.ts";
import type { Spent } from "./call-budget.ts";

/** A dialogue older than this belongs to a call that is over. */
export const DIALOGUE_KEPT_MS = 3_600_000;

const storedSchema = z.object({
  dialogue: z.unknown(),
  earlier: z.array(z.record(z.string(), z.unknown())),
  /** Missing in dialogues stored by earlier versions. */
  spent: z.object({ turns: z.number(), tokens: z.number() }).default({ turns: 0, tokens: 0 }),
});

export interface RememberedCall {
  /** The dialogue's snapshot. */
  readonly snapshot: string;
  readonly earlier: ToolArguments[];
  readonly spent: Spent;
}

interface MemoryPorts {
  readonly states: DialogueStates;
  readonly now: () => number;
}

/** undefined: the call is new, or another version stored it. */
export async function rememberedCall(
  callId: string,
  { states, now }: MemoryPorts,
): Promise<RememberedCall | undefined> {
  const stored = await states.find(callId, now() - DIALOGUE_KEPT_MS);
  if (stored === undefined) return undefined;
  const parsed = storedSchema.safeParse(JSON.parse(stored));
  if (!parsed.success) return undefined;
  const { dialogue, earlier, spent } = parsed.data;
  return { snapshot: JSON.stringify(dialogue), earlier, spent };
}

export async function rememberCall(
  { callId, snapshot, earlier, spent }: RememberedCall & { readonly callId: string },
  { states, now }: MemoryPorts,
): Promise<void> {
  // The snapshot is already JSON: encoding it again would make it half as long again.
  const state = `{"dialogue":${snapshot},"earlier":${JSON.stringify(earlier)},"spent":${JSON.stringify(spent)}}`;
  await states.save({ callId, state, updatedAt: now() });
}
