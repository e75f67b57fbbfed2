import type { SignedCalls } from "./signed-calls.ts";

/** A server that answers the same requests as the others. */
export interface Target {
  readonly name: string;
  readonly port: number;
  readonly calls: SignedCalls;
}
