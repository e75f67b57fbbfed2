import { defaultNotices } from "../../../src/domain/clinic/clinic.ts";
import type { Store } from "../../../src/domain/fleet/ports.ts";
import { clinics } from "./calls.ts";
import { testClinic } from "../../fakes/test-clinic.ts";

/** The clinics of the storm, which get mails about their calls. */
export async function storeClinics(store: Store): Promise<void> {
  for (const { id, slug, number, language } of clinics) {
    await store.clinics.add(
      testClinic({
        id,
        slug,
        name: "Clinique Test",
        address: "1 rue des Essais, Cotonou",
        country: "BJ",
        timezone: "Africa/Porto-Novo",
        language,
        ownerEmail: "owner@example.com",
        createdAt: Date.now(),
      }),
    );
    const scope = store.scope(id);
    const facts = { agentId: null, agentVersion: null, webhookUrl: null, monthlyCents: 0 };
    await scope.number.save({ phoneNumber: number, source: "imported", ...facts });
    await scope.notices.save({
      ...defaultNotices,
      callSummaries: true,
      weeklyDay: null,
      recipients: ["desk@example.com"],
    });
  }
}
