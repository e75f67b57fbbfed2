import { openDatabase } from "../../../src/adapters/sql/sqlite/open-database.ts";
import { newId } from "../../../src/adapters/system/ids.ts";
import { sql } from "kysely";
import { join } from "node:path";
import type { ConsoleInstallation } from "./installation.ts";

interface Size {
  readonly clinics: number;
  readonly calls: number;
}

/** Copies one clinic and one of its calls, spread over a year. */
export async function addFleet({ folder }: ConsoleInstallation, { clinics, calls }: Size): Promise<void> {
  const database = await openDatabase(join(folder, ".ascendia", "sandbox.db"), "sandbox");
  try {
    const [model] = await database.fleet.selectFrom("clinics").selectAll().where("slug", "=", "demo-austin").execute();
    const [call] = await database.fleet
      .selectFrom("calls")
      .selectAll()
      .where("clinicId", "=", model?.id ?? "")
      .execute();
    if (model === undefined || call === undefined) throw new Error("there is nothing to copy");
    await database.atomically(async () => {
      const ids: string[] = [];
      for (let index = 0; index < clinics; index += 1) {
        const id = newId();
        ids.push(id);
        const name = `Clinic number ${index}`;
        await database.fleet
          .insertInto("clinics")
          .values({ ...model, id, slug: `clinic-${index}`, name })
          .execute();
      }
      const columns = Object.keys(call).filter(
        (name) => name !== "callId" && name !== "clinicId" && name !== "calledAt",
      );
      const snake = columns
        .map((name) => name.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`))
        .join(", ");
      await sql`with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < ${calls})
        insert into calls (call_id, clinic_id, called_at, ${sql.raw(snake)})
        select 'call_many_' || i, c.id, ${Date.now()} - i * 315000, ${sql.raw(
          snake
            .split(", ")
            .map((name) => `m.${name}`)
            .join(", "),
        )}
        from n join clinics c on c.slug = 'clinic-' || (i % ${sql.lit(clinics)})
        join calls m on m.call_id = ${call.callId}`.execute(database.fleet);
      const { count } = await database.fleet
        .selectFrom("calls")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .where("callId", "like", "call_many_%")
        .executeTakeFirstOrThrow();
      if (count !== calls) throw new Error(`${count} of ${calls} calls were added`);
    });
  } finally {
    await database.close();
  }
}
