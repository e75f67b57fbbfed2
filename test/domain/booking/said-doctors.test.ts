import { describe, expect, it } from "vitest";
import { type DoctorMatch, type NamedDoctor, matchDoctor } from "../../../src/domain/booking/names/match-doctor.ts";
import { spanishDoctors } from "../language/said/spanish.ts";
import { doctorsOfCalls } from "./doctors-of-calls.ts";
import { saidDoctors } from "./said-doctors.ts";

function written(match: DoctorMatch<NamedDoctor>): string {
  if (match.kind === "one") return match.doctor.id;
  if (match.kind !== "several") return match.kind.replace("_", " ");
  const ids = match.doctors.map(({ id }) => id).toSorted((a, b) => a.localeCompare(b));
  return `ask ${ids.join(" ")}`;
}

describe.each([...saidDoctors, ...doctorsOfCalls, spanishDoctors])("doctors said at clinic %#", ({ doctors, said }) => {
  const rows = Object.entries(said).flatMap(([meant, list]) => list.split(" | ").map((text) => [text, meant] as const));

  it.each(rows)("%s is %s", (text, meant) => {
    expect(written(matchDoctor(text, doctors))).toBe(meant);
  });
});

it("a surname with another first name leads to a question, not to a match", () => {
  const [clinic] = saidDoctors.slice(-1);
  expect(written(matchDoctor("John Smith", clinic?.doctors ?? []))).toBe("ask smith");
});
