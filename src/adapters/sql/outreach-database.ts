import type { Kysely } from "kysely";
import type { OutreachDatabase, OutreachStores } from "../../domain/outreach/ports.ts";
import { bookingStores } from "./booking-database.ts";
import { SqlCallStore } from "./call-store.ts";
import { SqlNumberStore } from "./clinic-stores.ts";
import { SqlDialStore } from "./dial-store.ts";
import { SqlJobOrders } from "./job-orders.ts";
import { SqlOutboxStore } from "./outbox-store.ts";
import { SqlPauseStore, SqlPolicyStore } from "./outreach-settings-stores.ts";
import { SqlAppliedOutcomeStore, SqlContactStore, SqlOptOutStore } from "./outreach-stores.ts";
import type { ClinicSchema } from "./schema.ts";

/** One clinic's bookings and its calls to patients. Its transactions are those of sqlBookingDatabase. */
export function sqlOutreachDatabase(clinic: Kysely<ClinicSchema>): OutreachDatabase {
  return {
    stores: outreachStores(clinic),
    transact: (work) => clinic.transaction().execute((transaction) => work(outreachStores(transaction))),
  };
}

function outreachStores(clinic: Kysely<ClinicSchema>): OutreachStores {
  return {
    ...bookingStores(clinic),
    contacts: new SqlContactStore(clinic),
    dials: new SqlDialStore(clinic),
    optOuts: new SqlOptOutStore(clinic),
    policy: new SqlPolicyStore(clinic),
    pause: new SqlPauseStore(clinic),
    applied: new SqlAppliedOutcomeStore(clinic),
    calls: new SqlCallStore(clinic),
    number: new SqlNumberStore(clinic),
    jobs: new SqlJobOrders(clinic),
    outbox: new SqlOutboxStore(clinic),
  };
}
