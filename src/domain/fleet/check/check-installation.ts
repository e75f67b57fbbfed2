import { jsonOf } from "../../../json.ts";
import type { SignedRequest, WireOutcome } from "../../call/signed-request.ts";
import * as z from "zod";
import { AscendiaError } from "../../../errors.ts";
import { CALLER_VARIABLES } from "../../agent/template/check-template.ts";
import { type Clinic, accountOf } from "../../clinic/clinic.ts";
import { countriesWithServices } from "../../clinic/requests/emergency-services.ts";
import { type PinnedAgent, inboundWebhookUrl } from "../../number/number.ts";
import { type Finding, driftKinds } from "../repair/drift.ts";
import { transferProblems } from "../../call/line/transfer-numbers.ts";
import { type FleetPorts, type FleetView, accountsIn, viewFleet } from "../repair/plan-repairs.ts";
import { type FleetClinic, noSuchClinic } from "../ports.ts";
import { type CheckFinding, bad, doubtful, good } from "./check-finding.ts";
import { isPrivateHost } from "./served-address.ts";

/** The longest a caller may wait for the first words (performance budget of the inbound webhook). */
const SLOW_MS = 1000;

const PATIENCE_MS = 10_000;

const inboundAnswer = z.object({
  call_inbound: z.object({
    reject: z.literal(true).optional(),
    dynamic_variables: z.record(z.string(), z.unknown()).optional(),
  }),
});

interface ClinicCheck {
  readonly finding: CheckFinding;
  /** null: no answer. */
  readonly ms: number | null;
}

interface Surroundings {
  readonly probes: Probes;
  readonly publicUrl: string;
  readonly now: number;
}

/** Sends, over the public URL, the signed request that Retell sends when the clinic's number rings; changes nothing. */
async function checkClinic(entry: FleetClinic, { probes, publicUrl, now }: Surroundings): Promise<ClinicCheck> {
  const { clinic, number } = entry;
  const to = number === null ? {} : { to_number: number.phoneNumber };
  const call = { call_id: `call_check_${clinic.id}`, from_number: "+14155550199", ...to };
  const outcome = await probes.send({
    method: "POST",
    url: inboundWebhookUrl(publicUrl, clinic.id),
    headers: {},
    body: JSON.stringify({ event: "call_inbound", event_timestamp: now, call_inbound: call }),
    timeoutMs: PATIENCE_MS,
    account: accountOf(clinic),
  });
  return { finding: findingOf(clinic, outcome), ms: outcome.kind === "answered" ? outcome.ms : null };
}

function findingOf(clinic: Clinic, outcome: WireOutcome): CheckFinding {
  const what = `clinic ${clinic.slug}`;
  if (outcome.kind === "failed") {
    return bad(what, "failed", { detail: outcome.reason, fix: "Start the server: ascendia serve" });
  }
  const { status, body, ms } = outcome;
  const time = `${ms.toFixed(0)} ms`;
  if (status !== 200) return bad(what, codeOf(status), { detail: `answered ${status} in ${time}`, fix: fixOf(status) });
  const problem = problemOf(clinic, body);
  if (problem !== undefined)
    return bad(what, "failed", { detail: `${problem}, in ${time}`, fix: `ascendia clinic:show ${clinic.slug}` });
  if (ms <= SLOW_MS) return good(what, `${clinic.status}, answered in ${time}`);
  const fix = "Run the server closer to Retell, or on a faster machine.";
  return bad(what, "failed", { detail: `answered in ${time}; callers hear ringing meanwhile`, fix });
}

function codeOf(status: number): "unauthorized" | "failed" {
  return status === 401 ? "unauthorized" : "failed";
}

function fixOf(status: number): string {
  if (status === 401) return "Set the same RETELL_API_KEY on the server, and check its clock.";
  if (status === 404) return "The server uses another database: start it with the same one.";
  return "Check the server's log.";
}

/** undefined: it is the right clinic's answer, with every variable that a template may expect, as text. */
function problemOf(clinic: Clinic, body: string): string | undefined {
  const parsed = inboundAnswer.safeParse(jsonOf(body));
  if (!parsed.success) return "the answer is not in the form that Retell expects";
  const { reject, dynamic_variables: variables = {} } = parsed.data.call_inbound;
  if (reject === true) return clinic.status === "suspended" ? undefined : "its calls are rejected";
  const wrong = CALLER_VARIABLES.filter((name) => typeof variables[name] !== "string");
  if (wrong.length > 0) return `variables are missing: ${wrong.join(", ")}`;
  if (variables["clinic_id"] !== clinic.id) return "the answer is for another clinic";
  const isClosed = variables["clinic_status"] !== "open";
  if (isClosed === (clinic.status === "suspended")) return undefined;
  return isClosed ? "callers hear that it is closed" : "it is suspended, but callers do not hear it";
}

interface Place {
  /** null: not set. */
  readonly publicUrl: string | null;
  readonly isLive: boolean;
}

const publicUrlCheck = "public URL";

/** Checks, without a request, whether Retell could reach the address at all. */
function checkPublicUrl({ publicUrl, isLive }: Place): CheckFinding {
  if (publicUrl === null) {
    const trouble = { detail: "ASCENDIA_PUBLIC_URL is not set", fix: "Set it to the https address of ascendia serve." };
    return isLive ? bad(publicUrlCheck, "not_configured", trouble) : doubtful(publicUrlCheck, trouble);
  }
  const { hostname, protocol } = new URL(publicUrl);
  if (isPrivateHost(hostname)) {
    const trouble = {
      detail: `${publicUrl} is an address of this machine or network: only a local sandbox can reach it`,
      fix: "Set ASCENDIA_PUBLIC_URL to an address that is reachable from the internet.",
    };
    return isLive ? bad(publicUrlCheck, "not_configured", trouble) : doubtful(publicUrlCheck, trouble);
  }
  if (protocol === "https:") return good(publicUrlCheck, publicUrl);
  const trouble = { detail: `${publicUrl} is not encrypted`, fix: "Serve it over https." };
  return bad(publicUrlCheck, "not_configured", trouble);
}

/** Tests the public URL from here, a different route from Retell's. */
async function checkServer(url: string, probes: Probes): Promise<CheckFinding> {
  const outcome = await probes.send({ method: "GET", url: `${url}/readyz`, headers: {}, body: "", timeoutMs: 10_000 });
  if (outcome.kind === "failed") {
    return bad("server", "failed", { detail: outcome.reason, fix: "Start it: ascendia serve" });
  }
  const { status, ms } = outcome;
  if (status === 200) return good("server", `ready at ${url}, answered in ${ms.toFixed(0)} ms from this machine`);
  const fix =
    status === 503
      ? "Check the server's log: its database does not respond."
      : "Point ASCENDIA_PUBLIC_URL at ascendia serve.";
  return bad("server", "failed", { detail: `${url}/readyz answered ${status}`, fix });
}

interface CheckPorts extends FleetPorts {
  readonly probes: Probes;
  now(): number;
}

interface CheckRequest {
  /** Ids or slugs; empty: every clinic in service. */
  readonly clinics: readonly string[];
  readonly isLive: boolean;
  /** As configured; null when not set. */
  readonly publicUrl: string | null;
  readonly mailServer: string | null;
}

export interface CheckReport {
  readonly findings: readonly CheckFinding[];
  /** Round-trip times of the answered requests in milliseconds, ascending. */
  readonly roundTripsMs: readonly number[];
}

/**
 * Checks everything beyond the database: key, agent, numbers, server, each clinic's webhook, mail. A failed link does
 * not hide the next.
 */
export async function checkInstallation(request: CheckRequest, ports: CheckPorts): Promise<CheckReport> {
  const keys = await keyFindings(await ports.fleet.clinics(), ports);
  const fleet = await fleetFindings(ports);
  const server = [checkPublicUrl(request), await checkServer(ports.publicUrl, ports.probes)];
  const clinics = chosenClinics(await ports.fleet.clinics(), request);
  const checks = await checkClinics(clinics, ports);
  const transfers = await transferFindings(clinics, await ports.fleet.clinics());
  const clinicFindings = clinics.length === 0 ? [noClinics()] : checks.map(({ finding }) => finding);
  const services = serviceFindings(clinics);
  const mail = await mailFinding(request, ports.probes);
  return {
    findings: [...keys, ...fleet, ...server, ...clinicFindings, ...transfers, ...services, mail],
    roundTripsMs: checks.flatMap(({ ms }) => (ms === null ? [] : [ms])).toSorted((one, other) => one - other),
  };
}

/** Checks the keys of the installation's account and of the clinics' own accounts. */
async function keyFindings(
  clinics: readonly FleetClinic[],
  ports: Pick<CheckPorts, "inAccount">,
): Promise<readonly CheckFinding[]> {
  const findings: CheckFinding[] = [];
  for (const account of accountsIn(clinics)) {
    const what = account === null ? "Retell key" : `Retell key ${account}`;
    const owner = async () => (await ports.inAccount(account)).account.organisation();
    findings.push(await attempt(what, async () => good(what, `of ${await owner()}`)));
  }
  return findings;
}

/** Turns an expected failure of a link into its finding. */
export async function attempt(what: string, check: () => Promise<CheckFinding>): Promise<CheckFinding> {
  try {
    return await check();
  } catch (error) {
    return failureOf(what, error);
  }
}

function failureOf(what: string, error: unknown): CheckFinding {
  if (!(error instanceof AscendiaError)) throw error;
  return bad(what, error.code, { detail: error.message, fix: error.hint ?? "Run it again with --verbose." });
}

async function fleetFindings(ports: CheckPorts): Promise<readonly CheckFinding[]> {
  try {
    const view = await viewFleet(ports);
    return [await masterFinding(view.desired, ports), ...driftFindings(view)];
  } catch (error) {
    return [failureOf("agent and numbers", error)];
  }
}

async function masterFinding({ agent }: FleetView["desired"], ports: CheckPorts): Promise<CheckFinding> {
  if (agent === null) return good("agent", "every clinic has an agent of its own");
  const { account } = await ports.inAccount(null);
  return agentFinding(agent, await account.isPublished(agent));
}

const agentKinds: ReadonlySet<string> = new Set(["agent_missing", "event_url"]);

function agentFinding({ agentId, version }: PinnedAgent, isPublished: boolean): CheckFinding {
  if (isPublished) return good("agent", `${agentId} version ${version} is published`);
  const detail = `${agentId} version ${version} is not published`;
  return bad("agent", "failed", { detail, fix: "ascendia agent:publish, or ascendia agent:create" });
}

function driftFindings({ desired, findings }: FleetView): readonly CheckFinding[] {
  const ofAgent = findings.filter(({ kind }) => agentKinds.has(kind)).map(driftFinding);
  const events = ofAgent.length === 0 ? [good("event URL", "call events go to this server")] : [];
  const others = findings.filter(({ kind }) => !agentKinds.has(kind));
  const numbers = others.length === 0 ? [good("numbers", `${numbersIn(desired.clinics)} bound correctly`)] : [];
  return [...ofAgent, ...events, ...numbers, ...others.map(driftFinding)];
}

function numbersIn(clinics: readonly FleetClinic[]): number {
  return clinics.filter(({ number }) => number !== null).length;
}

function driftFinding({ kind, subject, detail, fix }: Finding): CheckFinding {
  const what = kind === "event_url" ? `event URL of ${subject}` : `${driftKinds[kind]}: ${subject}`;
  return bad(kind === "agent_missing" ? `agent ${subject}` : what, "drift", { detail, fix });
}

function chosenClinics(all: readonly FleetClinic[], { clinics }: CheckRequest): readonly FleetClinic[] {
  const served = all.filter(({ clinic }) => clinic.status === "active" || clinic.status === "suspended");
  if (clinics.length === 0) return served;
  return clinics.map((named) => {
    const found = served.find(({ clinic }) => clinic.id === named || clinic.slug === named);
    if (found !== undefined) return found;
    const known = all.find(({ clinic }) => clinic.id === named || clinic.slug === named);
    if (known === undefined) {
      throw noSuchClinic(
        named,
        all.map(({ clinic }) => clinic.slug),
      );
    }
    throw new AscendiaError("not_found", `${known.clinic.slug} is ${known.clinic.status}: there is nothing to check.`);
  });
}

/** A transferred caller must reach a person, above all in an emergency. */
async function transferFindings(
  clinics: readonly FleetClinic[],
  all: readonly FleetClinic[],
): Promise<readonly CheckFinding[]> {
  const owners = new Map(all.flatMap(({ clinic, number }) => (number === null ? [] : [[number.phoneNumber, clinic]])));
  const directory = { findByNumber: async (number: string) => owners.get(number) };
  const findings: CheckFinding[] = [];
  for (const { clinic } of clinics) {
    for (const { field, message } of await transferProblems(clinic, directory)) {
      const fix = `ascendia clinic:update ${clinic.slug} --${field.replaceAll("_", "-")} <number>`;
      findings.push(bad(`clinic ${clinic.slug}`, "failed", { detail: `${field}: ${message}`, fix }));
    }
  }
  return findings;
}

/** 112 is put through by mobile telephones; landlines of many countries do not know it. */
function serviceFindings(clinics: readonly FleetClinic[]): readonly CheckFinding[] {
  return clinics
    .filter(({ clinic }) => clinic.emergencyServices === null && !countriesWithServices.includes(clinic.country))
    .map(({ clinic: { slug, country } }) =>
      doubtful(`clinic ${slug}`, {
        detail: `the emergency numbers of ${country} are not known: callers in danger hear 112`,
        fix: `ascendia clinic:update ${slug} --emergency-services <numbers>`,
      }),
    );
}

function noClinics(): CheckFinding {
  return doubtful("clinics", { detail: "no active clinics", fix: "Add one with: ascendia clinic:onboard" });
}

/** As concurrent as a few simultaneous callers, so that the times match real calls. */
const AT_ONCE = 4;

async function checkClinics(clinics: readonly FleetClinic[], ports: CheckPorts): Promise<readonly ClinicCheck[]> {
  const { probes, publicUrl } = ports;
  const checks: ClinicCheck[] = [];
  for (let first = 0; first < clinics.length; first += AT_ONCE) {
    const together = clinics.slice(first, first + AT_ONCE);
    const around = { probes, publicUrl, now: ports.now() };
    checks.push(...(await Promise.all(together.map((entry) => checkClinic(entry, around)))));
  }
  return checks;
}

async function mailFinding({ mailServer }: CheckRequest, probes: Probes): Promise<CheckFinding> {
  const what = "mail server";
  if (mailServer === null) {
    return doubtful(what, {
      detail: "SMTP_URL is not set, so emails stay in the outbox",
      fix: "Set SMTP_URL and MAIL_FROM.",
    });
  }
  const finding = await attempt(what, async () => {
    await probes.mailServer(mailServer);
    return good(what, `${new URL(mailServer).host} accepts mail`);
  });
  // The mail server, like our own, is part of the chain, so its absence is a finding.
  return finding.code === "transient" ? { ...finding, code: "failed" } : finding;
}

/** The outside requests of `check`. */
export interface Probes {
  /** Signs the request as Retell does, with the key of the account that it names. */
  send(request: SignedRequest): Promise<WireOutcome>;
  /** Connects and logs in, but sends nothing. @throws transient, unauthorized */
  mailServer(url: string): Promise<void>;
}
