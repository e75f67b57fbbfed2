import { shortId } from "../../domain/find-by-id.ts";
import type { Command } from "commander";
import { centsPerMinuteOf } from "../../domain/call/call.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import type { OutreachPorts } from "../../domain/outreach/ports.ts";
import { maskNumber } from "../../domain/clinic/telephone/mask-number.ts";
import { parseTelephone } from "../../domain/clinic/telephone/telephone.ts";
import type { Store } from "../../domain/fleet/ports.ts";
import { writtenInstant } from "../../domain/language/dates/spoken-date.ts";
import type { AttemptPorts, AttemptStep } from "../../domain/outreach/attempts/attempt-ports.ts";
import type { CallAttempt } from "../../domain/outreach/attempt.ts";
import {
  type CallPlan,
  type CallRequest,
  type Callee,
  orderCall,
  planCall,
} from "../../domain/outreach/attempts/order-attempt.ts";
import { placeAttempt } from "../../domain/outreach/attempts/place-attempt.ts";
import { dateAt, wallTimeAt } from "../../domain/time/zoned-time.ts";
import { AscendiaError } from "../../errors.ts";
import { type WriteFlags, addClinicOption, agreeTo, chosenClinic, contactNamed } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { instantFrom } from "../date-arguments.ts";
import { changeAndRecord } from "../record-change.ts";

/** The terms that the user confirms. */
export interface CallTerms {
  readonly clinic: string;
  readonly to: string;
  readonly from: string | null;
  readonly agent: string | null;
  readonly agentVersion: number | null;
  /** Average over the clinic's last calls; null: none had a cost yet. */
  readonly centsPerMinute: number | null;
  /** In the clinic's time zone. */
  readonly when: string;
  readonly lines: readonly string[];
}

export async function callTerms(plan: CallPlan, clinic: Clinic, store: Store): Promise<CallTerms> {
  const scope = store.scope(clinic.id);
  const number = await scope.number.find();
  const centsPerMinute = centsPerMinuteOf(await scope.calls.list({ limit: 50 }));
  const { timezone: zone } = clinic;
  const terms = {
    clinic: clinic.slug,
    to: maskNumber(plan.contact.phone) ?? "",
    from: number?.phoneNumber ?? null,
    agent: number?.agentId ?? null,
    agentVersion: number?.agentVersion ?? null,
    centsPerMinute,
    when: `${dateAt(plan.dueAt, zone)} ${wallTimeAt(plan.dueAt, zone)} ${zone}`,
  };
  return { ...terms, lines: termLines(plan, clinic, terms) };
}

function termLines(
  { contact, appointmentAt, about }: CallPlan,
  clinic: Clinic,
  { to, from, agent, agentVersion, centsPerMinute, when }: Omit<CallTerms, "lines">,
): readonly string[] {
  const { timezone: zone, language } = clinic;
  const version = agentVersion === null ? "" : ` version ${agentVersion}`;
  return [
    `Call for ${clinic.name}:`,
    `  to           ${to}, in ${contact.language}`,
    `  from         ${from ?? "no number"}`,
    `  agent        ${agent ?? "as bound to the number"}${version}`,
    about === null
      ? `  appointment  ${appointmentAt === null ? "none" : writtenInstant(appointmentAt, zone, language)}`
      : `  says         ${about}`,
    `  when         ${when}`,
    `  price        ${priceSaid(centsPerMinute)}`,
  ];
}

function priceSaid(centsPerMinute: number | null): string {
  if (centsPerMinute === null) return "per minute, at Retell's prices";
  return `about $${(centsPerMinute / 100).toFixed(3)} a minute, based on the clinic's last calls`;
}

interface Placed {
  readonly plan: CallPlan;
  readonly terms: CallTerms;
  readonly attempt: CallAttempt | null;
  /** What the call waits for; null: nothing. */
  readonly waits: string | null;
}

export function placedJson({ plan, terms, attempt, waits }: Placed) {
  const { clinic, to, from, agent, agentVersion, centsPerMinute } = terms;
  return {
    clinic,
    contact_id: plan.isNew && attempt === null ? null : plan.contact.id,
    to,
    from,
    agent_id: agent,
    agent_version: agentVersion,
    cents_per_minute: centsPerMinute,
    due_at: new Date(attempt?.dueAt ?? plan.dueAt).toISOString(),
    repeated: plan.ordered !== null,
    ...attemptJson(attempt),
    waits_for: waits,
  };
}

const noAttempt = { id: null, state: null, callId: null, outcome: null };

function attemptJson(attempt: CallAttempt | null) {
  const { id, state, callId, outcome } = attempt ?? noAttempt;
  return { dial_id: id, state, call_id: callId, outcome };
}

type PlacedData = ReturnType<typeof placedJson>;

const states: Readonly<Record<string, (data: PlacedData, terms: CallTerms) => string>> = {
  placed: ({ to, call_id: id }) => `Calling ${to}: ${id ?? ""}. Follow it with: ascendia call:show ${id ?? ""}`,
  ended: ({ to, call_id: id, outcome }) => `${to} was called: ${outcome ?? "ended"}. ascendia call:show ${id ?? ""}`,
  planned: ({ to, waits_for: why }, { when }) =>
    `${to} will be called ${why === null ? `at ${when}` : `later (${why})`}. ascendia serve or ascendia worker places it.`,
};

export function placedText(data: PlacedData, terms: CallTerms): string {
  const before = data.repeated ? "Already ordered. " : "";
  const text = states[data.state ?? ""]?.(data, terms);
  const unknown = `Retell has not confirmed the call to ${terms.to} yet; ascendia serve or ascendia worker keeps checking.`;
  return `${before}${text ?? unknown}\ndial ${data.dial_id ?? ""}`;
}

interface PlaceFlags extends WriteFlags {
  readonly to?: string;
  readonly contact?: string;
  readonly name?: string;
  readonly at?: string;
  readonly key?: string;
  readonly force?: string;
  readonly about?: string;
  readonly consent?: string;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("call a patient about an appointment, or give a notice, now or later; costs money")
    .option("--to <number>", "phone number, in E.164 or the clinic's national format")
    .option("--contact <id>", "contact of the clinic, instead of --to")
    .option("--name <name>", "contact name, if several share the number")
    .option("--at <time>", 'time at the clinic, such as "2027-03-28 09:30" (default: now)')
    .option("--key <key>", "idempotency key: repeating it never places a second call")
    .option(
      "--force <reason>",
      "call outside the permitted hours for this reason; audited, and never overrides an opt-out",
    )
    .option("--about <text>", "what to say; the person needs no appointment; nothing medical")
    .option("--consent <how>", "with --about: how they agreed to be called; audited")
    .action((flags: PlaceFlags) => place(flags, context));
}

async function place(flags: PlaceFlags, context: Context): Promise<void> {
  const clinic = await chosenClinic(flags, context);
  const ports = await (await context.dialling())(clinic);
  const dueAt = flags.at === undefined ? context.clock.now() : instantFrom(flags.at, clinic, context);
  const request = {
    callee: await calleeFrom(flags, ports),
    dueAt,
    key: keyFrom(flags),
    force: forceFrom(flags),
    ...noticeFrom(flags),
  };
  const plan = await planCall(request, ports);
  const terms = await callTerms(plan, clinic, await context.store());
  if (flags.dryRun === true) return tell({ plan, terms, attempt: plan.ordered, isDryRun: true, waits: null }, context);
  if (plan.ordered === null) {
    context.output.note(terms.lines.join("\n"));
    await agreeTo("Call?", context);
  }
  const attempt = await changeAndRecord(() => orderCall(plan, ports), auditEntry(plan, clinic), context);
  const step = flags.at === undefined ? await placeNow(attempt, ports, context) : null;
  const waits = step?.kind === "wait" ? step.why : null;
  tell({ plan, terms, attempt: step?.attempt ?? attempt, isDryRun: false, waits }, context);
}

function auditEntry({ ordered, force, consent }: CallPlan, clinic: Clinic) {
  return (attempt: CallAttempt) => {
    const after = { dial_id: attempt.id, contact_id: attempt.contactId, due_at: new Date(attempt.dueAt).toISOString() };
    const reason = [force, consent].filter((text) => text !== null).join("; ");
    return {
      action: "call:place",
      clinic,
      before: ordered === null ? null : after,
      after,
      reason: reason === "" ? null : reason,
    };
  };
}

/** The command waits this long for a free line or a lost answer; then a worker takes over. */
const patienceMs = 20_000;

async function placeNow(attempt: CallAttempt, ports: AttemptPorts, context: Context): Promise<AttemptStep> {
  const until = context.clock.now() + patienceMs;
  let step = await placeAttempt(attempt.id, ports);
  while (step.kind === "wait" && step.until <= until) {
    await context.wait(Math.max(0, step.until - context.clock.now()));
    step = await placeAttempt(attempt.id, ports);
  }
  const { state, reason } = step.attempt;
  if (state !== "failed") return step;
  throw new AscendiaError("failed", `No call was placed: ${reason ?? "unknown reason"}.`, {
    hint: `See which rule blocks it with: ascendia call:explain ${shortId(attempt.contactId)}`,
    detail: { dial_id: attempt.id, reason },
  });
}

interface Told {
  readonly plan: CallPlan;
  readonly terms: CallTerms;
  readonly attempt: CallAttempt | null;
  readonly isDryRun: boolean;
  readonly waits: string | null;
}

function tell({ plan, terms, attempt, isDryRun, waits }: Told, { output }: Context): void {
  const data = { dry_run: isDryRun, ...placedJson({ plan, terms, attempt, waits }) };
  output.result(data, () => (isDryRun ? terms.lines.join("\n") : placedText(data, terms)));
}

async function calleeFrom({ to, contact, name }: PlaceFlags, ports: OutreachPorts): Promise<Callee> {
  if (contact !== undefined && to === undefined) return { contactId: (await contactNamed(contact, ports)).id };
  if (to !== undefined && contact === undefined) {
    return { phone: parseTelephone(to, ports.clinic.country, "--to"), name: name ?? null };
  }
  throw new AscendiaError("usage", "Pass exactly one of --to or --contact.", {
    hint: "Use --to <number> or --contact <id>.",
  });
}

function keyFrom({ key }: PlaceFlags): string | null {
  if (key === undefined || /^[\w.:-]{1,100}$/u.test(key)) return key ?? null;
  throw new AscendiaError("usage", `--key: "${key}" is not a valid key.`, {
    hint: "Use up to 100 letters, digits and . : _ -",
  });
}

function forceFrom({ force }: PlaceFlags): string | null {
  if (force === undefined || force.trim() !== "") return force?.trim() ?? null;
  throw new AscendiaError("usage", "--force needs a reason.", {
    hint: 'Pass --force "<reason>"; it is recorded in the audit log.',
  });
}

const longestNotice = 300;

function noticeFrom({ about, consent }: PlaceFlags): Pick<CallRequest, "about" | "consent"> {
  const [text, how] = [about?.trim() ?? null, consent?.trim() ?? null];
  if (text === null && how !== null) {
    throw new AscendiaError("usage", "--consent needs --about.", { hint: "Say what the call is about with --about." });
  }
  if (text === "" || (text ?? "").length > longestNotice) {
    throw new AscendiaError("usage", `--about takes 1 to ${longestNotice} characters.`, {
      hint: "Write one or two sentences, as the agent should speak them.",
    });
  }
  if (how === "") throw new AscendiaError("usage", "--consent needs a text.", { hint: "Say how the person agreed." });
  return { about: text, consent: how };
}
