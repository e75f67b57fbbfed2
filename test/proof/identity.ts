import { type Arbitrary, boolean, constantFrom, nat, record, sample } from "fast-check";
import { NOON, NUMBERS } from "../server/server-fixture.ts";
import { print, table } from "./identity/print.ts";
import { type IdentityWorld, type Person, openIdentityWorld } from "./identity/world.ts";

const phones = [
  "said",
  "shown",
  "said-in-words",
  "other-said",
  "other-shown",
  "none",
  "placeholder",
  "withheld",
  "forwarded",
  "retell-said",
] as const;
const names = [
  "right",
  "case",
  "title",
  "swapped",
  "misheard",
  "wrong",
  "sibling",
  "first-only",
  "last-vowel",
  "no-name",
  "none",
] as const;
const births = ["right", "short", "wrong", "short-wrong", "no-date", "none"] as const;
const acts = ["find_appointment", "cancel_appointment", "reschedule_appointment", "confirm_appointment"] as const;

const attempts = record({
  person: nat(10),
  phone: constantFrom(...phones),
  name: constantFrom(...names),
  birth: constantFrom(...births),
  act: constantFrom(...acts),
  bySocket: boolean(),
});

type Attempt = typeof attempts extends Arbitrary<infer Value> ? Value : never;

/**
 * Callers who give right, wrong and missing factors, to the functions over HTTP and over the socket. A caller who gives
 * less than the phone on file and a second factor, or a wrong factor in addition, learns and changes nothing. A caller
 * who gives both succeeds, after at most one more question.
 */
export async function run({ quick, seed }: { readonly quick: boolean; readonly seed: number }) {
  const world = await openIdentityWorld();
  const tally = new Map<string, { passed: number; total: number }>();
  const count = (what: string, isRight: boolean, detail: string): void => {
    const kind = tally.get(what) ?? { passed: 0, total: 0 };
    tally.set(what, { passed: kind.passed + Number(isRight), total: kind.total + 1 });
    if (!isRight) print(`  WRONG ${what}: ${detail}`);
  };
  for (const [index, attempt] of sample(attempts, { numRuns: quick ? 120 : 2400, seed }).entries()) {
    await judge(attempt, `attempt-${index}`, { world, count });
  }
  for (const [index, person] of world.people.entries()) {
    for (const bySocket of [false, true])
      await extraQuestion(person, `rightful-${index}-${bySocket}`, { world, count, bySocket });
    await triesEnd(person, `tries-${index}`, { world, count });
  }
  print(table([...tally].map(([what, { passed, total }]) => [what, `${passed} of ${total}`])));
  const sums = [...tally.values()];
  await world.database.close();
  return {
    passed: sums.reduce((sum, one) => sum + one.passed, 0),
    total: sums.reduce((sum, one) => sum + one.total, 0),
  };
}

interface Judging {
  readonly world: IdentityWorld;
  readonly count: (what: string, isRight: boolean, detail: string) => void;
}

async function judge(attempt: Attempt, callId: string, { world, count }: Judging): Promise<void> {
  const { people, ask, database } = world;
  const person = people[attempt.person % people.length];
  if (person === undefined) throw new Error("nobody");
  await database.fleet.deleteFrom("identityTries").execute();
  const before = await state(world);
  const { act: name, bySocket } = attempt;
  const { clinic } = person;
  const answer = await ask({
    name,
    args: argsOf(attempt, person),
    clinic,
    callId,
    shown: shownOf(attempt, person),
    bySocket,
  });
  const text = JSON.stringify(answer);
  const isChanged = (await state(world)) !== before;
  if (isProof(attempt, person)) {
    const done = {
      find_appointment: answer["found"],
      cancel_appointment: answer["cancelled"],
      confirm_appointment: answer["confirmed"],
      reschedule_appointment: answer["rescheduled"],
    };
    count(
      "rightful callers succeed",
      done[name] === "true" ||
        (answer["available_slots"] !== undefined &&
          name === "reschedule_appointment" &&
          answer["reason"] !== "not_found"),
      `${JSON.stringify(attempt)} ${person.name}: ${text}`,
    );
    count(
      "no answer names another patient",
      people.every((other) => other === person || !text.includes(other.name)),
      text,
    );
  } else {
    count("without proof nothing changes", !isChanged, `${JSON.stringify(attempt)} ${person.name}`);
    count(
      "without proof nothing is learnt",
      text === neutral(answer, name),
      `${JSON.stringify(attempt)} ${person.name}: ${text}`,
    );
  }
  await restore(world);
}

/** The same answer for everyone: what a caller hears who names a number that no patient has. */
function neutral(answer: Readonly<Record<string, unknown>>, name: string): string {
  const { message } = answer;
  const isNeutral = typeof message === "string" && /avec ces informations|with those details/u.test(message);
  const denied = { message, appointments: [], reason: "not_found" };
  const all: Readonly<Record<string, object>> = {
    find_appointment: { ...denied, found: "false" },
    cancel_appointment: { cancelled: "false", ...denied },
    confirm_appointment: { ...denied, confirmed: "false" },
    reschedule_appointment: { rescheduled: "false", available_slots: [], ...denied },
  };
  return isNeutral ? JSON.stringify(all[name]) : "another sentence";
}

const OWN_PHONES: ReadonlySet<string> = new Set(["said", "shown", "said-in-words"]);
const OWN_NAMES: ReadonlySet<string> = new Set(["right", "case", "title", "swapped", "misheard"]);
const OTHER_NAMES: ReadonlySet<string> = new Set(["wrong", "sibling", "first-only", "last-vowel", "no-name"]);
const OWN_BIRTHS: ReadonlySet<string> = new Set(["right", "short"]);

/** Decided by how each factor was altered, without the program's code. */
function isProof({ phone, name, birth }: Attempt, person: Person): boolean {
  if (!OWN_PHONES.has(phone) || OTHER_NAMES.has(name)) return false;
  const isNamed = OWN_NAMES.has(name);
  const isBorn = OWN_BIRTHS.has(birth) && person.birthDate !== null;
  const isBornOtherwise = birth !== "none" && !OWN_BIRTHS.has(birth);
  if (isBornOtherwise && (person.birthDate !== null || !isNamed)) return false;
  return isNamed || (isBorn && !person.hasFamily);
}

const strangers: Readonly<Record<string, string>> = { BJ: "+2290197000099", US: "+15125550199" };

function argsOf({ phone, name, birth, act }: Attempt, person: Person): Readonly<Record<string, unknown>> {
  const national = person.phone.replace(/^\+(?:229|1)/u, "").replaceAll(/(\d{2})(?=\d)/gu, "$1 ");
  const said: Readonly<Record<string, string | undefined>> = {
    said: person.phone,
    "said-in-words": national,
    "other-said": strangers[person.clinic.country],
    "retell-said": NUMBERS[person.clinic.id],
  };
  const born = {
    right: person.birthDate ?? "",
    short: shortDate(person),
    wrong: "1901-01-01",
    "short-wrong": "1/1/01",
    "no-date": "31/2/1980",
    none: "",
  }[birth];
  const date = act === "reschedule_appointment" ? { date: "2026-11-30", time: "09:00" } : {};
  const id = act === "find_appointment" ? {} : { appointment_id: person.appointmentId };
  return {
    ...id,
    ...date,
    patient_phone: said[phone] ?? "",
    patient_name: nameOf(name, person.name),
    birth_date: born,
  };
}

/** As people in the clinic's country write it: 3/2/80. */
function shortDate({ birthDate, clinic }: Person): string {
  const [year = "", month = "", day = ""] = (birthDate ?? "").split("-");
  if (year === "") return "";
  return `${clinic.country === "US" ? `${month}/${day}` : `${day}/${month}`}/${year.slice(2)}`;
}

function nameOf(kind: Attempt["name"], name: string): string {
  const parts = name.split(" ");
  const plain = name.normalize("NFD").replaceAll(/\p{M}/gu, "");
  const forms: Readonly<Record<Attempt["name"], string>> = {
    right: name,
    case: plain.toUpperCase().replaceAll("-", " "),
    title: `Madame ${name}`,
    swapped: [...parts.slice(1), parts[0]].join(" "),
    misheard: name.replace(/([bcdfglmnprst])(?=[aeiouy])/u, "$1$1"),
    wrong: "Zoé Inconnue",
    sibling: `Barnabé ${parts.at(-1) ?? ""}`,
    "first-only": parts[0] ?? "",
    "last-vowel": `${(parts[0] ?? "").replace(/[aeiouy]?$/u, (vowel) => (vowel === "o" ? "a" : "o"))} ${parts.slice(1).join(" ")}`,
    "no-name": "his wife",
    none: "",
  };
  return forms[kind];
}

const withheld = [
  "+266696687",
  "+7378742833",
  "+2562533",
  "+8656696",
  "+86282452253",
  "anonymous",
  "unknown",
  "restricted",
];

function shownOf({ phone, person: index }: Attempt, { clinic, phone: own }: Person): string | null {
  if (phone === "shown") return own;
  if (phone === "placeholder") return withheld[index % 5] ?? null;
  if (phone === "withheld") return withheld[5 + (index % 3)] ?? null;
  if (phone === "forwarded") return (index % 2 === 0 ? clinic.phone : NUMBERS[clinic.id]) ?? null;
  return phone === "none" ? null : (strangers[clinic.country] ?? null);
}

/** First only a first name, then everything that is asked for: one more question. */
async function extraQuestion(
  person: Person,
  callId: string,
  { world, count, bySocket }: Judging & { readonly bySocket: boolean },
): Promise<void> {
  await world.database.fleet.deleteFrom("identityTries").execute();
  const { clinic, phone, name } = person;
  const asked = { name: "find_appointment", clinic, callId, shown: phone, bySocket };
  const first = await world.ask({ ...asked, args: { patient_name: name.split(" ")[0] } });
  const second = await world.ask({ ...asked, args: { patient_name: name } });
  count("one more question is enough", first["found"] === "false" && second["found"] === "true", name);
}

/** Three attempts per call: the right answer comes too late. */
async function triesEnd(person: Person, callId: string, { world, count }: Judging): Promise<void> {
  await world.database.fleet.deleteFrom("identityTries").execute();
  const { clinic, phone, name } = person;
  const asked = { name: "find_appointment", clinic, callId, shown: phone, bySocket: false };
  for (const wrong of ["Un Inconnu", "Deux Inconnu", "Trois Inconnu"])
    await world.ask({ ...asked, args: { patient_name: wrong } });
  const late = await world.ask({ ...asked, args: { patient_name: name } });
  count(
    "three wrong tries end a call",
    late["found"] === "false" && late["reason"] === "too_many_tries",
    JSON.stringify(late),
  );
}

async function state({ database }: IdentityWorld): Promise<string> {
  const rows = await database.fleet.selectFrom("appointments").selectAll().orderBy("id").execute();
  return JSON.stringify(rows);
}

/** Undoes a rightful caller's changes for the next one. */
async function restore({ database }: IdentityWorld): Promise<void> {
  await database.fleet.deleteFrom("appointments").where("rescheduledFrom", "is not", null).execute();
  await database.fleet
    .updateTable("appointments")
    .set({ status: "scheduled", updatedAt: NOON, calendarSequence: 0, changeReason: null })
    .execute();
}
