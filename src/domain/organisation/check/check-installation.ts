import { AscendiaError } from "../../errors.ts";
import type { PinnedAgent } from "../../number/number-binding.ts";
import { driftKinds, type Finding } from "../fleet/drift.ts";
import { type FleetPorts, type FleetView, viewFleet } from "../fleet/observe-fleet.ts";
import type { FleetClinic } from "../fleet/ports.ts";
import { checkClinic, type ClinicCheck } from "./check-clinic.ts";
import { checkPublicUrl, checkServer } from "./check-server.ts";
import { bad, type CheckFinding, doubtful, good } from "./finding.ts";
import type { Probes, RetellAccount } from "./ports.ts";

export interface CheckPorts extends FleetPorts {
  readonly account: RetellAccount;
  readonly probes: Probes;
  now(): number;
}

export interface CheckRequest {
  /** Ids or slugs; empty: every clinic in service. */
  readonly clinics: readonly string[];
  readonly isLive: boolean;
  /** As set; null when it is not. */
  readonly publicUrl: string | null;
  readonly mailServer: string | null;
}

export interface CheckReport {
  readonly findings: readonly CheckFinding[];
  /** Milliseconds of the round trips that were answered, ascending. */
  readonly roundTripsMs: readonly number[];
}

/** Everything behind the database: key, agent, numbers, server, each clinic's webhook, mail. A failed link does not hide the next. */
export async function checkInstallation(request: CheckRequest, ports: CheckPorts): Promise<CheckReport> {
  const key = await attempt("Retell key", async () => good("Retell key", `of ${await ports.account.organisation()}`));
  const fleet = await fleetFindings(ports);
  const server = [checkPublicUrl(request), await checkServer(ports.publicUrl, ports.probes)];
  const clinics = chosenClinics(await ports.fleet.clinics(), request);
  const checks = await checkClinics(clinics, ports);
  const clinicFindings = clinics.length === 0 ? [noClinics()] : checks.map(({ finding }) => finding);
  return {
    findings: [key, ...fleet, ...server, ...clinicFindings, await mailFinding(request, ports.probes)],
    roundTripsMs: checks.flatMap(({ ms }) => (ms === null ? [] : [ms])).toSorted((one, other) => one - other),
  };
}

/** An expected failure of a link is its finding. */
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
    const { agent } = view.desired;
    return [agentFinding(agent, await ports.account.isPublished(agent)), ...driftFindings(view)];
  } catch (error) {
    return [failureOf("agent and numbers", error)];
  }
}

const agentKinds: ReadonlySet<string> = new Set(["agent_missing", "event_url"]);

function agentFinding({ agentId, version }: PinnedAgent, isPublished: boolean): CheckFinding {
  if (isPublished) return good("agent", `${agentId} version ${version} is published`);
  const detail = `${agentId} version ${version} is not published`;
  return bad("agent", "failed", { detail, fix: "ascendia agent:publish, or ascendia agent:create" });
}

function driftFindings({ desired, findings }: FleetView): readonly CheckFinding[] {
  const ofAgent = findings.filter(({ kind }) => agentKinds.has(kind)).map(driftFinding);
  const events = ofAgent.length === 0 ? [good("event URL", "call events come to this server")] : [];
  const others = findings.filter(({ kind }) => !agentKinds.has(kind));
  const numbers = others.length === 0 ? [good("numbers", `${numbersIn(desired.clinics)} bound as they should be`)] : [];
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
    throw new AscendiaError("not_found", `There is no clinic ${named} in service.`, {
      hint: "See them with: ascendia clinic:list",
    });
  });
}

function noClinics(): CheckFinding {
  return doubtful("clinics", { detail: "none is in service", fix: "Add one with: ascendia clinic:onboard" });
}

/** As many at once as a few callers ringing together: the times stay those of calls. */
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
      detail: "SMTP_URL is not set, so mails wait in the outbox",
      fix: "Set SMTP_URL and MAIL_FROM.",
    });
  }
  const finding = await attempt(what, async () => {
    await probes.mailServer(mailServer);
    return good(what, `${new URL(mailServer).host} takes mail`);
  });
  // Like our own server it is a part of the chain, and its absence is what was looked for.
  return finding.code === "transient" ? { ...finding, code: "failed" } : finding;
}
