import { Writable } from "node:stream";
import { openDatabase } from "../../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import { newId } from "../../../src/adapters/system/ids.ts";
import type { Store } from "../../../src/domain/fleet/ports.ts";
import type { CallAttempt } from "../../../src/domain/outreach/attempt.ts";
import { newContact } from "../../../src/domain/outreach/contact-changes.ts";
import { orderAttempt } from "../../../src/domain/outreach/reminders/plan-reminders.ts";
import { main } from "../../../src/main.ts";
import { clinicFile } from "../../fakes/clinic-file.ts";
import { type Installation, install } from "../provisioning/installation.ts";
import { inputOf } from "../../fakes/streams.ts";

export const patient = "+2290197000077";

const slug = "clinique-sainte-therese";

/** A folder with an agent and a clinic whose number is bound to it, created by the program. */
export async function prepared(): Promise<string> {
  const installation = await install({ "clinic.json": clinicFile });
  const { folder, sandbox } = installation;
  await inProcess(["agent:create", "--yes"], installation);
  await inProcess(["clinic:onboard", "--file", "clinic.json", "--yes"], { folder, sandbox });
  await installation.close();
  return folder;
}

async function inProcess(argv: readonly string[], { folder, sandbox }: Pick<Installation, "folder" | "sandbox">) {
  let output = "";
  const keep = () =>
    new Writable({
      write: (chunk: Buffer, _, done) => {
        output += chunk.toString();
        done();
      },
    });
  const env = { RETELL_BASE_URL: sandbox.url, RETELL_API_KEY: sandbox.apiKey };
  const world = { env, cwd: () => folder, stdin: inputOf(""), stdout: keep(), stderr: keep() };
  if ((await main(argv, world)) !== 0) throw new Error(`${argv.join(" ")} failed: ${output}`);
}

async function inStore<T>({ database }: Installation, work: (store: Store, clinicId: string) => Promise<T>) {
  const store = sqlStore(await openDatabase(database, "sandbox"));
  try {
    const clinic = await store.clinics.find(slug);
    if (clinic === undefined) throw new Error("the clinic is gone");
    return await work(store, clinic.id);
  } finally {
    await store.close();
  }
}

const clock = { now: () => Date.now() };

/** A call that is due now, at any hour. */
export function planCall(installation: Installation): Promise<string> {
  return inStore(installation, (store, clinicId) =>
    store.scope(clinicId).outreach.transact(async (stores) => {
      const ports = { clock, newId };
      const dueAt = clock.now();
      const person = {
        name: "Awa Test",
        phone: patient,
        language: "fr",
        consent: true,
        consentBasis: "stated",
      } as const;
      const contact = newContact({ ...person, appointmentAt: dueAt + 86_400_000 }, ports);
      await stores.contacts.add(contact);
      const dial = await orderAttempt({ contactId: contact.id, key: "manual:proof", dueAt }, { stores, ports });
      await stores.dials.update({ ...dial, forced: "a proof has no hours" });
      return dial.id;
    }),
  );
}

export function storedDial(dialId: string, installation: Installation): Promise<CallAttempt | undefined> {
  return inStore(installation, (store, clinicId) => store.scope(clinicId).outreach.stores.dials.find(dialId));
}
