import type { Heard } from "../../domain/call/requests/heard-request.ts";
import { withoutPersons } from "../../domain/call/requests/recorded-request.ts";
import type { Store } from "../../domain/fleet/ports.ts";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { recordRead } from "../record-change.ts";
import { withoutNumbers } from "../view.ts";
import { type HeardLine, callOf, clinicOf, timeOf } from "./heard-view.ts";
import { bodyOf } from "./send-again.ts";

const FOLDER = "fixtures";

/** A number that belongs to nobody, as in the sample events. */
const CALLER = "+14155550199";
const standIns = { name: "Test", birthDate: "1985-04-12", mail: "caller@example.com" };

/**
 * Writes the request to a file that `event:trigger --file` and `listen` can send again, without personal data. @returns
 * the file @throws failed when its body was not kept
 */
export async function saveFixture(line: HeardLine, context: Context): Promise<string> {
  const { heard } = line;
  const body = await bodyOf(heard, context);
  if (body === undefined) {
    throw new AscendiaError("failed", `The body of #${line.n} was not kept.`, {
      hint: "It was unsigned, or too long.",
    });
  }
  const callId = withoutNumbers(callOf(line) ?? "none", {});
  await recordRead({ action: "listen", subject: `call:${callId}`, shown: { saved: "fixture" } }, context);
  const own = await clinicsNumber(heard, await context.store());
  const [safe = ""] = withoutPersons([body], {
    ...standIns,
    number: (number) => (own === number ? number : CALLER),
  });
  const file = `${FOLDER}/${nameOf(heard)}-${timeOf(heard.at).replaceAll(":", "")}-${line.n}.json`;
  await context.makeFolder(FOLDER);
  await context.writePrivately(file, `${JSON.stringify(JSON.parse(safe), null, 2)}\n`);
  return file;
}

/** The clinic's number stays: with any other, the fixture would reach no clinic. */
async function clinicsNumber(heard: Heard, store: Store): Promise<string | undefined> {
  const slug = clinicOf(heard, new Map());
  const clinic = slug === null ? undefined : await store.clinics.find(slug);
  return clinic === undefined ? undefined : (await store.scope(clinic.id).number.find())?.phoneNumber;
}

function nameOf(heard: Heard): string {
  if (heard.kind === "stored") return safeName(heard.event.event);
  const { asking } = heard.read;
  return safeName("name" in asking ? asking.name : asking.kind);
}

function safeName(name: string): string {
  return name.replaceAll(/[^\w-]/gu, "_").slice(0, 60);
}
