import type { Page } from "playwright-core";
import { systemClock } from "../../../src/adapters/system/clock.ts";
import { newId } from "../../../src/adapters/system/ids.ts";
import { newContact } from "../../../src/domain/outreach/contact-changes.ts";
import { defaultPolicy } from "../../../src/domain/outreach/policy.ts";
import type { ConsoleInstallation } from "./installation.ts";

const NAME = "Parfait Double";

/** Adds a person who may be called at any hour. @returns the contact's id */
export async function addWilling({ inStore }: ConsoleInstallation, slug: string): Promise<string> {
  const person = {
    name: NAME,
    phone: "+2290197000031",
    language: "fr",
    consentBasis: "stated",
    consent: true,
  } as const;
  const appointmentAt = systemClock.now() + 48 * 3_600_000;
  const contact = newContact({ ...person, appointmentAt }, { clock: systemClock, newId });
  await inStore(async (store) => {
    const clinic = await store.clinics.find(slug);
    await store.scope(clinic?.id ?? "").outreach.transact(async (stores) => {
      await stores.contacts.add(contact);
      const always = { opensAt: "00:00", closesAt: "24:00", onSundays: true, onHolidays: true };
      await stores.policy.save({ ...defaultPolicy, ...always });
    });
  });
  return contact.id;
}

/**
 * Double-clicks that person's button, with the events that browsers send. @returns how many calls were ordered, and the
 * page's text
 */
export async function pressTwice(page: Page, contactId: string, slug: string, { inStore }: ConsoleInstallation) {
  const row = page.locator("tr", { hasText: NAME });
  await row.locator("button").dblclick();
  // The second click may abort the navigation that the first began, so the page is awaited, not a navigation.
  const notice = page.locator(".notice.good");
  await notice.waitFor();
  const says = (await notice.textContent()) ?? "";
  let ordered = 0;
  await inStore(async (store) => {
    const clinic = await store.clinics.find(slug);
    ordered = (await store.scope(clinic?.id ?? "").outreach.stores.dials.ofContact(contactId)).length;
  });
  return { ordered, says };
}
