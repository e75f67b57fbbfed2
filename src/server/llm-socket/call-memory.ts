import { z } from "zod";
import type { ToolArguments } from "../../domain/call/call-context.ts";
import type { DialogueStates } from "../../domain/dialogue/ports.ts";

/** A dialogue older than that belongs to a call that is over. */
export const DIALOGUE_KEPT_MS = 3_600_000;

const storedSchema = z.object({
  dialogue: z.unknown(),
  earlier: z.array(z.record(z.string(), z.unknown())),
});

export interface RememberedCall {
  /** Of the dialogue. */
  readonly snapshot: string;
  readonly earlier: ToolArguments[];
}

interface MemoryPorts {
  readonly states: DialogueStates;
  readonly now: () => number;
}

/** undefined: the call begins, or what is stored of it is of another version. */
export async function rememberedCall(
  callId: string,
  { states, now }: MemoryPorts,
): Promise<RememberedCall | undefined> {
  const stored = await states.find(callId, now() - DIALOGUE_KEPT_MS);
  if (stored === undefined) return undefined;
  const parsed = storedSchema.safeParse(JSON.parse(stored));
  return parsed.success ? { snapshot: JSON.stringify(parsed.data.dialogue), earlier: parsed.data.earlier } : undefined;
}

export async function rememberCall(
  { callId, snapshot, earlier }: RememberedCall & { readonly callId: string },
  { states, now }: MemoryPorts,
): Promise<void> {
  // The snapshot is JSON already: quoted once more it would be half as long again.
  const state = `{"dialogue":${snapshot},"earlier":${JSON.stringify(earlier)}}`;
  await states.save({ callId, state, updatedAt: now() });
}
