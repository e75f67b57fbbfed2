import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { storedClinic } from "../fakes/stored-clinic.ts";
import { newFolder, run } from "../fakes/world.ts";

async function installation() {
  const { cwd } = await storedClinic();
  return { cwd, phrases: (...argv: readonly string[]) => run(["clinic:phrases", ...argv], { cwd }) };
}

const voicemail = "Bonjour, {{clinic_name}} pour {{customer_name}}. Merci de rappeler le {{callback_number}}.";

describe("clinic:phrases", () => {
  it("sets, previews, lists and resets a clinic's phrase, which overrides the file's, which overrides the built-in one", async () => {
    const { cwd, phrases } = await installation();
    const line = async () => (await phrases("list", "clinique-test", "--key", "goodbye")).stdout;
    expect(await line()).toMatch(/goodbye +fr +built in +Merci de votre appel/u);
    const all = await phrases("set", "--all", "--language", "fr", "--key", "goodbye", "--text", "Merci, au revoir.");
    expect(all.stdout).toMatch(/Callers of clinique-test hear: Merci, au revoir\.\nRestart ascendia serve/u);
    expect(JSON.parse(readFileSync(join(cwd, "phrases", "fr.json"), "utf8"))).toEqual({ goodbye: "Merci, au revoir." });
    expect(await line()).toMatch(/goodbye +fr +file +Merci, au revoir\./u);
    const own = await phrases("set", "clinique-test", "--key", "goodbye", "--text", "{{clinic_name}} vous remercie.");
    expect(own.stdout).toMatch(
      /Callers of clinique-test hear: Clinique Test vous remercie\.\nCallers hear it from the next/u,
    );
    expect(await line()).toMatch(/goodbye +fr +clinic +\{\{clinic_name\}\} vous remercie\./u);
    expect((await phrases("reset", "clinique-test")).stdout).toMatch(/goodbye \(fr\) is reset/u);
    expect(await line()).toMatch(/goodbye +fr +file/u);
    const again = await phrases("reset", "clinique-test");
    expect(again.stdout).toMatch(/^Nothing to change/u);
  });

  it.each([
    ["Bonjour !", "Bonjour ! Vous parlez à un assistant automatique"],
    [
      "Bonjour ! Que puis-je faire pour vous ?",
      "enregistré pour le suivi de votre demande. Que puis-je faire pour vous ?",
    ],
    ["{{notice}} Je vous écoute.", "hear: Vous parlez à un assistant"],
  ])("says the notice in the greeting %j", async (text, heard) => {
    const { phrases } = await installation();
    const { stdout } = await phrases("set", "clinique-test", "--key", "greeting", "--text", text);
    expect(stdout).toContain(heard);
    expect(stdout.match(/hear:.*assistant automatique/gu)).toHaveLength(1);
  });

  it("changes pinned wording only with --accept-change and a reason, and nothing in a dry run", async () => {
    const { phrases } = await installation();
    const set = ["set", "clinique-test", "--key", "voicemail", "--text", voicemail];
    const refused = await phrases(...set);
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining("golden-voicemail:phrases.fr.voicemail"),
    ]);
    const accepting = [...set, "--accept-change", "golden-voicemail:phrases.fr.voicemail", "--reason", "shorter"];
    expect((await phrases(...accepting, "--dry-run")).stdout).toMatch(/voicemail \(fr\) would be set/u);
    expect((await phrases("list", "clinique-test", "--key", "voicemail", "--json")).stdout).toContain('"built in"');
    const accepted = await phrases(...accepting, "--json");
    expect(JSON.parse(accepted.stdout)).toMatchObject({
      data: {
        heard: [{ text: "Bonjour, Clinique Test pour (customer_name). Merci de rappeler le (callback_number)." }],
      },
    });
  });

  it.each([
    [["set", "clinique-test", "--key", "greting", "--text", "x"], /Did you mean greeting/u],
    [["set", "clinique-test", "--key", "need", "--text", "{{chosen_doctor_name}} ?"], /not a clinic fact/u],
    [["set", "clinique-test", "--key", "need", "--text", "Prenez un cachet. Et ensuite ?"], /medical advice/u],
    [["set", "clinique-test", "--key", "checking", "--text", "x".repeat(601)], /longer than 600 characters/u],
    [["set", "clinique-test", "--key", "emergency", "--text", "Appelez le 15."], /emergency-number/u],
    [["set", "clinique-test", "--key", "need"], /Missing --text/u],
    [["set", "clinique-test", "--text", "Oui ?"], /Missing --key/u],
    [["set", "--all", "--key", "need", "--text", "Oui ?"], /Missing --language/u],
    [["set", "clinique-test", "--all", "--key", "need", "--text", "Oui ?"], /cannot be combined/u],
    [["list", "clinique-test", "--language", "de"], /"de" is not one of/u],
    [["list", "nobody"], /Clinic nobody not found/u],
    [["list", "clinique-test", "--key", "greting"], /There is no phrase "greting".*Did you mean greeting/su],
  ])("%j is refused", async (argv, message) => {
    const { phrases } = await installation();
    const { code, stderr } = await phrases(...argv);
    expect([code === 0, stderr]).toEqual([false, expect.stringMatching(message)]);
  });
});

describe("the phrases folder", () => {
  it.each([
    ["fr.json", "{", /fr\.json is not JSON/u],
    ["fr.json", '{"need": ""}', /need: is empty/u],
    ["fr.json", '{"Need": "Oui ?"}', /Need: .*Invalid key|Need: is not a key/u],
    ["de.json", "{}", /de\.json is not a language/u],
    ["fr.json", '{"need": "{{patient}} ?"}', /\{\{patient\}\}, which is not a clinic fact/u],
  ])("%s with %s stops what would say it", async (name, text, message) => {
    const { cwd, phrases } = await installation();
    mkdirSync(join(cwd, "phrases"));
    writeFileSync(join(cwd, "phrases", name), text);
    expect((await phrases("list", "clinique-test")).stderr).toMatch(message);
    const simulated = await run(["simulate", "--clinic", "clinique-test", "--scenario", "book"], { cwd });
    expect([simulated.code, simulated.stderr]).toEqual([1, expect.stringMatching(message)]);
  });

  it("takes effect only once its changes of pinned wording are accepted", async () => {
    const { cwd } = await installation();
    mkdirSync(join(cwd, "phrases"));
    writeFileSync(join(cwd, "phrases", "fr.json"), JSON.stringify({ voicemail }));
    const simulate = ["simulate", "--clinic", "clinique-test", "--scenario", "book"];
    expect((await run(simulate, { cwd })).stderr).toMatch(/may not be said:\n.*golden-voicemail/u);
    const id = "golden-voicemail:phrases.fr.voicemail";
    expect((await run(["agent:validate", "--accept-change", id, "--reason", "shorter"], { cwd })).code).toBe(0);
    expect((await run(simulate, { cwd })).stderr).not.toMatch(/may not be said/u);
  });

  it("named by a setting, must exist", async () => {
    const cwd = newFolder();
    const { stderr } = await run(["clinic:phrases", "list", "--all"], { cwd, env: { ASCENDIA_PHRASES: "words" } });
    expect(stderr).toMatch(/ASCENDIA_PHRASES names .*words, which does not exist/u);
  });

  it("may word phrases of one's own template, which must be both used and worded", async () => {
    const cwd = newFolder();
    mkdirSync(join(cwd, "phrases"));
    writeFileSync(join(cwd, "phrases", "fr.json"), '{"ask_insurance": "Avez-vous une mutuelle ?"}');
    const validated = await run(["agent:validate"], { cwd });
    expect([validated.code, validated.stdout]).toEqual([
      1,
      expect.stringMatching(/unknown-phrase.*\n.*ask_insurance/u),
    ]);
  });
});
