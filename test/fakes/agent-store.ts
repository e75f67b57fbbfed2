import type { AgentStore, MasterAgent } from "../../src/domain/agent/ports.ts";

export class FakeAgentStore implements AgentStore {
  saved: MasterAgent | undefined;

  master(): Promise<MasterAgent | undefined> {
    return Promise.resolve(this.saved);
  }

  saveMaster(agent: MasterAgent): Promise<void> {
    this.saved = agent;
    return Promise.resolve();
  }
}
