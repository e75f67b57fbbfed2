import { AscendiaError } from "../../errors.ts";
import type { NumberRequest, NumberToBuy, NumberToImport } from "../clinic/requests/clinic-request.ts";

/** The agent version that answers a number: always a published one, never "latest". */
export interface PinnedAgent {
  readonly agentId: string;
  readonly version: number;
}

interface BoundClinic {
  readonly id: string;
  readonly slug: string;
}

const markPrefix = "ascendia:";

/** The nickname that identifies a number's owner, even if the answer to its purchase was lost. */
export function numberMark(slug: string): string {
  return `${markPrefix}${slug}`;
}

/** The slug in a number's nickname; undefined for numbers that ascendia did not create. */
export function markedSlug(number: PlatformNumber): string | undefined {
  return number.nickname?.startsWith(markPrefix) === true ? number.nickname.slice(markPrefix.length) : undefined;
}

export function inboundWebhookUrl(publicUrl: string, clinicId: string): string {
  return `${publicUrl}/webhooks/retell/inbound/${clinicId}`;
}

export function bindingOf(clinic: BoundClinic, agent: PinnedAgent, publicUrl: string): NumberBinding {
  const agents = [{ agentId: agent.agentId, agentVersion: agent.version, weight: 1 }];
  return {
    nickname: numberMark(clinic.slug),
    inboundAgents: agents,
    outboundAgents: agents,
    inboundWebhookUrl: inboundWebhookUrl(publicUrl, clinic.id),
  };
}

/** The fields in which a number at Retell differs from the wanted binding; empty when nothing differs. */
export function bindingDifferences(number: PlatformNumber, wanted: NumberBinding): readonly string[] {
  const facts = {
    nickname: [number.nickname ?? "none", wanted.nickname],
    inbound_agents: [agentsText(number.inboundAgents), agentsText(wanted.inboundAgents)],
    outbound_agents: [agentsText(number.outboundAgents), agentsText(wanted.outboundAgents)],
    inbound_webhook_url: [number.inboundWebhookUrl ?? "none", wanted.inboundWebhookUrl],
  };
  return Object.entries(facts)
    .filter(([, [is, should]]) => is !== should)
    .map(([field, [is, should]]) => `${field} is ${is}, should be ${should}`);
}

/** @throws conflict when several numbers carry one clinic's nickname: the operator chooses which to keep */
export function numberMarkedFor(slug: string, numbers: readonly PlatformNumber[]): PlatformNumber | undefined {
  const marked = numbers.filter((number) => number.nickname === numberMark(slug));
  const [first] = marked;
  if (marked.length <= 1) return first;
  throw new AscendiaError(
    "conflict",
    `${marked.length} numbers at Retell are marked for ${slug}: ${marked.map(({ phoneNumber }) => phoneNumber).join(", ")}.`,
    {
      hint: `Remove the nickname ${numberMark(slug)} from all but one, or release the others, then run the same command again.`,
    },
  );
}

function agentsText(agents: readonly BoundAgent[]): string {
  if (agents.length === 0) return "none";
  return agents
    .map(
      ({ agentId, agentVersion, weight }) =>
        `${agentId}@${agentVersion ?? "latest"}${weight === 1 ? "" : ` ×${weight}`}`,
    )
    .join(" + ");
}

/** US cents a month, paid to Retell (docs/retell.md 3.4); an imported number is paid to its carrier. */
export function monthlyCentsOf(request: NumberRequest): number {
  if (request.kind === "import") return 0;
  return request.tollFree ? 500 : 200;
}

export function dollars(cents: number): string {
  return `$${(cents / 100).toFixed(2)}`;
}

/** "$2.00 a month", or that the carrier bills it. */
export function priceText(request: NumberRequest): string {
  return request.kind === "import"
    ? "paid to the carrier"
    : `${dollars(monthlyCentsOf(request))} a month, paid to Retell`;
}

const tollFreePrefix = /^\+18(?:00|33|44|55|66|77|88)/u;

/** The monthly price of an existing number at Retell, in US cents. */
export function monthlyCentsOfNumber({ source, phoneNumber }: Pick<PlatformNumber, "source" | "phoneNumber">): number {
  if (source === "imported") return 0;
  return isTollFree(phoneNumber) ? 500 : 200;
}

export function isTollFree(phoneNumber: string): boolean {
  return tollFreePrefix.test(phoneNumber);
}

/** "$2.00 a month, paid to Retell" for an existing number. */
export function priceOfNumber(number: Pick<PlatformNumber, "source" | "phoneNumber">): string {
  const cents = monthlyCentsOfNumber(number);
  return cents === 0 ? "paid to the carrier" : `${dollars(cents)} a month, paid to Retell`;
}

/**
 * The account's numbers, listed once and kept current with the writes made through this snapshot: for a run that reads
 * a thousand numbers while no one else changes them. After a write with an unknown result, it lists them again.
 */
export function numberSnapshot(numbers: NumberPlatform): NumberPlatform {
  const written = new Map<string, PlatformNumber>();
  let listing: Promise<ReadonlyMap<string, PlatformNumber>> | undefined;
  const listed = (): Promise<ReadonlyMap<string, PlatformNumber>> => {
    listing ??= fetchAll(numbers).catch((error: unknown) => {
      listing = undefined;
      throw error;
    });
    return listing;
  };
  const write = async (request: () => Promise<PlatformNumber>): Promise<PlatformNumber> => {
    try {
      const number = await request();
      written.set(number.phoneNumber, number);
      return number;
    } catch (error) {
      listing = undefined;
      throw error;
    }
  };
  return {
    list: async () => [...new Map([...(await listed()), ...written]).values()],
    find: async (phoneNumber) => written.get(phoneNumber) ?? (await listed()).get(phoneNumber),
    buy: (order, binding) => write(() => numbers.buy(order, binding)),
    importNumber: (order, binding) => write(() => numbers.importNumber(order, binding)),
    bind: (phoneNumber, binding) => write(() => numbers.bind(phoneNumber, binding)),
    release: async (phoneNumber) => {
      listing = undefined;
      written.delete(phoneNumber);
      await numbers.release(phoneNumber);
    },
  };
}

async function fetchAll(numbers: NumberPlatform): Promise<ReadonlyMap<string, PlatformNumber>> {
  return new Map((await numbers.list()).map((number) => [number.phoneNumber, number]));
}

/** An agent bound to a number, by version number or by tag (docs/retell.md 2.3, 3.1). */
export interface BoundAgent {
  readonly agentId: string;
  /** null: the latest version. */
  readonly agentVersion: number | string | null;
  readonly weight: number;
}

/** The wanted settings of a clinic's number at Retell. */
export interface NumberBinding {
  readonly nickname: string;
  readonly inboundAgents: readonly BoundAgent[];
  readonly outboundAgents: readonly BoundAgent[];
  readonly inboundWebhookUrl: string;
}

/** A number as Retell reports it; null means "not set". */
export interface PlatformNumber {
  readonly phoneNumber: string;
  readonly source: "bought" | "imported";
  readonly nickname: string | null;
  readonly inboundAgents: readonly BoundAgent[];
  readonly outboundAgents: readonly BoundAgent[];
  readonly inboundWebhookUrl: string | null;
}

/** A number with its binding and the operator's settings. An empty country list allows all. */
export interface NumberInFull extends PlatformNumber {
  /** Called when all of the account's lines are busy (docs/retell.md 12.5). */
  readonly fallbackNumber: string | null;
  readonly allowedInboundCountries: readonly string[];
  readonly allowedOutboundCountries: readonly string[];
}

/** The fields to change; others stay as they are. */
export interface NumberChanges {
  readonly nickname?: string;
  readonly inboundAgents?: readonly BoundAgent[];
  readonly outboundAgents?: readonly BoundAgent[];
  /** null: removes it. */
  readonly inboundWebhookUrl?: string | null;
  readonly fallbackNumber?: string | null;
  readonly allowedInboundCountries?: readonly string[];
  readonly allowedOutboundCountries?: readonly string[];
}

/** Retell's numbers for fleet operators: all settings are visible, and each can be changed separately. */
export interface FleetNumbers {
  /** All of the account's numbers, every page. */
  listInFull(): Promise<readonly NumberInFull[]>;
  /** @throws not_found */
  change(phoneNumber: string, changes: NumberChanges): Promise<NumberInFull>;
}

/**
 * Retell's numbers. Writes are never retried here: a lost answer is `transient`, and the caller checks whether the
 * write took effect.
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
