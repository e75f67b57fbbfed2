import type { NumberToBuy, NumberToImport } from "../clinic/clinic-request.ts";

/** An agent on a number, pinned to a version number or following a tag (retell-api.md 2.3, 3.1). */
export interface BoundAgent {
  readonly agentId: string;
  /** null: whatever is latest. */
  readonly agentVersion: number | string | null;
  readonly weight: number;
}

/** What a clinic's number is to look like at Retell. */
export interface NumberBinding {
  readonly nickname: string;
  readonly inboundAgents: readonly BoundAgent[];
  readonly outboundAgents: readonly BoundAgent[];
  readonly inboundWebhookUrl: string;
}

/** A number as Retell has it; null is "not set". */
export interface PlatformNumber {
  readonly phoneNumber: string;
  readonly source: "bought" | "imported";
  readonly nickname: string | null;
  readonly inboundAgents: readonly BoundAgent[];
  readonly outboundAgents: readonly BoundAgent[];
  readonly inboundWebhookUrl: string | null;
}

/** A number with what an operator may set beside its binding. An empty country list allows all. */
export interface NumberInFull extends PlatformNumber {
  /** Rung when all of the account's lines are busy (retell-api.md 12.5). */
  readonly fallbackNumber: string | null;
  readonly allowedInboundCountries: readonly string[];
  readonly allowedOutboundCountries: readonly string[];
}

/** What is to change; whatever is not named stays as it is. */
export interface NumberChanges {
  readonly nickname?: string;
  readonly inboundAgents?: readonly BoundAgent[];
  readonly outboundAgents?: readonly BoundAgent[];
  readonly inboundWebhookUrl?: string;
  readonly fallbackNumber?: string | null;
  readonly allowedInboundCountries?: readonly string[];
  readonly allowedOutboundCountries?: readonly string[];
}

/** Retell's numbers for those who run the fleet: all that can be seen, and changed field by field. */
export interface FleetNumbers {
  /** All of the account's numbers, every page. */
  listInFull(): Promise<readonly NumberInFull[]>;
  /** @throws not_found */
  change(phoneNumber: string, changes: NumberChanges): Promise<NumberInFull>;
}

/**
 * Retell's numbers. Nothing here repeats a write by itself: a lost answer is `transient`, and the caller looks what
 * became of it.
 */
export interface NumberPlatform {
  /** All of the account's numbers, every page. */
  list(): Promise<readonly PlatformNumber[]>;
  find(phoneNumber: string): Promise<PlatformNumber | undefined>;
  /** Costs money at once. */
  buy(order: NumberToBuy, binding: NumberBinding): Promise<PlatformNumber>;
  importNumber(
    order: NumberToImport & { readonly password: string | null },
    binding: NumberBinding,
  ): Promise<PlatformNumber>;
  /** @throws not_found */
  bind(phoneNumber: string, binding: NumberBinding): Promise<PlatformNumber>;
  /** @throws not_found */
  release(phoneNumber: string): Promise<void>;
}
