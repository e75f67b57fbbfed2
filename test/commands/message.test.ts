import { expect, it } from "vitest";
import { z } from "zod";
import { storedClinic } from "../fakes/stored-clinic.ts";
import { run } from "../fakes/world.ts";

const list = z.object({ messages: z.array(z.looseObject({ id: z.string(), phone: z.string(), text: z.string() })) });
const shown = z.looseObject({ text: z.string(), phone: z.string(), done_at: z.string().nullable() });
const entries = z.object({ entries: z.array(z.looseObject({ action: z.string() })) });

const auditOf = ({ stdout }: { readonly stdout: string }) =>
  z.object({ data: entries }).parse(JSON.parse(stdout)).data.entries;

it("lists, shows and closes messages that callers left, and records who read them", async () => {
  const clinic = await storedClinic();
  await clinic.stores(({ outreach }) =>
    outreach.stores.messages.add({
      id: "message-0001",
      callId: "call_1",
      name: "Luc Test",
      phone: "+2290197000030",
      text: "Rappelez-moi au 01 97 00 00 30.",
      urgency: "normal",
      createdAt: 1_790_000_000_000,
      doneAt: null,
    }),
  );
  const { messages } = await clinic.data(list, "message:list");
  expect(messages).toMatchObject([{ id: "message-0001", text: "Rappelez-moi au [numéro]." }]);
  expect(messages[0]?.phone).not.toContain("97000030");
  const whole = await clinic.data(shown, "message:show", "0001", "--reveal");
  expect(whole).toMatchObject({ phone: "+2290197000030", text: "Rappelez-moi au 01 97 00 00 30." });
  const shownClinic = await run(["clinic:show", "clinique-test"], { cwd: clinic.cwd });
  expect(shownClinic.stdout).toContain("1 open: message:list");
  expect((await clinic.command("message:done", "0001", "--dry-run")).stdout).toContain("Would mark as done");
  expect((await clinic.command("message:done", "0001", "--reason", "called back")).code).toBe(0);
  expect((await clinic.command("message:done", "0001")).stdout).toContain("Nothing to change");
  expect((await clinic.data(list, "message:list")).messages).toEqual([]);
  expect((await clinic.data(list, "message:list", "--all")).messages).toHaveLength(1);
  const audit = auditOf(await run(["audit:list", "--json"], { cwd: clinic.cwd })).map(({ action }) => action);
  expect(audit.filter((action) => action === "message:done")).toHaveLength(1);
  expect(audit).toEqual(expect.arrayContaining(["message:list", "message:show"]));
  expect((await clinic.command("message:show", "9999")).stderr).toContain('Message "9999" not found.');
});
