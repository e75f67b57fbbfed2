import {
  type AccountLists,
  type RetellList,
  knownValues,
  retellListsAsOf,
  isRetellList,
  retellLists,
} from "../../../flow/schema/retell-lists.ts";
import { isObject } from "../../../flow/parse/unwrap-flow.ts";
import { readVersion, flowOf } from "../live-versions.ts";
import type { AgentPlatform, AgentReference } from "../ports.ts";
import { unknownParts } from "./unknown-content.ts";
import { isListed, listedValues } from "../../../flow/check/value-rules.ts";
import { readVoices } from "../voices.ts";

/** The parts of the account to compare, as Retell returns them. */
export interface RawAnswers {
  numbers(): Promise<readonly unknown[]>;
  voices(): Promise<readonly unknown[]>;
}

/** What the installation's events contained: their names, and why calls ended. */
export interface ReceivedValues {
  readonly events: readonly string[];
  readonly disconnectionReasons: readonly string[];
}

/** A key or value in Retell's answers that this version does not know. Contains no id, name or secret. */
interface ContractDifference {
  readonly of: "agent" | "number" | "voice" | "event";
  readonly kind: "key" | "value";
  readonly path: string;
  /** For a key, how often it occurs; for a value, the value. */
  readonly found: string;
}

export interface ContractReport {
  /** The date of the lists and formats that this version knows. */
  readonly knownAsOf: string;
  readonly compared: {
    readonly agents: number;
    readonly numbers: number;
    readonly voices: number;
    readonly events: number;
  };
  readonly differences: readonly ContractDifference[];
}

/** docs/retell.md 3.1 */
const numberKeys = new Set(
  `phone_number phone_number_type phone_number_pretty area_code nickname inbound_agents outbound_agents
  inbound_sms_agents outbound_sms_agents inbound_webhook_url inbound_sms_webhook_url fallback_number
  allowed_inbound_country_list allowed_outbound_country_list sip_outbound_trunk_config last_modification_timestamp
  sms_sender inbound_agents.agent_id inbound_agents.agent_version inbound_agents.weight outbound_agents.agent_id
  outbound_agents.agent_version outbound_agents.weight inbound_sms_agents.agent_id inbound_sms_agents.agent_version
  inbound_sms_agents.weight outbound_sms_agents.agent_id outbound_sms_agents.agent_version outbound_sms_agents.weight
  sip_outbound_trunk_config.termination_uri sip_outbound_trunk_config.auth_username
  sip_outbound_trunk_config.transport`.split(/\s+/u),
);

/** docs/retell.md 2.1 */
const voiceKeys = new Set(
  `voice_id voice_name provider gender accent age preview_audio_url avatar_url voice_type standard_voice_type s2s_model
  recommended`.split(/\s+/u),
);

interface ComparedParts {
  readonly agents: readonly AgentReference[];
  readonly received: ReceivedValues;
  /** The lists that `agent:refresh-catalog` last read. */
  readonly account?: AccountLists | undefined;
}

/** Compares Retell's real answers and events with what this version knows about them. Only reads. */
export async function contractDrift(
  { agents, received, account }: ComparedParts,
  ports: { readonly platform: Pick<AgentPlatform, "getVersion" | "getFlow">; readonly answers: RawAnswers },
): Promise<ContractReport> {
  const differences: ContractDifference[] = [];
  for (const { agentId, version } of agents) {
    const { content } = await readVersion(agentId, version, ports.platform);
    const { keys, values } = unknownParts(content, account);
    differences.push(...keys.map(({ path, times }) => differenceOf("agent", path, times)));
    differences.push(
      ...values.map(({ path, value, times }): ContractDifference => {
        return { of: "agent", kind: "value", path, found: times === 1 ? value : `${value} ×${times}` };
      }),
    );
  }
  const numbers = await ports.answers.numbers();
  const voices = await ports.answers.voices();
  differences.push(...unknownKeysOf("number", numbers, numberKeys), ...unknownKeysOf("voice", voices, voiceKeys));
  differences.push(
    ...unlisted("event", received.events, [
      ...knownValues("eventTypes", account),
      ...knownValues("chatEventTypes", account),
    ]),
    ...unlisted(
      "call.disconnection_reason",
      received.disconnectionReasons,
      knownValues("disconnectionReasons", account),
    ),
  );
  const compared = {
    agents: agents.length,
    numbers: numbers.length,
    voices: voices.length,
    events: received.events.length,
  };
  return { knownAsOf: account?.asOf ?? retellListsAsOf, compared, differences };
}

function unlisted(path: string, values: readonly string[], listed: readonly string[]): readonly ContractDifference[] {
  const unknown = [...new Set(values)].filter((value) => !listed.includes(value));
  return unknown.map((found) => ({ of: "event", kind: "value", path, found }));
}

function unknownKeysOf(
  of: ContractDifference["of"],
  list: readonly unknown[],
  known: ReadonlySet<string>,
): readonly ContractDifference[] {
  const paths = list.flatMap((item) => keyPaths(item)).filter((path) => !known.has(path));
  return [...new Set(paths)].map((path) => differenceOf(of, path, paths.filter((one) => one === path).length));
}

function keyPaths(value: unknown, path = ""): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => keyPaths(item, path));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const at = path === "" ? key : `${path}.${key}`;
    return [at].concat(keyPaths(item, at));
  });
}

function differenceOf(of: ContractDifference["of"], path: string, times: number): ContractDifference {
  return { of, kind: "key", path, found: `×${times}` };
}

/** The installation's lists, which `agent:refresh-catalog` last read. */
export interface AccountListStore {
  read(): Promise<AccountLists | undefined>;
  save(lists: AccountLists): Promise<void>;
}

interface ListChange {
  readonly list: RetellList;
  readonly known: number;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface RefreshedLists {
  readonly lists: AccountLists;
  readonly agents: number;
  /** Changes to the lists since they were last read. */
  readonly changes: readonly ListChange[];
}

interface RefreshPorts {
  readonly platform: Pick<AgentPlatform, "listAgents" | "getAgent" | "getVersion" | "getFlow">;
  readonly answers: Pick<RawAnswers, "voices">;
}

/**
 * The account's voices, as Retell lists them, and every other value in the account's agents and events that the shipped
 * lists lack. Retell has no endpoint for the latter, but accepts what it shows. Only reads.
 */
export async function refreshedLists(
  {
    received,
    today,
    before,
  }: { readonly received: ReceivedValues; readonly today: string; readonly before: AccountLists | undefined },
  { platform, answers }: RefreshPorts,
): Promise<RefreshedLists> {
  const found = new Map<RetellList, Set<string>>([
    ["voices", new Set(readVoices(await answers.voices()).map(({ id }) => id))],
  ]);
  const add = (list: RetellList, text: string) => {
    const known: readonly string[] = retellLists[list];
    if (list !== "voices" && !known.includes(text)) found.set(list, (found.get(list) ?? new Set()).add(text));
  };
  let agents = 0;
  for await (const { agentId } of platform.listAgents()) {
    agents += 1;
    for (const { list, text } of listedValues(await contentOfLatest(agentId, platform)).filter((one) => !isListed(one)))
      add(list, text);
  }
  for (const event of received.events) add(event.startsWith("chat_") ? "chatEventTypes" : "eventTypes", event);
  for (const reason of received.disconnectionReasons) add("disconnectionReasons", reason);
  const lists = { asOf: today, lists: Object.fromEntries([...found].map(([list, texts]) => [list, [...texts]])) };
  return { lists, agents, changes: changesOf(before, lists) };
}

async function contentOfLatest(agentId: string, platform: RefreshPorts["platform"]): Promise<unknown> {
  const latest = await platform.getAgent(agentId);
  const version = latest === undefined ? undefined : await platform.getVersion({ agentId, version: latest.version });
  if (version === undefined) return {};
  const flow = flowOf(version);
  return { agent: version.body, flow: flow === undefined ? {} : await platform.getFlow(flow) };
}

function changesOf(before: AccountLists | undefined, after: AccountLists): readonly ListChange[] {
  return Object.keys(retellLists)
    .filter(isRetellList)
    .flatMap((list) => {
      const [old, present] = [before?.lists[list] ?? [], after.lists[list] ?? []];
      const added = present.filter((text) => !old.includes(text));
      const removed = old.filter((text) => !present.includes(text));
      const known = retellLists[list].length + present.length;
      return added.length + removed.length === 0 ? [] : [{ list, known, added, removed }];
    });
}
