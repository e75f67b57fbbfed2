import type { Command } from "commander";
import { parseTelephone } from "../../domain/clinic/telephone.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import { AscendiaError } from "../../domain/errors.ts";
import type { DialPorts, DialStep } from "../../domain/outreach/dial/dial-ports.ts";
import type { Dial } from "../../domain/outreach/dial/dial.ts";
import { orderCall, planCall, type CallPlan } from "../../domain/outreach/dial/order-call.ts";
import { placeDial } from "../../domain/outreach/dial/place-dial.ts";
import type { Callee } from "../../domain/outreach/dial/whom-to-call.ts";
import { instantOf } from "../../domain/time/zoned-time.ts";
import { addClinicOption, agreeTo, chosenClinic, type WriteFlags } from "../clinic-bookings.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";
import { dateFrom, timeFrom } from "../wall-arguments.ts";
import { callTerms, placedJson, placedText, type CallTerms } from "./place-view.ts";

interface PlaceFlags extends WriteFlags {
  readonly to?: string;
  readonly contact?: string;
  readonly name?: string;
  readonly at?: string;
  readonly key?: string;
  readonly force?: string;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("call somebody about their appointment, now or when due; it costs money")
    .option("--to <number>", "whom to call: E.164, or as written in the clinic's country")
    .option("--contact <id>", "or a contact of the clinic")
    .option("--name <name>", "which of those who share the number")
    .option("--at <time>", 'when, by the clinic\'s clock, such as "2027-03-28 09:30"; now without it')
    .option("--key <key>", "the same key orders the same call, however often it is given")
    .option("--force <reason>", "overrule the hours; the reason is audited. An opt-out cannot be overruled")
    .action((flags: PlaceFlags) => place(flags, context));
}

async function place(flags: PlaceFlags, context: Context): Promise<void> {
  const clinic = await chosenClinic(flags, context);
  const ports = (await context.dialling())(clinic);
  const dueAt = flags.at === undefined ? context.clock.now() : instantFrom(flags.at, clinic, context);
  const request = { callee: calleeFrom(flags, clinic), dueAt, key: keyFrom(flags), force: forceFrom(flags) };
  const plan = await planCall(request, ports);
  const terms = await callTerms(plan, clinic, await context.store());
  if (flags.dryRun === true) return tell({ plan, terms, dial: plan.ordered, isDryRun: true, waits: null }, context);
  if (plan.ordered === null) {
    context.output.note(terms.lines.join("\n"));
    await agreeTo("Call?", context);
  }
  const dial = await changeAndRecord(() => orderCall(plan, ports), auditEntry(plan, clinic), context);
  const step = flags.at === undefined ? await placeNow(dial, ports, context) : null;
  const waits = step?.kind === "wait" ? step.why : null;
  tell({ plan, terms, dial: step?.dial ?? dial, isDryRun: false, waits }, context);
}

function auditEntry({ ordered, force }: CallPlan, clinic: Clinic) {
  return (dial: Dial) => {
    const after = { dial_id: dial.id, contact_id: dial.contactId, due_at: new Date(dial.dueAt).toISOString() };
    return { action: "call:place", clinic, before: ordered === null ? null : after, after, reason: force };
  };
}

/** Turns and lost answers are waited for this long; after that a worker goes on with it. */
const patienceMs = 20_000;

async function placeNow(dial: Dial, ports: DialPorts, context: Context): Promise<DialStep> {
  const until = context.clock.now() + patienceMs;
  let step = await placeDial(dial.id, ports);
  while (step.kind === "wait" && step.until <= until) {
    await context.wait(Math.max(0, step.until - context.clock.now()));
    step = await placeDial(dial.id, ports);
  }
  const { state, reason } = step.dial;
  if (state !== "failed") return step;
  throw new AscendiaError("failed", `Nobody was called: ${reason ?? "no reason is known"}.`, {
    hint: "See what stands in the way with: ascendia call:explain <contact>",
    detail: { dial_id: dial.id, reason },
  });
}

interface Told {
  readonly plan: CallPlan;
  readonly terms: CallTerms;
  readonly dial: Dial | null;
  readonly isDryRun: boolean;
  readonly waits: string | null;
}

function tell({ plan, terms, dial, isDryRun, waits }: Told, { output }: Context): void {
  const data = { dry_run: isDryRun, ...placedJson({ plan, terms, dial, waits }) };
  output.result(data, () => (isDryRun ? terms.lines.join("\n") : placedText(data, terms)));
}

function calleeFrom({ to, contact, name }: PlaceFlags, { country }: Clinic): Callee {
  if (contact !== undefined && to === undefined) return { contactId: contact };
  if (to !== undefined && contact === undefined) {
    return { phone: parseTelephone(to, country, "--to"), name: name ?? null };
  }
  throw new AscendiaError("usage", "Whom to call is to be named by --to or by --contact, and by one of them.", {
    hint: "Give --to <number> or --contact <id>.",
  });
}

function keyFrom({ key }: PlaceFlags): string | null {
  if (key === undefined || /^[\w.:-]{1,100}$/u.test(key)) return key ?? null;
  throw new AscendiaError("usage", `--key: "${key}" is no key.`, {
    hint: "Use up to 100 letters, digits and . : _ -",
  });
}

function forceFrom({ force }: PlaceFlags): string | null {
  if (force === undefined || force.trim() !== "") return force?.trim() ?? null;
  throw new AscendiaError("usage", "--force needs a reason, which is audited.", { hint: 'Give --force "<reason>".' });
}

function instantFrom(text: string, clinic: Clinic, context: Context): number {
  const [, date = "", time = ""] = /^(.+?)(?:T|\s+(?:at\s+|à\s+)?)(\d[\dh:]*)$/u.exec(text.trim()) ?? [];
  if (time === "") {
    throw new AscendiaError("usage", `--at: "${text}" is not a date and a time.`, {
      hint: 'Write it as "2027-03-28 09:30", by the clinic\'s clock.',
    });
  }
  const day = dateFrom({ text: date, where: "--at" }, { clinic, clock: context.clock });
  const at = instantOf(day, timeFrom(time, "--at"), clinic.timezone);
  if (at > context.clock.now()) return at;
  throw new AscendiaError("usage", `--at: "${text}" is past.`, { hint: "Leave it out to call now." });
}
