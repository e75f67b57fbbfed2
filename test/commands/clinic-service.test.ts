import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { acceptingFlags } from "../fakes/accepted-changes.ts";
import { clinicFile } from "../fakes/clinic-file.ts";
import { textLike } from "../fakes/text-like.ts";
import {
  ascendia,
  austin,
  austinNumber,
  cotonou,
  cotonouNumber,
  dataOf,
  fault,
  installation,
  onInstallation,
  told,
  twoClinics,
  writes,
} from "./fleet-fixture.ts";
import { shippedTemplate } from "../domain/agent/shipped.ts";

onInstallation();

/** The plan that a dry run shows; checks that nothing is written at Retell. */
async function staysDry(argv: readonly string[]): Promise<unknown> {
  const before = await writes();
  const data = await dataOf([...argv, "--dry-run"]);
  expect(await writes()).toEqual(before);
  return data;
}

describe("clinic:update", () => {
  it("changes the values passed, moves the number's mark, and changes nothing the second time", async () => {
    await twoClinics();
    const change = ["clinic:update", cotonou, "--slug", "sainte-therese", "--phone", "0197000010", "--language", "en"];
    expect(await staysDry(change)).toMatchObject({
      dry_run: true,
      steps: [
        { step: "clinic", action: "update" },
        { step: "number", action: "update" },
      ],
      changes: [
        { field: "slug", before: cotonou, after: "sainte-therese" },
        { field: "language", before: "fr", after: "en" },
        { field: "phone", before: null, after: "+2290197000010" },
      ],
    });
    expect(await dataOf(["clinic:show", cotonou])).toMatchObject({ language: "fr" });
    await dataOf(change);
    expect(await installation().dashboard.phoneNumber.retrieve(cotonouNumber)).toMatchObject({
      nickname: "ascendia:sainte-therese",
    });
    const again = ["clinic:update", "sainte-therese", ...change.slice(2)];
    expect(await staysDry(again)).toMatchObject({ steps: [{ action: "unchanged" }, { action: "unchanged" }] });
    expect(await dataOf(["fleet:plan"])).toMatchObject({ drift: 0 });
    expect(await dataOf(["clinic:update", "sainte-therese", "--phone", "none"])).toMatchObject({
      changes: [{ field: "phone", after: null }],
    });
  });

  it("sets the hours and rebinds the webhook to a public address that has moved", async () => {
    await twoClinics();
    const env = { ASCENDIA_PUBLIC_URL: "https://moved.example.com" };
    expect(await dataOf(["clinic:update", austin, "--rebind", "--hours", "Mon 09:00-10:00"], { env })).toMatchObject({
      changes: [{ field: "hours" }],
      number_changes: [{ kind: "webhook_host" }],
    });
    expect(await dataOf(["clinic:show", austin])).toMatchObject({
      hours: { mon: [["09:00", "10:00"]] },
      number: { inbound_webhook_url: textLike(/^https:\/\/moved\.example\.com\//) },
    });
  });

  it("names every problem at once, and says when there is nothing to do", async () => {
    await twoClinics();
    const { code, stderr } = await ascendia(["clinic:update", cotonou, "--phone", "12", "--owner-email", "nobody"]);
    expect(code).toBe(1);
    expect(stderr).toContain("  - phone:");
    expect(stderr).toContain("  - owner_email: is not an email address.");
    expect((await told(["clinic:update", cotonou])).code).toBe(2);
    expect((await told(["clinic:update", cotonou, "--slug", austin])).error).toMatchObject({ code: "conflict" });
  });

  it("says that the database is changed but Retell is not, and continues", async () => {
    await twoClinics();
    await fault({ kind: "fail_before", status: 500, method: "PATCH", path: "/update-phone-number/*" });
    const change = ["clinic:update", cotonou, "--slug", "therese"];
    const { code, stderr } = await ascendia(change);
    expect(code).toBe(1);
    expect(stderr).toContain("The clinic was changed, but its number was not");
    expect(stderr).toContain("ascendia clinic:update therese --rebind");
    await dataOf(["clinic:update", "therese", "--rebind"]);
    expect(await dataOf(["fleet:plan"])).toMatchObject({ drift: 0 });
  });
});

describe("clinic:suspend and clinic:resume", () => {
  it("say what callers hear, and change nothing at Retell", async () => {
    await twoClinics();
    const before = await writes();
    const command = ["clinic:suspend", cotonou, "--reason", "works in the building"];
    expect(await staysDry(command)).toMatchObject({ dry_run: true, action: "update", status: "suspended" });
    expect(await dataOf(["clinic:show", cotonou])).toMatchObject({ status: "active" });
    expect(await dataOf(command)).toMatchObject({
      answer: "message",
      callers_hear: textLike(/^Bonjour, vous êtes bien à la Clinique Sainte-Thérèse\. Notre accueil[^{]*$/),
    });
    expect(await dataOf(["clinic:show", cotonou])).toMatchObject({ status: "suspended" });
    expect(await staysDry(command)).toMatchObject({ action: "unchanged" });
    expect(await dataOf(["clinic:resume", cotonou])).toMatchObject({ action: "update", status: "active" });
    expect(await dataOf(["clinic:resume", cotonou])).toMatchObject({ action: "unchanged" });
    expect(await writes()).toEqual(before);
    expect(await dataOf(["audit:list", "--action", "clinic:suspend"])).toMatchObject({
      entries: [{ subject: `clinic:${cotonou}`, reason: "works in the building" }],
    });
  });

  it("forward to another line, or reject, on request", async () => {
    await twoClinics();
    const forward = ["clinic:suspend", cotonou, "--answer", "forward"];
    expect((await told(forward)).error).toMatchObject({ hint: "Pass --forward-to <number>." });
    expect(await dataOf([...forward, "--forward-to", "0197000099"])).toMatchObject({ forward_to: "+2290197000099" });
    expect(await dataOf(["clinic:suspend", cotonou, "--answer", "reject"])).toMatchObject({ callers_hear: null });
    const wrong = await told(["clinic:suspend", cotonou, "--message", "{{doctor}} is away"]);
    expect(wrong.error).toMatchObject({ message: "--message names {{doctor}}, which is not a clinic fact." });
  });

  it("forward neither to one of our own assistants nor to a number that is never dialled", async () => {
    await twoClinics();
    const forward = ["clinic:suspend", cotonou, "--answer", "forward", "--forward-to"];
    for (const number of [austinNumber, cotonouNumber, "+19005550123", "+33899123456"]) {
      expect((await told([...forward, number])).error).toMatchObject({
        message: "Callers would not be put through to a person.",
        detail: [textLike(new RegExp(`^forward_to: \\${number} is `))],
      });
    }
    expect((await told(["clinic:suspend", cotonou, "--forward-to", "0197000099"])).error).toMatchObject({
      message: "--forward-to has no effect with --answer message.",
    });
    expect(await dataOf(["clinic:show", cotonou])).toMatchObject({ status: "active" });
  });

  it("refuse when the agent on the number would not end the call, except with --answer reject", async () => {
    const shipped = JSON.stringify(shippedTemplate(), undefined, 2);
    const deaf = shipped.replaceAll('"left": "{{clinic_status}}"', '"left": "{{language}}"');
    writeFileSync(join(installation().cwd, "own.json"), deaf);
    const create = ["agent:create", "--template", "own.json"];
    await dataOf([...create, ...acceptingFlags((await told(create)).error)]);
    writeFileSync(join(installation().cwd, "clinic.json"), JSON.stringify(clinicFile));
    await dataOf(["clinic:onboard", "--file", "clinic.json", "--yes"]);
    for (const more of [[], ["--answer", "forward", "--forward-to", "0197000099"], ["--dry-run"]]) {
      const { code, error } = await told(["clinic:suspend", cotonou, ...more]);
      expect(code).toBe(1);
      expect(error).toMatchObject({
        message: textLike(
          /Version 0, which answers .*, has no edge where \{\{clinic_status\}\} is "(?:closed|forwarded)"/,
        ),
        hint: textLike(/--answer reject.*greeting-to-out_of_service/),
      });
    }
    expect(await dataOf(["clinic:show", cotonou])).toMatchObject({ status: "active" });
    expect(await dataOf(["clinic:suspend", cotonou, "--answer", "reject"])).toMatchObject({ status: "suspended" });
  });

  it("refuse a clinic that is not in service", async () => {
    await twoClinics();
    await dataOf(["clinic:offboard", austin, "--keep", "--yes", "--confirm", austin]);
    expect((await told(["clinic:suspend", austin])).error).toMatchObject({ code: "conflict" });
    expect((await told(["clinic:resume", austin])).error).toMatchObject({ code: "conflict" });
  });
});

const exported = z.object({
  clinic: z.looseObject({ name: z.string() }),
  tables: z.record(z.string(), z.array(z.looseObject({}))),
});

const steps = z.object({ steps: z.array(z.object({ detail: z.string() })) });

/** How many rows the first and the last step of the plan affect. */
async function plannedRows(argv: readonly string[]) {
  const details = steps
    .parse(await dataOf([...argv, "--dry-run"]))
    .steps.map(({ detail }) => Number.parseInt(detail, 10));
  return { export: details[0] ?? Number.NaN, last: details.at(-1) ?? Number.NaN };
}

describe("clinic:offboard", () => {
  const erase = ["clinic:offboard", austin, "--erase", "--export", "left.json"];
  const confirmed = [...erase, "--yes", "--confirm", austin];

  it("in a dry run, shows the steps with the price and changes nothing", async () => {
    await twoClinics();
    expect(await staysDry(erase)).toMatchObject({
      steps: [
        { step: "export", action: "create", detail: textLike(/^\d+ rows/u) },
        { step: "close", action: "update" },
        { step: "release", action: "release", detail: textLike(/\$2\.00 a month/) },
        {
          step: "erase",
          action: "erase",
          detail: textLike(/^\d+ rows \(the number's row is removed when it is released\)/u),
        },
      ],
    });
    expect(await dataOf(["clinic:show", austin])).toMatchObject({ status: "active" });
  });

  it("requires the slug, then exports, releases and erases, and repeats the same receipt", async () => {
    await twoClinics();
    expect((await told([...erase, "--yes"])).code).toBe(2);
    expect((await told([...erase, "--yes", "--confirm", "another"])).code).toBe(130);
    const planned = await plannedRows(erase);
    const receipt = await dataOf(confirmed);
    expect(receipt).toMatchObject({
      slug: austin,
      status: "offboarded",
      released: { number: austinNumber, price: "$2.00 a month, paid to Retell" },
      export: { rows: planned.export },
      erased_rows: planned.last,
      data: "erased",
    });
    const path = join(installation().cwd, "left.json");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const { clinic, tables } = exported.parse(JSON.parse(readFileSync(path, "utf8")));
    expect(clinic.name).toBe("Austin Test Clinic");
    expect([tables["doctors"]?.length, tables["phoneNumbers"]?.length, tables["outbox"]?.length]).toEqual([1, 1, 1]);
    expect(await dataOf(["clinic:show", austin])).toMatchObject({
      status: "offboarded",
      owner_email: "",
      doctors: [],
      number: null,
    });
    expect((await installation().dashboard.phoneNumber.list({})).items).toHaveLength(1);
    expect(await dataOf(["clinic:show", cotonou])).toMatchObject({ doctors: [{ name: "Awa Test" }] });
    expect(await dataOf(confirmed)).toEqual(receipt);
    expect(await staysDry(erase)).toMatchObject({ steps: Array.from({ length: 4 }, () => ({ action: "unchanged" })) });
    expect(await dataOf(["fleet:plan"])).toMatchObject({ drift: 0 });
  });

  it("keeps the data with --keep, and erases it later", async () => {
    await twoClinics();
    const keep = ["clinic:offboard", austin, "--keep", "--yes", "--confirm", austin];
    const planned = await plannedRows(keep);
    expect(planned.last).toBe(planned.export - 1);
    expect(await dataOf(keep)).toMatchObject({ data: "kept", erased_rows: 0, export: { rows: planned.export } });
    expect((await plannedRows(erase)).last).toBe(planned.last);
    expect(await dataOf(["clinic:show", austin])).toMatchObject({ doctors: [{ name: "Awa Test" }] });
    const file = `${austin}-export.json`;
    expect(await dataOf(confirmed)).toMatchObject({ data: "erased", erased_rows: planned.last, export: { file } });
    expect(await dataOf(["clinic:show", austin])).toMatchObject({ doctors: [] });
  });

  it("exports what was added after the export before it erases it", async () => {
    await twoClinics();
    await dataOf(["clinic:offboard", austin, "--keep", "--yes", "--confirm", austin]);
    await dataOf(["doctor:add", austin, "--name", "Late Test", "--specialty", "Dentist"]);
    await dataOf(confirmed);
    const path = join(installation().cwd, `${austin}-export.json`);
    const { tables } = exported.parse(JSON.parse(readFileSync(path, "utf8")));
    expect(tables["doctors"]?.map(({ name }) => name)).toEqual(["Awa Test", "Late Test"]);
    expect(tables["phoneNumbers"]).toHaveLength(1);
  });

  it("continues where the release failed, and looks up an answer that was lost", async () => {
    await twoClinics();
    await fault({ kind: "fail_before", status: 500, method: "DELETE", path: "/delete-phone-number/*" });
    expect((await told(confirmed)).code).toBe(5);
    expect(await dataOf(["clinic:show", austin])).toMatchObject({
      status: "offboarded",
      number: { monthly_cents: 200 },
    });
    expect((await told(["fleet:plan"])).data).toMatchObject({ kinds: { unfinished: 1 } });
    await fault({ kind: "answer_lost", method: "DELETE", path: "/delete-phone-number/*" });
    expect(await dataOf(confirmed)).toMatchObject({ released: { number: austinNumber }, data: "erased" });
  });
});
