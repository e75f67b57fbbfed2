import type { Clock } from "../../../clock.ts";
import type { Flow } from "../../../flow/flow.ts";
import type { Brain, SpeakRequest } from "../../../flow/ports.ts";
import { offlineBrain, wordInstruction } from "../../brain/brain.ts";
import type { Understanding } from "../../brain/understanding.ts";
import { IndexCache } from "../../brain/choose-candidate.ts";
import { doctorInSentence } from "../../clinic/doctor-name.ts";
import { countryOfTelephone, spokenNumber } from "../../clinic/telephone/telephone.ts";
import { doctorsOffered } from "../../brain/find-doctor.ts";
import { modelBrain } from "../../brain/model-brain.ts";
import type { LanguageModel, ModelPorts } from "../../brain/model-ports.ts";
import { foldText } from "../../language/fold-text.ts";
import { noClosures } from "../../call/line/clinic-now.ts";
import { type Language, type Translated, joinChoices, languages, perLanguage } from "../../language/language.ts";
import { languageWords } from "../../language/all-words.ts";
import { spokenDate, spokenWallTime } from "../../language/dates/spoken-date.ts";
import { isWallDate } from "../../time/wall-date.ts";
import { minutesOfWallTime } from "../../time/wall-time.ts";
import { todayIn } from "../../time/zoned-time.ts";
import { flowDialoguePhrases } from "./flow-dialogue.ts";
import type { DialogueCall } from "../ports.ts";
import { countedModel } from "../prompt/token-count.ts";

/** What a sentence can use. */
export interface WordedFrom {
  readonly variables: Readonly<Record<string, string>>;
  readonly doctors: readonly { readonly name: string }[];
  /** The caller's latest words. */
  readonly heard: string;
}

type Words = Readonly<Record<string, (from: WordedFrom) => string>>;

interface Sentences {
  readonly doctors: (names: string) => string;
  readonly at: (date: string, time: string) => string;
  readonly appointment: (when: string) => string;
  readonly hours: (hours: string) => string;
  readonly present: (opening: string) => string;
  readonly closures: (closures: string) => string;
  readonly address: (address: string) => string;
  readonly phone: (phone: string) => string;
  readonly assistant: string;
  readonly noFact: string;
  readonly willYouCome: string;
  readonly waitlist: (who: string, phone: string, doctor: string) => string;
  readonly slotOffered: (when: string) => string;
  readonly wantsSlot: string;
}

const sentences: Translated<Sentences> = {
  fr: {
    doctors: (names) => `Vous pouvez voir ${names}. Avec quel médecin souhaitez-vous le rendez-vous ?`,
    at: (date, time) => `${date} à ${time}`,
    appointment: (when) => `Votre rendez-vous est prévu ${when}.`,
    hours: (hours) => `Nos horaires : ${hours}.`,
    present: (opening) => `La clinique est ${opening}.`,
    closures: (closures) => `Dans les deux semaines à venir : ${closures}.`,
    address: (address) => `Notre adresse : ${address}.`,
    phone: (phone) => `Notre numéro est le ${numberSaid(phone, "fr")}.`,
    assistant:
      "Je suis un assistant automatique, pas une personne. Je peux prendre un rendez-vous, ou vous passer l'équipe.",
    noFact: "Je n'ai pas cette information. Souhaitez-vous laisser un message à l'équipe, ou lui parler ?",
    willYouCome: "Viendrez-vous au rendez-vous ?",
    waitlist: (who, phone, doctor) =>
      `Pour ${who}, la clinique appellerait au ${phone} si une heure se libère avec ${doctor}. Est-ce bien cela ?`,
    slotOffered: (when) => `Le créneau est ${when}.`,
    wantsSlot: "Voulez-vous ce créneau ?",
  },
  en: {
    doctors: (names) => `You can see ${names}. Which doctor would you like to see?`,
    at: (date, time) => `${date} at ${time}`,
    appointment: (when) => `Your appointment is on ${when}.`,
    hours: (hours) => `Our opening hours: ${hours}.`,
    present: (opening) => `The clinic is ${opening}.`,
    closures: (closures) => `In the next two weeks: ${closures}.`,
    address: (address) => `We are at ${address}.`,
    phone: (phone) => `Our number is ${numberSaid(phone, "en")}.`,
    assistant: "I am an automated assistant, not a person. I can book an appointment, or put you through to the team.",
    noFact: "I do not have that information. Would you like to leave a message for the team, or speak to them?",
    willYouCome: "Will you come to the appointment?",
    waitlist: (who, phone, doctor) =>
      `For ${who}, the clinic would call ${phone} if a time becomes free with ${doctor}. Is that right?`,
    slotOffered: (when) => `The time is ${when}.`,
    wantsSlot: "Would you like that time?",
  },
  es: {
    doctors: (names) => `Le puede atender ${names}. ¿Con quién quiere la cita?`,
    at: (date, time) => `el ${date} a ${time}`,
    appointment: (when) => `Su cita es ${when}.`,
    hours: (hours) => `Nuestro horario: ${hours}.`,
    present: (opening) => `La clínica está ${opening}.`,
    closures: (closures) => `En las próximas dos semanas: ${closures}.`,
    address: (address) => `Nuestra dirección: ${address}.`,
    phone: (phone) => `Nuestro número es el ${numberSaid(phone, "es")}.`,
    assistant: "Soy un asistente automático, no una persona. Puedo darle una cita, o pasarle al equipo.",
    noFact: "No tengo esa información. ¿Quiere dejarle un mensaje al equipo, o hablar con alguien?",
    willYouCome: "¿Va a poder venir a la cita?",
    waitlist: (who, phone, doctor) =>
      `Para ${who}, la clínica llamaría al ${phone} si se libera una hora con ${doctor}. ¿Es correcto?`,
    slotOffered: (when) => `El espacio es ${when}.`,
    wantsSlot: "¿Quiere ese espacio?",
  },
};

/** What the prompt nodes of the master flow say, by node, in calls without a model. */
export const promptNodeWords: Translated<Words> = perLanguage(wordsOf);

function wordsOf(language: Language): Words {
  const say = sentences[language];
  return {
    present_doctors: ({ doctors }) =>
      say.doctors(
        joinChoices(
          doctors.map(({ name }) => doctorInSentence(name, language)),
          language,
        ),
      ),
    answer_question: (from) => factAsked(from, language) ?? say.noFact,
    confirm_waitlist: ({ variables: of }) =>
      say.waitlist(
        of["patient_name"] ?? "",
        numberSaid(of["patient_phone"] ?? "", language),
        doctorInSentence(of["chosen_doctor_name"] ?? "", language),
      ),
    slot_question: (from) => {
      const answer = factAsked(from, language) ?? say.slotOffered(whenOf(from.variables, language));
      return `${answer} ${say.wantsSlot}`;
    },
    reminder_question: (from) => {
      const answer = factAsked(from, language) ?? say.appointment(whenOf(from.variables, language));
      return `${answer} ${say.willYouCome}`;
    },
  };
}

/** Outbound calls already have the date and time in words. */
function whenOf(variables: WordedFrom["variables"], language: Language): string {
  const { appointment_date: date = "", appointment_time: time = "" } = variables;
  const day = isWallDate(date) ? spokenDate(date, language) : date;
  const hour = minutesOfWallTime(time) === undefined ? time : spokenWallTime(time, language);
  return sentences[language].at(day, hour);
}

/** In groups where the language reads numbers that way, else digit by digit. */
function numberSaid(phone: string, language: Language): string {
  if (!languageWords[language].habits.saysNumbersInGroups) return phone.split("").join(" ");
  return spokenNumber(phone, countryOfTelephone(phone) ?? "", language);
}

interface Question {
  /** Words that ask this question, per language: the English "AI" would match the French "j'ai". */
  readonly words: Translated<RegExp>;
  readonly answer: (from: WordedFrom, say: Sentences) => string | undefined;
}

/** The most frequent questions. */
const questions: readonly Question[] = [
  {
    words: {
      fr: /\b(?:robots?|machine|ordinateur|repondeur|vraie personne|humaine?|intelligence artificielle|a qui|qui etes|etes qui|qui est)\b/u,
      en: /\b(?:robots?|machine|computer|bot|ai|automated|recording|real|human|a person|talking to|speaking (?:to|with)|who is this|who are you)\b/u,
      es: /\b(?:robots?|maquina|computadora|grabacion|persona real|una persona|humano|humana|quien)\b/u,
    },
    answer: (_, say) => say.assistant,
  },
  {
    words: {
      fr: /\b(?:horaires?|heures?|ouvert\w*|ferm\w+|ouvrez)\b/u,
      en: /\b(?:hours?|open|opens|close[sd]?)\b/u,
      es: /\b(?:horarios?|abiert[oa]s?|abren|cierran|cerrad[oa]s?)\b/u,
    },
    answer: ({ variables }, say) => fact(variables["business_hours"], (hours) => hoursNow(hours, variables, say)),
  },
  {
    words: {
      fr: /\b(?:adresse|ou (?:etes|se trouve)|situe\w*)\b/u,
      en: /\b(?:address|where|located)\b/u,
      es: /\b(?:direccion|donde (?:estan|queda|es)|ubicad[oa]s?|ubicacion)\b/u,
    },
    answer: ({ variables }, say) => fact(variables["clinic_address"], say.address),
  },
  {
    words: { fr: /\b(?:numero|telephone)\b/u, en: /\b(?:phone|number)\b/u, es: /\b(?:numero|telefono)\b/u },
    answer: ({ variables }, say) => fact(variables["clinic_phone"], say.phone),
  },
];

/** The weekly hours, whether the clinic is open at this moment, and upcoming exceptions. */
function hoursNow(
  hours: string,
  { opening_now: opening = "", closures = "" }: WordedFrom["variables"],
  say: Sentences,
): string {
  const isUsual = closures === "" || languages.some((language) => closures === noClosures(language));
  const present = opening === "" ? [] : [say.present(opening)];
  return [say.hours(hours), ...present, ...(isUsual ? [] : [say.closures(closures)])].join(" ");
}

function factAsked(from: WordedFrom, language: Language): string | undefined {
  const folded = foldText(from.heard);
  const asked = questions.find(({ words }) => words[language].test(folded));
  return asked?.answer(from, sentences[language]);
}

function fact(value: string | undefined, say: (value: string) => string): string | undefined {
  return value === undefined || value === "" ? undefined : say(value);
}

/**
 * Without a model, a brain would read a prompt node's instruction aloud to the caller. Static texts stay as they are;
 * each prompt node gets a sentence of ours, in the clinic's language.
 */
export function withOfflineVoice(brain: Brain, flow: Flow, language: Language): Brain {
  const prompts = promptNodes(flow);
  return {
    choose: (request) => brain.choose(request),
    extract: (request) => brain.extract(request),
    speak: async (request) => offlineWords(request, prompts, language),
  };
}

function promptNodes(flow: Flow): ReadonlySet<string> {
  const graphs = [flow, ...(flow.components ?? [])];
  const nodes = graphs.flatMap((graph) => graph.nodes);
  return new Set(
    nodes.flatMap((node) => ("instruction" in node && node.instruction?.type === "prompt" ? [node.id] : [])),
  );
}

function offlineWords(request: SpeakRequest, prompts: ReadonlySet<string>, language: Language): string {
  const { purpose, place, variables, instruction } = request;
  if (purpose === "digits" || purpose === "transfer_number") return wordInstruction(request);
  if (purpose === "reminder") return flowDialoguePhrases[language].stillThere;
  if (!prompts.has(place.node)) return instruction;
  const said = request.transcript.findLast(({ role }) => role === "user");
  const heard = said !== undefined && "content" in said ? said.content : "";
  const own = promptNodeWords[language][place.node];
  return (
    own?.({ variables, doctors: doctorsOffered(variables), heard }) ??
    variables["phrase_need"] ??
    flowDialoguePhrases[language].notUnderstood
  );
}

interface Thinking {
  readonly flow: Flow;
  readonly clock: Clock;
  /** null: decisions are made without a model. */
  readonly model: ModelPorts | null;
  readonly understanding: Understanding;
}

/** The brain for calls in flow mode. Requests to a model end when the turn is cut off. */
export function callBrain({
  flow,
  clock,
  model,
  understanding,
}: Thinking): (call: DialogueCall, signal: AbortSignal) => Brain {
  const indexes = new IndexCache();
  return ({ clinic, takeTokens }, signal) => {
    const { language, country, timezone } = clinic;
    const today = todayIn(timezone, clock);
    if (model === null) {
      const known = { language, country, today, given: {}, indexes, understanding };
      return withOfflineVoice(offlineBrain(known), flow, language);
    }
    const { model: languageModel } = model;
    const asked: LanguageModel = {
      identity: languageModel.identity,
      complete: (question) => languageModel.complete(question, signal),
    };
    const counted = takeTokens === undefined ? asked : countedModel(asked, takeTokens);
    return modelBrain({ language, today, given: {} }, { ...model, model: counted });
  };
}
