import { z } from "zod";
import type { Queries } from "./open-sandbox-database.ts";

export interface AgentTag {
  readonly tag: string;
  /** Null while the tag exists but points at nothing. */
  readonly version: number | null;
  readonly dynamicVariables: Readonly<Record<string, string>>;
  readonly assignedAt: number;
}

const variables = z.record(z.string(), z.string());

/** Every agent has these from its creation on (retell-api.md 2.4). */
export const standardTags: readonly string[] = ["prod", "staging"];

/** Most recently assigned first: that is the preferred one of a version. */
export const tagsOf = async (agentId: string, queries: Queries): Promise<AgentTag[]> => {
  const rows = await queries
    .selectFrom("agent_tags")
    .selectAll()
    .where("agent_id", "=", agentId)
    .orderBy("assigned_at", "desc")
    .orderBy("tag")
    .execute();
  return rows.map((row) => ({
    tag: row.tag,
    version: row.version,
    dynamicVariables: variables.parse(JSON.parse(row.dynamic_variables)),
    assignedAt: row.assigned_at,
  }));
};

export const putTag = async (agentId: string, tag: AgentTag, queries: Queries): Promise<void> => {
  const fields = {
    version: tag.version,
    dynamic_variables: JSON.stringify(tag.dynamicVariables),
    assigned_at: tag.assignedAt,
  };
  await queries
    .insertInto("agent_tags")
    .values({ agent_id: agentId, tag: tag.tag, ...fields })
    .onConflict((conflict) => conflict.columns(["agent_id", "tag"]).doUpdateSet(fields))
    .execute();
};

export const deleteTags = async (agentId: string, queries: Queries): Promise<void> => {
  await queries.deleteFrom("agent_tags").where("agent_id", "=", agentId).execute();
};
