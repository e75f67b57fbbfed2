/** A valid clinic file. */
export const clinicFile = {
  name: "Clinique Sainte-Thérèse",
  address: "12 rue du Port, Cotonou",
  country: "BJ",
  timezone: "Africa/Porto-Novo",
  language: "fr",
  owner_email: "owner@example.com",
  hours: { mon: [["08:00", "12:30"]], tue: [["14:00", "18:00"]] },
  doctors: [{ name: "Awa Test", specialty: "Dentiste" }],
  number: { import: { phone_number: "0197000001", termination_uri: "trunk.example.com" } },
};

export const boughtClinicFile = {
  ...clinicFile,
  name: "Austin Test Clinic",
  address: "1 Main Street, Austin",
  country: "US",
  timezone: "America/Chicago",
  language: "en",
  number: { buy: { country: "US", area_code: 512 } },
};
