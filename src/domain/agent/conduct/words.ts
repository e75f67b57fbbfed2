import { boundedCache } from "../../bounded-cache.ts";

/** Letters of other scripts that look like Latin ones (Unicode's confusables), in lower case. */
const lookalikes: ReadonlyMap<string, string> = new Map(
  "аa еe оo рp сc уy хx іi јj ѕs ԁd һh ӏl ԛq ԝw кk мm тt вb нh гr αa οo νv ρp τt ιi κk υu εe ηn χx ıi ɑa ɡg"
    .split(" ")
    .map((pair) => [pair.charAt(0), pair.charAt(1)]),
);

const lookalike = new RegExp(`[${[...lookalikes.keys()].join("")}]`, "gu");

/** "c a r d", "P-I-N": four letters or more, or three with a hyphen or a full stop between them. */
const spelled = /(?<![\p{L}\d'])\p{L}(?:(?: \p{L}){3,}|(?:[-.]\p{L}){2,})(?![\p{L}'])/gu;

/**
 * The text in lower case without accents, as the patterns of the text rules expect it. A disguised letter becomes the
 * one that a reader sees or a voice says, and invisible letters are removed.
 */
export function plain(text: string): string {
  return plainTexts(text, () =>
    text
      .normalize("NFKD")
      .replaceAll(/[\p{M}\p{Cf}]/gu, "")
      .replaceAll(/[’ʼ]/gu, "'")
      .replaceAll(/[‐‑]/gu, "-")
      .toLowerCase()
      .replaceAll(lookalike, (letter) => lookalikes.get(letter) ?? letter)
      .replaceAll(spelled, (letters) => letters.replaceAll(/[ .-]/gu, "")),
  );
}

/** Cached: many rules read each text, and one template is judged several times. */
const plainTexts = boundedCache<string>(10_000);

/**
 * Whether the text looks different from what it contains: invisible letters, reversed text, a Greek or Cyrillic letter
 * in a Latin word.
 */
export function isDisguised(text: string): boolean {
  return (
    /\p{Cf}/u.test(text) ||
    /\p{Script=Latin}[\p{Script=Cyrillic}\p{Script=Greek}]|[\p{Script=Cyrillic}\p{Script=Greek}]\p{Script=Latin}/u.test(
      text,
    )
  );
}

const negation =
  /\b(?:no|not|never|don't|doesn't|cannot|can't|won't|nothing|without|neither|nor|aucune?|jamais|ne|pas|sans|rien|ni)\b|\bn'/u;

/** Double negatives: "Never hesitate to" demands what it seems to forbid. */
const doubled =
  /\b(?:hesitat\w*|forget|fail to|omit|be afraid|be shy|hesite[rz]?|oublie[rz]?|manque[rz]? (?:pas )?de|dude[ns]?|olvide[ns]?|deje[ns]? de|tema[ns]?)\b/u;

/** A sentence that forbids or denies, such as "Give no medical advice". */
export function isNegated(sentence: string): boolean {
  return negation.test(sentence) && !doubled.test(sentence);
}

export function sentencesOf(text: string): readonly string[] {
  return plain(text)
    .split(/(?<=[.!?;])\s+|\n+/u)
    .filter((sentence) => sentence.trim() !== "");
}

const remedy =
  "(?:pastillas?|tabletas?|capsulas?|jarabes?|gotas|pomadas?|aspirinas?|ibuprofeno|paracetamol|antibioticos?|insulina|medicinas?|medicamentos?|remedios?|calmantes?|tratamientos?)";

/** The Spanish patterns of the text rules, by rule; in lower case without accents. */
export const spanishPatterns: Readonly<Record<string, RegExp>> = {
  "medical-advice": new RegExp(
    [
      `\\b(?:recom\\w+|sugier\\w*|sugerir|aconsej\\w*|tom(?:e|a|ar|en)\\b|d[ea]r?\\b|use|aplique|apliquese|aumente|suspenda|deje de tomar)\\b.{0,60}\\b${remedy}\\b`,
      "\\b(?:dosis|posologia|miligramos?)\\b",
      "\\bdiagnosti\\w+|\\b(?:recet(?:e|ar|en|a)|prescrib\\w+)\\b(?! (?:medica|vencida))",
      "\\b(?:pongase|apliquese|tomese|acuestese|descanse|beba|te de (?:manzanilla|jengibre)|panos|compresas?)\\b",
      "\\b(?:interpret\\w*|evalu\\w*|expli\\w*)\\b.{0,40}\\b(?:sintomas?|resultados?|analisis)\\b",
    ].join("|"),
    "u",
  ),
  "plays-down":
    /\bno es (?:nada )?grave|nada grave|no se preocupe|no hay prisa|no (?:llame|hace falta llamar)|(?:ya )?se le (?:va a )?pasar[a]?\b|puede esperar|espere (?:un poco|a manana|unos?|diez|cinco|hasta)|seguramente no es nada/u,
  "asks-for-secret":
    /\b(?:digitos|numeros|cifras)\b.{0,30}\b(?:tarjeta|reverso)\b|\btarjeta\b.{0,40}\b(?:vencimiento|caducidad)\b|tarjeta (?:de credito|de debito|bancaria)|(?:numero|datos) de (?:la |su )?(?:tarjeta|cuenta|pasaporte|seguro social)|\bcontrasena|\bclave (?:secreta|bancaria)|codigo (?:de seguridad|secreto|de verificacion)|\b(?:nip|pin|cvv|curp|dni)\b|pasaporte|identificacion oficial|licencia de conducir|\b(?:anticipo|deposito|prepago)\b|pague (?:ahora|por telefono)/u,
  "says-nothing":
    /\bno (?:diga|digas|conteste|responda|hable)(?: (?:nada|ni una palabra))?\s*(?:$|[.,;])|\bguarde silencio\b|\bquede(?:se)? callad[oa]\b/u,
  "claims-human":
    /\b(?:soy|es usted|eres|usted es|que eres|que es) (?:una? )?(?:persona\b(?: (?:real|de verdad|humana))?|ser humano|humano|humana|hombre|mujer)\b|\b(?:le habla|habla (?:usted )?con|soy|le atiende)\b.{0,30}\b(?:persona|mujer|recepcionista) (?:real|de verdad|de carne y hueso)\b|\bcarne y hueso\b|\bno (?:soy|es|hay) (?:un |una |ningun )?(?:robots?|maquinas?|computadoras?|inteligencia artificial)|\bno (?:digas?|admitas?|reveles?)\b.{0,50}\b(?:maquina|robot|virtual|automatic\w*)\b/u,
  "claims-doctor":
    /\b(?:soy|eres|usted es|actua como|hagase pasar por) (?:un |una |el |la )?(?:doctora?|medic[oa]|enfermer[oa]|farmaceutic[oa]|ciruja?n[oa])\b/u,
  invents: /\b(?:inventa|invente|inventar|adivina|adivine|improvisa|improvise|supon|suponga|imagina|imagine)\b/u,
  "overrides-rules":
    /\b(?:ignora|ignore|olvida|olvide|salta|omita|desobede\w+)\b.{0,40}\b(?:reglas?|instrucciones|calendario|verificacion|anterior\w*)\b|\bsin (?:verificar|confirmar|preguntar|revisar)\b/u,
  "reveals-others":
    /\b(?:lea|diga|nombre|enumere|dile|di|cuente)\b.{0,60}\b(?:otros? pacientes?|otras? personas?|todas las citas|de otro paciente)\b/u,
  guarantees: /\bgarantiz\w+|\bprometo\b|\bprometa\b|\bcurad[oa]\b|\bse curara\b/u,
};

/** Matches a statement that something is booked, moved or cancelled. */
export const doneSpanish =
  /\bya tiene (?:su|una) (?:cita|turno|consulta|hora)\b|\b(?:cita|turno|reservacion|consulta)\b.{0,30}\b(?:esta|ha sido|fue|quedo|queda) (?:ya )?(?:confirmad|reservad|agendad|registrad|cambiad|cancelad|anulad)[oa]|\bya (?:esta|quedo) (?:reservad|agendad|confirmad|cancelad)[oa]|\b(?:he|acabo de) (?:reservar|reservado|agendado|agendar|cancelado|cancelar|cambiado)\b/u;
