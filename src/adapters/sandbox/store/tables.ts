import type { Generated } from "kysely";

/** Every resource the emulator holds; `seq` is the order of creation, which lists and their pagination keys follow. */
interface DocumentTable {
  readonly seq: Generated<number>;
  readonly kind: string;
  readonly id: string;
  readonly body: string;
  readonly modified_at: number;
}

interface VersionTable {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  readonly base_version: number | null;
  readonly published_at: number | null;
  readonly body: string;
  readonly modified_at: number;
}

interface AgentTagTable {
  readonly agent_id: string;
  readonly tag: string;
  readonly version: number | null;
  readonly dynamic_variables: string;
  readonly assigned_at: number;
}

interface NumberSeriesTable {
  readonly area_code: number;
  readonly taken: number;
}

interface RequestTable {
  readonly seq: Generated<number>;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly operation: string;
  readonly is_write: number;
  readonly status: number | null;
  readonly duration_ms: number;
  readonly body_digest: string | null;
  readonly fault: string | null;
}

interface FaultTable {
  readonly seq: Generated<number>;
  readonly body: string;
  readonly seen: number;
  readonly fired: number;
}

interface PlayerTable {
  /** Empty: every number without a script of its own. */
  readonly to_number: string;
  readonly body: string;
}

interface PlayerAttemptTable {
  readonly to_number: string;
  readonly attempts: number;
}

/** All instants are epoch milliseconds; every `body` is JSON text. */
export interface SandboxTables {
  readonly documents: DocumentTable;
  readonly versions: VersionTable;
  readonly agent_tags: AgentTagTable;
  readonly number_series: NumberSeriesTable;
  readonly requests: RequestTable;
  readonly faults: FaultTable;
  readonly players: PlayerTable;
  readonly player_attempts: PlayerAttemptTable;
}
