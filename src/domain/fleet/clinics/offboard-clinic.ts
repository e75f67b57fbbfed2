import type { Clock } from "../../../clock.ts";
import { AscendiaError } from "../../../errors.ts";
import type { AuditLog } from "../../audit/audit-log.ts";
import { type Digest, canonicalJson } from "../../canonical-json.ts";
import { type Clinic, type ClinicNumber, accountOf } from "../../clinic/clinic.ts";
import { type Facts, type JournalEntry, type Step, type StepPorts, runSteps } from "../../journal/journal.ts";
import { type FleetNumbers, type NumberPlatform, priceOfNumber } from "../../number/number.ts";
import { type ClinicArchive, type Store, rowsIn, requireClinic } from "../ports.ts";
import { applyRelease, planRelease } from "../numbers/import-number.ts";

/** The record of an offboarded clinic; every run of the command returns the same. */
export interface Receipt {
  readonly clinicId: string;
  readonly slug: string;
  readonly status: "offboarded";
  readonly exportPath: string;
  readonly exportSha256: string;
  readonly exportedRows: number;
  readonly closedAt: number;
  /** null: there was no number. */
  readonly number: string | null;
  readonly numberPrice: string | null;
  readonly data: "erased" | "kept";
  readonly erasedRows: number;
  /** null: the data was kept. */
  readonly erasedAt: number | null;
  /** What the offboarding does not cover, one sentence each. */
  readonly notCovered: readonly string[];
}

function receiptOf({ id, slug }: Clinic, entries: readonly JournalEntry[]): Receipt {
  const facts = (step: string) => entries.find((entry) => entry.step === step && entry.state === "done")?.facts ?? {};
  const [exported, closed, released, erased] = [facts("export"), facts("close"), facts("release"), facts("erase")];
  const isErased = erased["at"] !== undefined;
  return {
    clinicId: id,
    slug,
    status: "offboarded",
    exportPath: erased["path"] ?? exported["path"] ?? "",
    exportSha256: erased["sha256"] ?? exported["sha256"] ?? "",
    exportedRows: Number(exported["rows"] ?? 0),
    closedAt: Number(closed["at"] ?? 0),
    number: released["number"] ?? null,
    numberPrice: released["price"] ?? null,
    data: isErased ? "erased" : "kept",
    erasedRows: Number(erased["rows"] ?? 0),
    erasedAt: isErased ? Number(erased["at"]) : null,
    notCovered: [
      "Calls, recordings and transcripts at Retell: they expire with the agent's retention, or are deleted in the dashboard.",
      "Backups of the database, emails already sent, and the audit log, which names the clinic but no patient.",
    ],
  };
}

/** In order; each step can be repeated. Only the last one removes data that the export does not contain. */
function offboardingWork(plan: OffboardPlan, ports: OffboardPorts): readonly Step[] {
  return [
    { name: "export", run: () => exportAll(plan, ports) },
    { name: "close", run: () => close(plan, ports) },
    { name: "release", run: () => release(plan, ports) },
    plan.request.data === "erase"
      ? { name: "erase", run: (facts) => erase(facts, plan, ports) }
      : { name: "keep", run: async () => ({ at: String(ports.clock.now()) }) },
  ];
}

async function exportAll({ clinic, request }: OffboardPlan, ports: OffboardPorts): Promise<Facts> {
  const archive = await ports.store.scope(clinic.id).archive.read();
  const numbers = JSON.stringify(archive["phoneNumbers"] ?? []);
  return { ...(await write({ clinic, path: request.exportPath, archive }, ports)), numbers };
}

interface Export {
  readonly clinic: Clinic;
  readonly path: string;
  readonly archive: ClinicArchive;
}

async function write({ clinic, path, archive }: Export, ports: OffboardPorts): Promise<Facts> {
  const content = { format: "ascendia clinic export", version: 1, clinic, tables: archive };
  const text = `${JSON.stringify({ ...content, exported_at: new Date(ports.clock.now()).toISOString() }, null, 2)}\n`;
  await ports.writePrivately(path, text);
  return { path, sha256: ports.digest(text), rows: String(rowsIn(archive)), content: contentDigest(archive, ports) };
}

/** Leaves out the number, which is released between the export and the erasure. */
function contentDigest({ phoneNumbers: _released, ...tables }: ClinicArchive, { digest }: OffboardPorts): string {
  return digest(canonicalJson(tables));
}

async function close({ clinic, request }: OffboardPlan, ports: OffboardPorts): Promise<Facts> {
  const { status } = clinic;
  await ports.store.clinics.update({ ...clinic, status: "offboarded" });
  await ports.audit.record({
    act: `offboard:${clinic.id}:close`,
    action: "clinic:offboard",
    subject: `clinic:${clinic.slug}`,
    before: { status },
    after: { status: "offboarded", data: request.data, retell_key_env: accountOf(clinic) },
    reason: request.reason,
  });
  return { at: String(ports.clock.now()) };
}

async function release({ clinic }: OffboardPlan, ports: OffboardPorts): Promise<Facts> {
  const stored = await ports.store.scope(clinic.id).number.find();
  if (stored === undefined) return {};
  const plan = await planRelease(stored.phoneNumber, true, ports);
  await applyRelease(plan, ports);
  return { number: stored.phoneNumber, price: plan.price };
}

/**
 * All or nothing. An empty archive means that an earlier run erased it and its answer was lost. Data that an active
 * call added after the export is exported before it is erased.
 */
async function erase(facts: Facts, { clinic }: OffboardPlan, ports: OffboardPorts): Promise<Facts> {
  const { archive: store } = ports.store.scope(clinic.id);
  const archive = await store.read();
  const isThere = rowsIn(archive) > 0;
  const newer = isThere && contentDigest(archive, ports) !== facts["content"];
  const rewritten = newer
    ? await write({ clinic, path: pathOf(facts), archive: withNumber(archive, facts) }, ports)
    : {};
  if (isThere) await store.erase();
  const current = await ports.store.clinics.find(clinic.id);
  if (current !== undefined) await ports.store.clinics.update(withoutDetails(current));
  const rows = isThere ? rowsIn(archive) : Number(facts["rows"] ?? 0);
  await ports.audit.record({
    act: `offboard:${clinic.id}:erase`,
    action: "clinic:offboard",
    subject: `clinic:${clinic.slug}`,
    before: { rows },
    after: { rows: 0 },
    reason: null,
  });
  return { ...rewritten, rows: String(rows), at: String(ports.clock.now()) };
}

function pathOf({ path }: Facts): string {
  if (path === undefined) throw new AscendiaError("conflict", "The journal does not contain the export path.");
  return path;
}

function withNumber(archive: ClinicArchive, { numbers }: Facts): ClinicArchive {
  const rows: unknown = JSON.parse(numbers ?? "[]");
  return { ...archive, phoneNumbers: Array.isArray(rows) ? rows : [] };
}

/** The row stays, to reserve the slug and to show the receipt again; contact data is removed. */
function withoutDetails(clinic: Clinic): Clinic {
  return {
    ...clinic,
    address: "",
    phone: null,
    transferNumber: null,
    emergencyNumber: null,
    emergencyServices: null,
    afterHours: null,
    onCallNumber: null,
    notice: null,
    article: null,
    voice: null,
    secondLanguage: null,
    retell: null,
    ownerEmail: "",
    instructions: null,
    status: "offboarded",
  };
}

/** @throws not_found */
export async function planOffboarding(request: OffboardRequest, ports: OffboardPorts): Promise<OffboardPlan> {
  const clinic = await requireClinic(request.clinic, ports.store.clinics);
  const stores = ports.store.scope(clinic.id);
  const number = (await stores.number.find()) ?? null;
  const archive = await stores.archive.read();
  const entries = await ports.journal.entries(subjectOf(clinic));
  const done = new Set(entries.filter(isDone).map(({ step }) => step));
  const steps = stepsOf({ clinic, request, number, archive }).map((step) =>
    done.has(step.step) ? { step: step.step, action: "unchanged" as const, detail: step.detail } : step,
  );
  return { clinic, request, number, archive, steps, isBegun: entries.length > 0 };
}

/** Whether applying the plan would change nothing. */
export function isOffboarded({ steps }: OffboardPlan): boolean {
  return steps.every(({ action }) => action === "unchanged");
}

/** After a crash at any point, the same command continues. The export is on disk before anything is removed. */
export async function applyOffboarding(plan: OffboardPlan, ports: OffboardPorts): Promise<Receipt> {
  await runSteps(subjectOf(plan.clinic), offboardingWork(plan, ports), ports);
  return receiptOf(plan.clinic, await ports.journal.entries(subjectOf(plan.clinic)));
}

function subjectOf({ id }: Clinic): string {
  return `offboard:${id}`;
}

function isDone({ state }: JournalEntry): boolean {
  return state === "done";
}

function stepsOf({
  clinic,
  request,
  number,
  archive,
}: Omit<OffboardPlan, "steps" | "isBegun">): readonly OffboardStep[] {
  const rows = rowsIn(archive);
  const released = archive["phoneNumbers"]?.length ?? 0;
  const left = rows - released;
  const less = released === 0 ? "" : " (the number's row is removed when it is released)";
  const { exportPath, data } = request;
  return [
    {
      step: "export",
      action: "create",
      detail: `${rows === 1 ? "1 row" : `${rows} rows`} to ${exportPath}, which only you can read`,
    },
    { step: "close", action: "update", detail: `${clinic.slug} stops taking calls` },
    { step: "release", action: number === null ? "unchanged" : "release", detail: numberText(number) },
    data === "erase"
      ? { step: "erase", action: "erase", detail: `${left} rows${less}, and the clinic's own address, lines and email` }
      : { step: "keep", action: "unchanged", detail: `${left} rows stay in the database${less}` },
  ];
}

function numberText(number: ClinicNumber | null): string {
  if (number === null) return "it has no number";
  const end =
    number.source === "bought" ? "returned to Retell permanently" : "removed from Retell, stays with its carrier";
  return `${number.phoneNumber} (${priceOfNumber(number)}), ${end}`;
}

export type DataChoice = "erase" | "keep";

interface OffboardRequest {
  readonly clinic: string;
  /** The export file. */
  readonly exportPath: string;
  readonly data: DataChoice;
  readonly reason: string | null;
}

export interface OffboardPorts extends StepPorts {
  readonly store: Pick<Store, "clinics" | "scope">;
  readonly numbers: NumberPlatform & FleetNumbers;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly digest: Digest;
  newId(): string;
  /** Writes the file atomically, readable only by its owner. */
  writePrivately(path: string, text: string): Promise<void>;
}

interface OffboardStep {
  readonly step: string;
  readonly action: "create" | "update" | "release" | "erase" | "unchanged";
  readonly detail: string;
}

export interface OffboardPlan {
  readonly clinic: Clinic;
  readonly request: OffboardRequest;
  readonly number: ClinicNumber | null;
  readonly archive: ClinicArchive;
  readonly steps: readonly OffboardStep[];
  /** An earlier run of the same command began: an existing export file is from that run. */
  readonly isBegun: boolean;
}
