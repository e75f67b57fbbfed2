import { expect, test } from "vitest";
import { type Danger, dangerIn } from "../../../src/domain/brain/danger-signs.ts";
import { parseUnderstanding } from "../../../src/domain/brain/understanding.ts";
import { understanding } from "../../simulator/template-flow.ts";

const dangers = (text: string): readonly (Danger | undefined)[] =>
  understanding.signs.map((signs) => dangerIn(text, signs));

test.each([
  ["Ma sœur s'étouffe", "now"],
  ["My sister is choking", "now"],
  ["Il y a cinq minutes il a perdu connaissance", "now"],
  ["He passed out ten minutes ago", "now"],
  ["Elle a convulsé il y a deux mois", "past"],
  ["She had a seizure two months ago", "past"],
  ["he aint breathing", "now"],
  ["im gonna kill myself", "now"],
  ["il bouge pu", "now"],
  ["can you help me", "none"],
  ["Pas de douleur à la poitrine", "none"],
  ["No chest pain", "none"],
  ["What should I do if my son has a seizure?", "none"],
  ["My phone is dying", "none"],
  ["He hung up the phone, he is dying", "now"],
  ["Je veux en finir avec ces démarches", "none"],
  ["Je veux en finir avec la vie", "now"],
  ["Mi carro murió esta mañana", "none"],
  ["He fell off the roof two months ago and his hip still hurts", "past"],
  ["Il a les lèvres mauves et il cherche ses mots", "now"],
  ["My neighbor is pinned under the lift and white as chalk", "now"],
  ["Le pédiatre vient quel jour ?", undefined],
  ["The price took my breath away", undefined],
  ["J'ai accouché hier et je saigne beaucoup", "now"],
  ["I'm not having any seizures or shortness of breath", "none"],
  ["I have never had a stroke, I just want my cholesterol checked", "none"],
  ["He's never had a seizure before and he's shaking all over", "now"],
  ["It's not a heart attack or anything, I want a checkup", "none"],
  ["No shortness of breath but he won't wake up", "now"],
  ["Elle n'a pas de gêne respiratoire, juste un rhume", "none"],
  ["Je n'ai jamais eu de malaise, je voudrais un certificat", "none"],
  ["C'est pas un AVC, ça ?", "now"],
  ["Il n'a jamais eu de convulsions et là il est tout raide", "now"],
  ["He had a stroke in 2019, he's doing well now", "past"],
  ["Well, my son fell off the swing, he's fine", undefined],
  ["Well, look under Fell, Marcus Fell", undefined],
  ["My aunt is talking but her words make no sense", "now"],
  ["On dirait une enclume sur la poitrine", "now"],
  ["Je voudrais m'endormir pour toujours", "now"],
  ["Ma tante bave un peu la nuit", undefined],
  ["She works at the stroke unit", "none"],
  ["Elle a plus de convulsions que d'habitude", "now"],
  ["Il n'a plus de convulsions, c'est pour un contrôle", "none"],
  ["He had a seizure yesterday and it's just not stopping", "now"],
  ["My toddler is down the well", "now"],
])("%s: %s", (text, danger) => {
  expect(dangers(text)).toEqual([danger]);
});

test("ordinary words contain no danger, and a long speech is read from its end", () => {
  expect(dangers("Je voudrais un rendez-vous mardi")).toEqual([undefined]);
  expect(dangers(`${"bonjour ".repeat(5000)} il ne respire plus`)).toContain("now");
});

const file = (said: string) => ({
  language: "en" as const,
  file: "own.yaml",
  text: `{ edges: [], globals: [], signs: [{ global: g, over: o, kinds: { limb: arm|leg, torn: <limb>+off }, said: [${said}], not: [], past: [], now: [], asks: [] }] }`,
});

test("signs refer to kinds of words, and an undefined kind is refused by name", () => {
  const { signs } = parseUnderstanding([file("<torn> saw")]);
  expect(signs.map((list) => dangerIn("the saw took his leg off", list))).toEqual(["now"]);
  expect(() => parseUnderstanding([file("<lamb> saw")])).toThrow(/<lamb>/u);
});
