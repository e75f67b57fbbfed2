import { canonicalJson } from "../canonical-json.ts";
import type { Clinic } from "../clinic/clinic.ts";
import { AscendiaError } from "../errors.ts";
import type { Facts } from "../journal/ports.ts";
import type { Step } from "../journal/run-steps.ts";
import { type ClinicArchive, rowsIn } from "./archive.ts";
import { applyRelease, planRelease } from "./numbers/release-number.ts";
import type { OffboardPlan, OffboardPorts } from "./offboard-ports.ts";

/** In order; each may be repeated. Only the last takes something away that the export does not hold. */
export function offboardingWork(plan: OffboardPlan, ports: OffboardPorts): readonly Step[] {
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

/** Of all but the number, which is released between the export and the erasure. */
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
    after: { status: "offboarded", data: request.data },
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
 * Everything or nothing is there: an empty archive was erased by a run whose answer was lost. What a call under way
 * added after the export is exported before it is erased.
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
  if (path === undefined) throw new AscendiaError("conflict", "The journal does not say where the export is.");
  return path;
}

function withNumber(archive: ClinicArchive, { numbers }: Facts): ClinicArchive {
  const rows: unknown = JSON.parse(numbers ?? "[]");
  return { ...archive, phoneNumbers: Array.isArray(rows) ? rows : [] };
}

/** The row stays, so that nobody else gets the slug and a receipt can be shown again; who was behind it goes. */
function withoutDetails(clinic: Clinic): Clinic {
  return {
    ...clinic,
    address: "",
    phone: null,
    transferNumber: null,
    emergencyNumber: null,
    ownerEmail: "",
    instructions: null,
    status: "offboarded",
  };
}
