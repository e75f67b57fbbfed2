import type { Kysely } from "kysely";
import type { DialTraffic } from "../../domain/outreach/dial/pacer.ts";
import type { FleetSchema } from "./schema.ts";

/** No call lasts longer (retell-api.md 12.5): whatever is older ended without anybody telling. */
const longestCallMs = 2 * 3_600_000;

/** For so long Retell may not count a call yet. */
const justBegunMs = 15_000;

export function sqlDialTraffic(fleet: Kysely<FleetSchema>): DialTraffic {
  return {
    at: async (now) => {
      const begun = await fleet
        .selectFrom("dials")
        .select(["clinicId", "requestedAt"])
        .where("state", "in", ["dialling", "placed"])
        .where("requestedAt", ">", now - longestCallMs)
        .execute();
      const due = await fleet
        .selectFrom("dials")
        .select("clinicId")
        .distinct()
        .where("state", "=", "planned")
        .where("dueAt", "<=", now)
        .execute();
      const asked = await fleet
        .selectFrom("dials")
        .select("requestedAt")
        .where("requestedAt", ">", now - 1000)
        .orderBy("requestedAt")
        .execute();
      const inUse = new Map<string, number>();
      for (const { clinicId } of begun) inUse.set(clinicId, (inUse.get(clinicId) ?? 0) + 1);
      return {
        inUse,
        justBegun: begun.filter(({ requestedAt }) => (requestedAt ?? 0) > now - justBegunMs).length,
        waiting: new Set(due.map(({ clinicId }) => clinicId)),
        askedAt: asked.flatMap(({ requestedAt }) => (requestedAt === null ? [] : [requestedAt])),
      };
    },
  };
}
