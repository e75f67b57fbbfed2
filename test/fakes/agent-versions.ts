import type { AgentReference, AgentSnapshot, AgentVersionStore, VersionRecord } from "../../src/domain/agent/ports.ts";

/** Sorted like the real store: the last written first. */
export class FakeAgentVersions implements AgentVersionStore {
  records: readonly VersionRecord[] = [];
  taken: readonly AgentSnapshot[] = [];

  list(agentId: string): Promise<readonly VersionRecord[]> {
    return Promise.resolve(this.records.filter((record) => record.agentId === agentId));
  }

  find(sought: AgentReference): Promise<VersionRecord | undefined> {
    return Promise.resolve(this.records.find((record) => isOf(record, sought)));
  }

  save(record: VersionRecord): Promise<void> {
    this.records = [record, ...this.records.filter((other) => !isOf(other, record))];
    return Promise.resolve();
  }

  snapshots(): Promise<readonly AgentSnapshot[]> {
    return Promise.resolve(this.taken);
  }

  saveSnapshot(snapshot: AgentSnapshot): Promise<void> {
    if (!this.taken.some(({ id }) => id === snapshot.id)) this.taken = [snapshot, ...this.taken];
    return Promise.resolve();
  }
}

function isOf(record: AgentReference, { agentId, version }: AgentReference): boolean {
  return record.agentId === agentId && record.version === version;
}
