import type { Store } from "../ports.ts";

interface ServedAddress {
  readonly address: string;
  /** The address that other commands assume. */
  readonly configured: string;
}

/**
 * Warns about numbers and agents that point to an address other than this server's: their calls and events go
 * elsewhere, and nothing here would show it. Reads only the store, so that a server starts without Retell.
 */
export async function addressWarnings(
  { address, configured }: ServedAddress,
  store: Pick<Store, "fleet" | "agents">,
): Promise<readonly string[]> {
  const origins = new Map<string, Elsewhere>();
  for await (const { slug, webhookUrl } of store.fleet.callsSentElsewhere(address)) {
    if (isSameServer(webhookUrl, address)) continue;
    const { origin } = new URL(webhookUrl);
    const { first, count } = origins.get(origin) ?? { first: slug, count: 0 };
    origins.set(origin, { first, count: count + 1 });
  }
  const agentAddress = await store.agents.masterAddress();
  const setting = isSameServer(configured, address) ? "" : `${settingFor(address)}, then `;
  const isAgentElsewhere = agentAddress !== undefined && !isSameServer(agentAddress, address);
  return [
    ...[...origins].map(([origin, clinics]) => numbersElsewhere({ origin, clinics, address, setting })),
    ...(isAgentElsewhere ? [agentElsewhere({ origin: new URL(agentAddress).origin, address, setting })] : []),
  ];
}

interface Elsewhere {
  readonly first: string;
  readonly count: number;
}

interface AgentElsewhere {
  readonly origin: string;
  readonly address: string;
  /** What to set first; empty: nothing. */
  readonly setting: string;
}

interface NumbersElsewhere extends AgentElsewhere {
  readonly clinics: Elsewhere;
}

function numbersElsewhere({ origin, clinics, address, setting }: NumbersElsewhere): string {
  const { first, count } = clinics;
  const who = count === 1 ? `The number of ${first} sends` : `The numbers of ${count} clinics send`;
  return `${who} calls to ${origin}, and this server is ${address}. Fix: ${setting}ascendia fleet:apply; or serve at ${origin}.`;
}

function agentElsewhere({ origin, address, setting }: AgentElsewhere): string {
  return `The agent sends events and functions to ${origin}, and this server is ${address}. Fix: ${setting}ascendia agent:update, agent:publish and agent:promote; or serve at ${origin}.`;
}

/** The setting from which the other commands take the server's address. */
function settingFor(address: string): string {
  const { hostname, port } = new URL(address);
  const isHere = /^(?:localhost|127\.|\[::1\])/u.test(hostname);
  return isHere ? `set ASCENDIA_PORT=${port}` : `set ASCENDIA_PUBLIC_URL=${address}`;
}

/** Addresses of one machine or one network (RFC 1918, 3927, 4193, 4291, 6598), as URLs spell them. */
const privateHosts: readonly RegExp[] = [
  /^(?:0|10|127)\./u,
  /^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./u,
  /^169\.254\./u,
  /^172\.(?:1[6-9]|2\d|3[01])\./u,
  /^192\.168\./u,
  /^\[(?:::1?|::ffff:[^\]]*|f[cd][^\]]*|fe[89ab][^\]]*)\]$/u,
  /^[^.[\]]+$/u,
  /\.(?:local|localhost|internal|lan|home|intranet|test|invalid|example)\.?$/u,
];

export function isPrivateHost(hostname: string): boolean {
  return privateHosts.some((pattern) => pattern.test(hostname.toLowerCase()));
}

/** Why Retell cannot call an address; null: no reason is known. */
export function whyUnreachable(address: string): string | null {
  const { protocol, hostname } = new URL(address);
  if (isPrivateHost(hostname)) {
    return `${hostname} is an address of this machine or of a private network`;
  }
  return protocol === "https:" ? null : "it is not an https address";
}

/** Whether two addresses lead to the same server; this machine has several names. */
function isSameServer(one: string, other: string): boolean {
  if (!URL.canParse(one) || !URL.canParse(other)) return false;
  return serverOf(one) === serverOf(other);
}

function serverOf(address: string): string {
  const { protocol, hostname, port } = new URL(address);
  const isHere = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u.test(hostname);
  return `${isHere ? "this machine" : `${protocol.replace(/^ws/u, "http")}//${hostname}`}:${port}`;
}
