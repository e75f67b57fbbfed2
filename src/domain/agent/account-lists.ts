import { isListed, listedValues } from "../../flow/check/value-rules.ts";
import { type AccountLists, type RetellList, isRetellList, retellLists } from "../../flow/schema/retell-lists.ts";
import type { RawAnswers, ReceivedValues } from "./contract-drift.ts";
import { flowOf } from "./live-versions.ts";
import type { AgentPlatform } from "./ports.ts";
import { readVoices } from "./voices.ts";

/** Of the installation; what `agent:refresh-catalog` read last. */
export interface AccountListStore {
  read(): Promise<AccountLists | undefined>;
  save(lists: AccountLists): Promise<void>;
}

export interface ListChange {
  readonly list: RetellList;
  readonly known: number;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface RefreshedLists {
  readonly lists: AccountLists;
  readonly agents: number;
  /** Of the lists that differ from what was known before. */
  readonly changes: readonly ListChange[];
}

interface RefreshPorts {
  readonly platform: Pick<AgentPlatform, "listAgents" | "getAgent" | "getVersion" | "getFlow">;
  readonly answers: Pick<RawAnswers, "voices">;
}

/**
 * The account's voices, as Retell lists them, and every other value that Retell shows in the account's agents and events
 * and the shipped lists lack: Retell has no endpoint for those, yet it takes what it shows. Reads alone.
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
