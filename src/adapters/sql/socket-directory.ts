import type { DialogueStates, KeptDialogue, SocketDirectory } from "../../domain/dialogue/ports.ts";
import { clinicScope } from "./clinic-scope.ts";
import type { SqlDatabase } from "./database.ts";

const DEFAULT_CLINIC = "default_clinic";

export function sqlSocketDirectory(database: SqlDatabase): SocketDirectory {
  const { fleet } = database;
  return {
    defaultClinicId: async () => {
      const row = await fleet.selectFrom("meta").select("value").where("key", "=", DEFAULT_CLINIC).executeTakeFirst();
      return row?.value ?? null;
    },
    setDefaultClinic: async (clinicId) => {
      if (clinicId === null) {
        await fleet.deleteFrom("meta").where("key", "=", DEFAULT_CLINIC).execute();
        return;
      }
      await fleet
        .insertInto("meta")
        .values({ key: DEFAULT_CLINIC, value: clinicId })
        .onConflict((conflict) => conflict.column("key").doUpdateSet({ value: clinicId }))
        .execute();
    },
    keyOf: async (clinicId) => {
      const clinic = clinicScope(database, clinicId);
      return (await clinic.selectFrom("socketKeys").select("key").executeTakeFirst())?.key ?? null;
    },
    setKey: async (clinicId, key) => {
      const clinic = clinicScope(database, clinicId);
      await clinic.deleteFrom("socketKeys").execute();
      if (key !== null) await clinic.insertInto("socketKeys").values({ key }).execute();
    },
    statesOf: (clinicId) => dialogueStates(database, clinicId),
    keep: (dialogues) =>
      database.atomically(async () => {
        for (const dialogue of dialogues) await keep(fleet, dialogue);
      }),
    forgetBefore: async (instant) => {
      const forgotten = await fleet.deleteFrom("socketDialogues").where("updatedAt", "<", instant).executeTakeFirst();
      return Number(forgotten.numDeletedRows);
    },
  };
}

async function keep(fleet: SqlDatabase["fleet"], dialogue: KeptDialogue): Promise<void> {
  const { clinicId, state, updatedAt } = dialogue;
  // A call may outlive its clinic: what was erased at the offboarding does not come back.
  const served = await fleet
    .selectFrom("clinics")
    .select("id")
    .where("id", "=", clinicId)
    .where("status", "!=", "offboarded")
    .executeTakeFirst();
  if (served === undefined) return;
  await fleet
    .insertInto("socketDialogues")
    .values(dialogue)
    .onConflict((conflict) => conflict.columns(["clinicId", "callId"]).doUpdateSet({ state, updatedAt }))
    .execute();
}

function dialogueStates(database: SqlDatabase, clinicId: string): DialogueStates {
  const clinic = clinicScope(database, clinicId);
  return {
    find: async (callId, since) => {
      const row = await clinic
        .selectFrom("socketDialogues")
        .select("state")
        .where("callId", "=", callId)
        .where("updatedAt", ">=", since)
        .executeTakeFirst();
      return row?.state;
    },
    save: (dialogue) => keep(database.fleet, { clinicId, ...dialogue }),
  };
}
