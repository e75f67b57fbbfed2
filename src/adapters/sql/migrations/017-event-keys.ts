import { type Kysely, type Migration, sql } from "kysely";
import { transferKey } from "../../../domain/call/events/call-event.ts";

/** Keys of transfers contained the number called; now they contain its check digit (read-call-event.ts). */
export const eventKeys: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { rows } = await sql<{ key: string }>`select key from call_events where event like 'transfer%'`.execute(
      database,
    );
    for (const { key } of rows) {
      const renamed = withoutDestination(key);
      if (renamed === key) continue;
      await sql`update or ignore call_events set key = ${renamed} where key = ${key}`.execute(database);
      await sql`delete from call_events where key = ${key}`.execute(database);
      await sql`
        update or ignore jobs set key = ${renamed}, payload = ${JSON.stringify({ key: renamed })}
        where kind = 'call-event' and key = ${key}`.execute(database);
      await sql`delete from jobs where kind = 'call-event' and key = ${key}`.execute(database);
    }
  },
};

/** `transfer_started:<call id>:<start>:<JSON of the destination>` */
function withoutDestination(key: string): string {
  const [, before, destination] = /^(.*?:(?:\d+(?:\.\d+)?)?):(null|\{.*\}|\[.*\]|".*"|\d.*)$/su.exec(key) ?? [];
  return before === undefined || destination === undefined ? key : transferKey(before, destination);
}
