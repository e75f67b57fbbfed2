import type { Clinic } from "../../src/domain/clinic/clinic.ts";

const plain: Clinic = {
  id: "clinic-1",
  slug: "test",
  name: "Test",
  address: "",
  country: "FR",
  timezone: "Europe/Paris",
  language: "fr",
  phone: null,
  transferNumber: null,
  emergencyNumber: null,
  emergencyServices: null,
  afterHours: null,
  onCallNumber: null,
  notice: null,
  article: null,
  voice: null,
  secondLanguage: null,
  retell: null,
  ownerEmail: "",
  instructions: null,
  smsEnabled: false,
  status: "active",
  createdAt: 0,
};

/** A clinic with only the properties that the test is about. */
export function testClinic(more: Partial<Clinic> = {}): Clinic {
  return { ...plain, ...more };
}
