import { type TestClinic, austin, cotonou } from "../../commands/simulate-fixture.ts";

/** Half an hour off the other zones, with the southern hemisphere's clock changes. */
const adelaide: TestClinic = {
  clinic: {
    ...austin.clinic,
    id: "0199a000-0000-7000-8000-00000000000c",
    slug: "adelaide-hills",
    name: "Adelaide Hills Practice",
    address: "3 Test Terrace, Adelaide",
    country: "AU",
    timezone: "Australia/Adelaide",
    transferNumber: "+61855500101",
    emergencyNumber: "+61855500102",
    smsEnabled: false,
  },
  phoneNumber: "+61855500100",
  doctors: [
    // Has the name of the patient whom the scenarios prefer.
    {
      id: "0199a000-0000-7000-8000-0000000000c1",
      name: "Awa Test",
      specialty: "Dermatology",
      email: null,
      active: true,
    },
    {
      id: "0199a000-0000-7000-8000-0000000000c2",
      name: "Noor Pattern",
      specialty: "Cardiology",
      email: null,
      active: true,
    },
  ],
};

/** Without clock changes, with northern ones, with southern ones. */
export const threeZones: readonly TestClinic[] = [cotonou, austin, adelaide];
