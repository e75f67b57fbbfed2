import type { DialogueStates, SocketDirectory } from "../../domain/dialogue/ports.ts";
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
        for (const { clinicId, ...dialogue } of dialogues) await dialogueStates(database, clinicId).save(dialogue);
      }),
    forgetBefore: async (instant) => {
      const forgotten = await fleet.deleteFrom("socketDialogues").where("updatedAt", "<", instant).executeTakeFirst();
      return Number(forgotten.numDeletedRows);
    },
  };
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
    save: async (dialogue) => {
      const { callId, ...latest } = dialogue;
      const [updated] = await clinic.updateTable("socketDialogues").set(latest).where("callId", "=", callId).execute();
      if (updated?.numUpdatedRows === 1n) return;
      await clinic.insertInto("socketDialogues").values(dialogue).execute();
    },
  };
}
