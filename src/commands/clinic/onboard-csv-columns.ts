/** What the columns hold; `ascendia help clinic:onboard` prints this table. */
export const csvColumns = {
  slug: "made from the name when empty",
  name: "the clinic as callers know it",
  address: "street and town, as said to callers",
  country: "ISO 3166-1, such as BJ",
  timezone: "IANA name, such as Africa/Porto-Novo",
  language: "fr or en",
  phone: "optional",
  transfer_number: "optional",
  emergency_number: "optional",
  owner_email: "who is told that the receptionist is ready",
  instructions: "optional",
  hours: "Mon-Fri 08:00-12:30,14:00-18:00; Sat 09:00-12:00",
  doctors: "Name;Specialty[;mail] | Name;Specialty",
  rooms: "optional: Room 1 | Room 2",
  sms: "optional: yes or no",
  number: "buy:US, buy:US:512, buy:US:toll-free, buy:CA or import:+229…:trunk.example.com",
  sip_username: "optional, of an imported number",
  sip_password_env: "optional: environment variable with the trunk's password",
  sip_transport: "optional: TCP, TLS or UDP",
} as const;

export type CsvColumn = keyof typeof csvColumns;
export type CsvCells = Readonly<Partial<Record<CsvColumn, string>>>;

export const requiredColumns: readonly CsvColumn[] = [
  "name",
  "address",
  "country",
  "timezone",
  "language",
  "owner_email",
  "hours",
  "doctors",
  "number",
];
