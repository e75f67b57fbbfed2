import { editDistance } from "../closest-text.ts";
import { foldText } from "../language/fold-text.ts";
import type { Language } from "../language/language.ts";
import { nameInPassing, nameInSentence, understandName } from "../language/answers/understand-name.ts";
import { spelledLetters } from "../language/answers/spelled-letters.ts";
import { understandTelephone } from "../language/answers/understand-telephone.ts";
import type { HeardDoctor } from "./find-doctor.ts";

interface SaidName {
  readonly line: string;
  /** Whether the line answers a question for a name. */
  readonly isAnswer: boolean;
  /** Doctors' names, which are not the patient's. */
  readonly doctors: readonly HeardDoctor[];
  readonly variables: Readonly<Record<string, string>>;
  readonly facts: { readonly language: Language; readonly country: string };
}

const betweenNames = /\s*(?:,|\b(?:et|and|puis|then|y|luego)\b)\s*/iu;
/** "Kossi, K O S S I, Agbodjan": commas set a spelling off. */
const betweenPeople = /\s*\b(?:et|and|puis|then)\b\s*/iu;
const severalNames = /\bseveral patients\b/u;
const ofPatientAlone = /\bpatient who comes\b/u;
const forSomebody = /\b(?:pour (?:mon|ma|mes|notre|nos)|for (?:my|our)|para (?:mis?|nuestr[oa]s?)) .*$/iu;
const calledDoctor = /\b(?:docteure?|doctora?|dr[ea]?)\b\.?(?: \p{Lu}[\p{L}\p{M}'’-]*)*/giu;

/** "Awa Test, for my son Leo": leaves out the caller and doctors, who are not the patient. */
function whoComes(line: string): string {
  const [named = line] = forSomebody.exec(line) ?? [];
  return named.replaceAll(calledDoctor, ",");
}

/** The name that a variable asks for, according to its description; for several patients, all of their names. */
export function findName(said: SaidName, description: string): string | undefined {
  const { line, facts, variables } = said;
  const others = [...said.doctors.map(({ name }) => name), variables["clinic_name"] ?? ""];
  if (ofPatientAlone.test(description)) return nameInPassing(whoComes(line), facts.language, others);
  const between = spelledLetters(line).letters === "" ? betweenNames : betweenPeople;
  const parts = severalNames.test(description) ? line.split(between) : [];
  const names = parts.flatMap((part) => nameInSentence(part, facts.language, others) ?? []);
  const people = names.filter((name) => !names.some((other) => other !== name && isPartOf(name, other)));
  if (names.length > 1) return people.join(" and ");
  const inSentence = nameInSentence(line, facts.language, others);
  const answered = nameAnswered(said, others);
  // "Test, T E S T, prénom Awa": the sentence contains only part of the answer's name.
  const isPart = inSentence !== undefined && answered !== undefined && beginsIn(inSentence, answered);
  const name = isPart ? answered : (inSentence ?? answered);
  return name === undefined ? undefined : withOtherPart(name, line, variables["patient_name"] ?? "");
}

function nameAnswered({ line, isAnswer, facts }: SaidName, others: readonly string[]): string | undefined {
  if (!isAnswer || understandTelephone(line, { ...facts, callerNumber: null }).kind === "understood") return undefined;
  const answer = understandName(line, facts.language);
  const isOthers = answer.kind === "understood" && others.some((other) => isPartOf(answer.value, other));
  return answer.kind === "understood" && !isOthers ? answer.value : undefined;
}

/** "Test" of "Awa Test", and "Kat" of "Kathryn Test". */
function beginsIn(part: string, name: string): boolean {
  const words = foldText(name).split(" ");
  return foldText(part)
    .split(" ")
    .every((begun) => words.some((word) => word.startsWith(begun)));
}

function isPartOf(part: string, name: string): boolean {
  const words = new Set(foldText(name).split(" "));
  return foldText(part)
    .split(" ")
    .every((word) => words.has(word));
}

const firstNameLabel = /\b(?:first name|given name|prénom|prenom|nombre)\b/iu;
const lastNameLabel = /\b(?:last name|family name|surname|nom de famille|apellido)\b/iu;

/** "No, it's Jayne, J A Y N E" corrects one part of "Jane Sample"; the other stays. */
function withOtherPart(name: string, line: string, known: string): string {
  const words = known.split(" ");
  if (name.includes(" ") || words.length < 2) return name;
  const labelled = firstNameLabel.test(line) ? 0 : lastNameLabel.test(line) ? words.length - 1 : undefined;
  const distances = words.map((word) => editDistance(foldText(word), foldText(name)));
  const nearest = Math.min(...distances);
  const isAlike = nearest <= Math.max(1, Math.floor(name.length / 3));
  const corrected = labelled ?? (isAlike ? distances.indexOf(nearest) : undefined);
  return corrected === undefined ? name : words.map((word, at) => (at === corrected ? name : word)).join(" ");
}
