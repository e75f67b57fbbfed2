import type { SqlDatabase } from "../adapters/sql/database.ts";
import type { Config } from "../config.ts";
import type { Voices } from "../domain/call/line/call-speech.ts";

/** The voice of each language: the configured one, otherwise the one chosen when the agent was created. */
export async function installedVoices({ voices }: Config, database: SqlDatabase): Promise<Voices> {
  const { configuredVoices } = await import("../domain/agent/voices.ts");
  const { SqlUsualVoices } = await import("../adapters/sql/clinics/clinic-settings-stores.ts");
  return { ...(await new SqlUsualVoices(database.fleet).read()), ...configuredVoices(voices) };
}
