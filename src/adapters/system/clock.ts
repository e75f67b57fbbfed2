import type { Clock } from "../../domain/time/ports.ts";

export const systemClock: Clock = { now: () => Date.now() };
