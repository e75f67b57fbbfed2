import type { PlatformNumber } from "../../number/ports.ts";
import type { DesiredFleet, Finding } from "./drift.ts";
import { desiredBinding } from "./desired-binding.ts";
import { numberDrift } from "./number-drift.ts";
import type { FleetClinic } from "./ports.ts";

/** What Retell has, by number and by the slug of its mark. */
export interface NumberIndex {
  readonly byNumber: ReadonlyMap<string, PlatformNumber>;
  readonly byMark: ReadonlyMap<string, readonly PlatformNumber[]>;
}

/** All that is wrong with one clinic. */
export function clinicDrift(entry: FleetClinic, fleet: DesiredFleet, index: NumberIndex): readonly Finding[] {
  const { status } = entry.clinic;
  if (status === "onboarding" || status === "offboarded") return unfinished(entry);
  return [...emptyClinic(entry), ...numberFindings(entry, fleet, index)];
}

function unfinished({ clinic, number }: FleetClinic): readonly Finding[] {
  const { slug, status } = clinic;
  const base = { kind: "unfinished", subject: slug, repair: null } as const;
  if (status === "onboarding") {
    const fix =
      number === null ? "the clinic:onboard command that began it" : `ascendia clinic:onboard --resume ${slug}`;
    const paid = number === null ? "it has no number yet" : `it has the number ${number.phoneNumber}`;
    return [{ ...base, detail: `its onboarding stopped; ${paid}`, fix }];
  }
  if (number === null) return [];
  const detail = `it is offboarded and still has the number ${number.phoneNumber}`;
  return [{ ...base, detail, fix: `ascendia number:release ${number.phoneNumber}` }];
}

function emptyClinic({ clinic, doctors, hasHours }: FleetClinic): readonly Finding[] {
  const { slug } = clinic;
  const base = { subject: slug, repair: null } as const;
  return [
    ...(doctors > 0
      ? []
      : [
          {
            ...base,
            kind: "no_doctors" as const,
            detail: "callers cannot book: it has no active doctor",
            fix: `ascendia doctor:add --clinic ${slug} --name <name> --specialty <specialty>`,
          },
        ]),
    ...(hasHours
      ? []
      : [
          {
            ...base,
            kind: "no_hours" as const,
            detail: "callers cannot book: it is closed all week",
            fix: `ascendia hours:set "Mon-Fri 08:00-12:30,14:00-18:00" --clinic ${slug}`,
          },
        ]),
  ];
}

function numberFindings(entry: FleetClinic, fleet: DesiredFleet, index: NumberIndex): readonly Finding[] {
  const { clinic, number } = entry;
  const found = number === null ? undefined : index.byNumber.get(number.phoneNumber);
  if (found === undefined) return [missing(entry, index)];
  const { id: clinicId, slug } = clinic;
  return numberDrift(found, desiredBinding(entry, fleet)).map(({ kind, detail, changes }) => ({
    kind,
    subject: slug,
    detail,
    fix: `ascendia fleet:apply --only ${kind}`,
    repair: { clinicId, slug, phoneNumber: found.phoneNumber, changes },
  }));
}

/** Getting another number costs money or needs the carrier, so it is a person's choice. */
function missing({ clinic, number }: FleetClinic, { byMark }: NumberIndex): Finding {
  const { slug } = clinic;
  const base = { kind: "number_missing", subject: slug, repair: null } as const;
  const [spare] = byMark.get(slug) ?? [];
  const what = number === null ? "it has no number" : `${number.phoneNumber} is not in this Retell account any more`;
  if (spare !== undefined) {
    const detail = `${what}; ${spare.phoneNumber} is there and carries its mark`;
    return { ...base, detail, fix: `ascendia number:bind ${slug} --number ${spare.phoneNumber}` };
  }
  const fix =
    number?.source === "bought"
      ? `ascendia clinic:onboard --resume ${slug} (buys another number)`
      : `ascendia number:import ${slug} --number <number> --termination-uri <host>`;
  return { ...base, detail: what, fix };
}
