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

/** One person is denied a danger, and another one has it. */
test.each([
  "I don't have seizures, my baby is having one",
  "No seizures for me, but my son is having one right here",
  "I'm not having chest pain, my husband is",
  "It's not me with the chest pain, it's my mother",
  "Je n'ai pas de convulsions, c'est mon bébé qui en fait",
  "Moi j'ai pas de convulsions, mais ma fille oui",
  "Je n'ai pas de douleur à la poitrine, mon mari si",
  "No tengo convulsiones, mi bebé sí",
])("another person's danger: %s", (text) => {
  expect(dangers(text)).toEqual(["now"]);
});

test.each([
  "I don't have seizures, my appointment is on Monday",
  "No chest pain, and my husband is fine",
  "Je n'ai pas de convulsions, c'est mon médecin qui m'envoie",
  "Je n'ai pas de douleur à la poitrine, mon mari non plus",
  "Pas de convulsions ? Si, si, je voulais dire non",
])("nobody's danger: %s", (text) => {
  expect(dangers(text)).toEqual(["none"]);
});

/** A little blood is harmless, but not in pregnancy, in a baby, or with blood thinners. */
test.each([
  ["Ma femme est enceinte de huit mois et ça saigne un peu depuis ce matin", "now"],
  ["Je suis enceinte de trois mois et je saigne un peu", "now"],
  ["I'm ten weeks pregnant and it bleeds a little", "now"],
  ["My newborn's belly button bleeds a little", "now"],
  ["Le nombril de mon nouveau-né saigne un peu", "now"],
  ["Mi esposa está embarazada y sangra un poco", "now"],
  ["Mes gencives saignent un peu", "none"],
  ["My gums bleed a little", "none"],
])("a slight symptom: %s", (text, danger) => {
  expect(dangers(text)).toEqual([danger]);
});

/** What happened yesterday and still acts today. */
test.each([
  "Je me suis fait mordre par un serpent hier au champ, mon pied gonfle",
  "Hier ma fille a avalé une pile bouton",
  "My son swallowed a magnet yesterday",
  "A snake bit him yesterday and his leg is swelling",
  "Il est tombé sur la tête hier et depuis il vomit",
  "She fell and hit her head yesterday and now she keeps throwing up",
  "Ayer lo mordió una víbora y se le hincha el pie",
])("yesterday's danger: %s", (text) => {
  expect(dangers(text)).toEqual(["now"]);
});

test.each([
  ["My son ate a whole tub of gummy vitamins", "now"],
  ["Mon petit a mangé tout un pot de vitamines", "now"],
  ["Elle a bu toute la bouteille de sirop", "now"],
  ["My dog ate a whole tub of gummy vitamins and I need to reschedule", "none"],
  ["Mon chat a mangé tout un pot de vitamines, je dois annuler", "none"],
  ["Stuck in the well, hurry", "now"],
  ["Le petit est coincé dans le puits", "now"],
  ["Quelqu'un est au fond du puits", "now"],
  ["Mon fils est tombé dans le puits", "now"],
  ["Somebody fell in a well", "now"],
  ["On n'a plus d'eau dans le puits, je serai en retard", undefined],
  ["Things are going well, thanks", undefined],
])("%s", (text, danger) => {
  expect(dangers(text)).toEqual([danger]);
});

test.each([
  ["Mon cœur saigne de vous annuler mais je ne peux pas venir jeudi", "none"],
  ["Mon patron va me tuer si je rate encore le travail", "none"],
  ["My boss is going to kill me if I miss another shift", "none"],
  ["Mon mari va me tuer si je parle", "now"],
  ["The water heater broke and flooded our place so I have to cancel tomorrow", "none"],
  ["Our water main burst, I can't come", "none"],
  ["My waters broke in the kitchen", "now"],
  ["He's not having a stroke or anything, he just has a droopy eyelid since birth", "none"],
  ["Il a la bouche de travers depuis la naissance", "none"],
  ["Le bébé s'est étouffé avec une arachide mais c'est passé", "past"],
  ["Mon chum a avalé de travers, y'est correct là", "past"],
  ["She choked on a grape but she's fine now", "past"],
  ["He choked and he was fine but now he can't breathe", "now"],
  ["Il s'est étouffé, c'est passé mais il respire mal", "now"],
  ["Moi ça va, c'est ma collègue, elle a avalé de travers et elle devient toute rouge", "now"],
  ["Ma mère a avalé de travers, ça va pas du tout, elle tousse plus", "now"],
  ["I gave my toddler the wrong dose of Tylenol, way too much", "now"],
  ["We gave him twice the medicine by mistake", "now"],
  ["J'ai donné deux fois le sirop à ma fille par erreur", "now"],
  ["The doctor gave me too much paperwork", undefined],
])("%s", (text, danger) => {
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
