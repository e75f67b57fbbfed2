import { type ConductFinding, conductFinding } from "./accepted-changes.ts";
import type { ConductText } from "./template-texts.ts";
import { shortened } from "./text-rules.ts";
import { plain } from "./words.ts";

interface SpeechRule {
  readonly rule: string;
  /** Judges the text without its placeholders: `written` as it is, `heard` as `plain` returns it. */
  readonly isBroken: (written: string, heard: string) => boolean;
  readonly message: string;
  readonly fix: string;
}

const mostWords = 60;

/** How verbatim texts must be worded for a caller. */
const speechRules: readonly SpeechRule[] = [
  {
    rule: "two-questions",
    isBroken: (written) => written.split("?").length > 2,
    message: "It asks two questions at once. Callers answer one, and the other is lost.",
    fix: "Ask one question, and the next one in a node of its own.",
  },
  {
    rule: "not-for-the-ear",
    isBroken: (written) => /https?:|www\.|[*#_<>|[\]]|\p{Extended_Pictographic}/u.test(written),
    message: "It holds a link, markup or a symbol, which a voice cannot say.",
    fix: "Write what a receptionist would say.",
  },
  {
    rule: "too-long-to-hear",
    isBroken: (written) => written.split(/\s+/u).length > mostWords,
    message: `It is longer than ${mostWords} words. Nobody keeps that in mind on the telephone.`,
    fix: "Say what is needed now, and the rest when it is asked for.",
  },
  {
    rule: "literal-number",
    isBroken: (written) => /\+?\d(?:[\s.()-]?\d){6,}/u.test(written),
    message: "It holds a telephone number, which callers of every clinic would hear.",
    fix: "Use a variable of the clinic, such as {{clinic_phone}}.",
  },
  {
    rule: "literal-emergency-number",
    isBroken: (_, heard) =>
      /\b(?:call|dial|phone|appele[rz]|compose[rz]|faites|joignez|llame|marque)\b(?: \w+){0,3} (?:\d{2,4}|\d-\d-\d)(?!\s?\d)\b(?! ?(?:minutes?|hours?|heures?|fois|times|horas?|minutos?|veces|h\b))/u.test(
        heard,
      ),
    message: "It holds an emergency number of one country, which callers of every country would hear.",
    fix: "Use {{emergency_services}}.",
  },
  {
    rule: "states-price",
    isBroken: (_, heard) => /\d\s?(?:€|\$|euros?|dollars?|dolares?|pesos?|francs?|f ?cfa|cfa)|[€$]\s?\d/u.test(heard),
    message: "It states a price, which callers of every clinic would hear, and which may change.",
    fix: "Write prices in the clinic's instructions.",
  },
  {
    rule: "promises-delay",
    isBroken: (_, heard) =>
      /\b(?:dans|sous|d'ici|within|in|en|dentro de)\b (?:(?:les|the|next|prochaines?) )*(?:\d+|une?|an?|deux|two|dos|cinq|five|cinco|dix|ten|diez|quelques|a few|unos) (?:minutes?|heures?|hours?|horas?|minutos?|jours?|days?|dias?)\b/u.test(
        heard,
      ),
    message: "It promises when something happens, which nothing in the call makes true.",
    fix: "Say what is done now: that a message is passed on, or a call is planned.",
  },
  {
    rule: "denies-recording",
    isBroken: (_, heard) =>
      /\b(?:(?:calls?|conversations?|appels?|llamadas?|line)\b.{0,20}\b(?:not|never|isn't|won't|n'est pas|n'est jamais|ne sera pas|nunca|no se|no esta)|nothing|rien|nada)\b.{0,16}\b(?:recorded|stored|kept|saved|enregistree?|conservee?|gardee?|graba\w*|guarda\w*)/u.test(
        heard,
      ),
    message: "It says that the call is not recorded, which the settings of the agent decide.",
    fix: "Use {{notice}}.",
  },
  {
    rule: "asks-sensitive",
    isBroken: (written, heard) =>
      written.includes("?") &&
      /\b(?:hiv|vih|aids|sida|abortion|avortement|aborto|religion|race|ethnicity|ethnie|immigration|papiers en regle|sexual|sexuel\w*|sexual orientation|criminal|casier)\b/u.test(
        heard,
      ),
    message: "It asks for what a booking does not need, and what others in the room may hear.",
    fix: "Leave it to the doctor.",
  },
];

/** Words that are frequent in only one language; they show that a phrase is in the wrong language. */
const ownWords: Readonly<Record<string, ReadonlySet<string>>> = {
  fr: new Set("le la les des une vous votre est avec pour dans que qui je nous quel quelle du au et ne pas".split(" ")),
  en: new Set("the you your please what would is are we for and with have can this will to of it how".split(" ")),
  es: new Set("el los las una usted su con para que en por favor es cual cuando le de del y lo".split(" ")),
};

function isOtherLanguage(language: string, heard: string): boolean {
  const others = Object.keys(ownWords).filter((one) => one !== language);
  return heard.split(/[.!?;:]+/u).some((sentence) => {
    const words = new Set(sentence.match(/\p{L}+/gu) ?? []);
    const count = (of: string) => [...words].filter((word) => ownWords[of]?.has(word) === true).length;
    return others.some((other) => count(other) >= 3 && count(other) > 2 * count(language));
  });
}

const familiar = /\b(?:tu|ton|ta|tes|toi|te)\b|\bt'/u;

/** The findings about every text that is spoken verbatim. */
export function speechFindings(texts: readonly ConductText[]): readonly ConductFinding[] {
  return texts.flatMap((text) => {
    if (text.kind !== "spoken" || text.place.startsWith("flow.default_dynamic_variables")) return [];
    const written = text.text.replaceAll(/\{\{[^{}]*\}\}/gu, " ");
    const heard = plain(written);
    const broken = speechRules.filter(({ isBroken }) => isBroken(written, heard));
    return [...broken, ...languageRules(text.place, heard)].map((rule) => finding(rule, text));
  });
}

function languageRules(place: string, heard: string): readonly Omit<SpeechRule, "isBroken">[] {
  const language = /^phrases\.(?<language>\w+)\./u.exec(place)?.groups?.["language"];
  if (language === undefined) return [];
  const other = {
    rule: "other-language",
    message: "A sentence of it is in another language than its phrase file.",
    fix: "Say it in the language of the file.",
  };
  const tooFamiliar = {
    rule: "too-familiar",
    message: "It says tu to a patient.",
    fix: "Say vous.",
  };
  return [
    ...(isOtherLanguage(language, heard) ? [other] : []),
    ...(language === "fr" && familiar.test(heard) ? [tooFamiliar] : []),
  ];
}

function finding({ rule, message, fix }: Omit<SpeechRule, "isBroken">, text: ConductText): ConductFinding {
  const { place, node, field, text: value } = text;
  const at = node === undefined ? { place, field } : { place, node, field };
  return conductFinding({ rule, ...at, value, message: `${message} It says: "${shortened(value)}"`, fix });
}
