import type { SqlDatabase } from "../adapters/sql/database.ts";
import { readBusinessFigures } from "../adapters/sql/monitoring/report-stores.ts";
import { sqlStore } from "../adapters/sql/store.ts";
import type { Clock } from "../clock.ts";
import { whyNotBookable } from "../domain/booking/slots/booking-troubles.ts";
import type { Clinic } from "../domain/clinic/clinic.ts";
import type { OutreachPorts } from "../domain/outreach/ports.ts";
import { BusinessMetrics } from "../server/metrics/business-metrics.ts";
import type { ServerLog } from "../server/ports.ts";

interface Measured {
  readonly database: SqlDatabase;
  readonly bookings: (clinic: Clinic) => OutreachPorts;
  readonly clock: Clock;
  readonly log: ServerLog;
}

export function businessMetrics({ database, bookings, clock, log }: Measured): BusinessMetrics {
  const { clinics } = sqlStore(database);
  return new BusinessMetrics({
    figures: () => readBusinessFigures(database.fleet, clock.now()),
    unbookable: async () => {
      const slugs: string[] = [];
      for await (const clinic of clinics.all()) {
        if (clinic.status !== "active") continue;
        if ((await whyNotBookable(clinic.slug, bookings(clinic))) !== null) slugs.push(clinic.slug);
      }
      return slugs;
    },
    now: () => clock.now(),
    failed: (error) => log.error({ reason: String(error) }, "the figures of /metrics could not be read"),
  });
}
