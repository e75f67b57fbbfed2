import { boundedCache } from "../../bounded-cache.ts";
import { placeholderNames } from "../../../flow/placeholders.ts";
import { type ConductFinding, conductFinding } from "./accepted-changes.ts";
import { spanishPatterns, isDisguised, isNegated, plain, sentencesOf } from "./words.ts";
import type { ConductText, TextKind } from "./template-texts.ts";
import { freePhrases } from "./free-phrases.ts";

interface TextRule {
  readonly rule: string;
  readonly pattern: RegExp;
  /** Whether a sentence that forbids the matter is allowed: "Never ask for a card number." */
  readonly unlessForbidden: boolean;
  readonly kinds: readonly TextKind[];
  readonly message: string;
  readonly fix: string;
}

const everyText: readonly TextKind[] = ["spoken", "prompt", "global", "variable"];
const instructed: readonly TextKind[] = ["prompt", "global", "variable"];
const obeyed: readonly TextKind[] = [...instructed, "condition", "word"];

const remedy =
  "(?:pills?|tablets?|capsules?|syrup|drops|ointments?|aspirin|ibuprofen|paracetamol|acetaminophen|tylenol|antibiotics?|insulin|doses?|medicines?|medications?|drugs?|painkillers?|treatments?|remed(?:y|ies)|comprimes?|cachets?|gelules?|sirops?|gouttes|pommades?|medicaments?|aspirine|doliprane|ibuprofene|antibiotiques?|insuline|antidouleurs?|traitements?|remedes?)";

/** What no text may say or ask for, in English and French; the patterns read texts in lower case without accents. */
const textRules: readonly TextRule[] = [
  {
    rule: "medical-advice",
    pattern: new RegExp(
      [
        `\\b(?:recommend|suggest|advis|propos|tak(?:e|es|ing)\\b|swallow|giv(?:e|es|ing)\\b|tr(?:y|ies)\\b|us(?:e|es)\\b|appl(?:y|ies)\\b|increas|doubl|stop|prenez|prendre|prends|conseill|recommand|suggere|donne|avale|appliqu|arrete|augment)\\w*.{0,60}\\b${remedy}\\b`,
        "\\b(?:dosage|dosing|posologie|milligram\\w*|milligramme\\w*|\\d+ ?mg)\\b",
        "\\bdos(?:e|es) (?:of|for|to)\\b|\\bdoses? (?:de|du|pour)\\b",
        "\\bdiagnos\\w*|\\bprescrib\\w*|\\bprescri(?:s|re|vez|t)\\b",
        "\\b(?:interpret|assess|evaluate|explain|comment on|interpret\\w*|evalue\\w*|explique\\w*)\\b.{0,40}\\b(?:symptoms?|test results?|lab results?|results of|symptomes?|resultats? d|analyses?)\\b",
        "\\b(?:rub|massage|ice pack|apply heat|drink plenty|lie down|buvez|allongez|massez|reposez[- ]vous|du repos|triage\\w*)\\b",
        "\\b(?:ginger|honey|herbal tea|chamomile|camomile|salt water|gargl\\w*|compress(?:es)?|bed rest|plenty of (?:water|fluids|rest)|gingembre|miel|tisanes?|gargaris\\w*|beaucoup d'eau)\\b",
        "\\b(?:probably|likely|surely|sounds like (?:they|you)) (?:have|suffer)\\b|\\bwhat they (?:probably|likely|might) have\\b|\\bvous (?:avez|souffrez) (?:probablement|surement|sans doute)\\b",
      ].join("|"),
      "u",
    ),
    unlessForbidden: true,
    kinds: everyText,
    message: "It gives medical advice. The assistant is not a doctor, and a patient acts on what it says.",
    fix: "Offer an appointment or a message to the team instead.",
  },
  {
    rule: "plays-down",
    pattern:
      /nothing serious|not (?:that |so |very )?serious|no need to (?:worry|call|hurry)|(?:don't|do not) (?:worry|call (?:an ambulance|the emergency|911|112|15))|(?:it|this|that) will pass|probably (?:fine|nothing)|surely nothing|wait (?:and see|it out|until (?:tomorrow|monday|the morning)|a (?:bit|while|day))|can (?:surely )?wait\b|\b(?:inutile|pas (?:la peine|besoin)) (?:de |d')(?:appeler|vous deplacer|vous presser)|\b(?:ambulance|emergency services?|secours|samu|emergency) (?:can|may|will) wait\b|rien de (?:bien )?grave|pas (?:si |tres )?grave|vous inquietez pas|ca va passer|surement rien|attendez (?:de voir|demain|un peu)|peut attendre/u,
    unlessForbidden: false,
    kinds: everyText,
    message: "It plays a danger down or asks the caller to wait. Anyone in danger must call for help.",
    fix: "Remove it; leave the judgement to the emergency services and the doctors.",
  },
  {
    rule: "asks-for-secret",
    pattern:
      /(?:credit|debit|bank|payment|insurance)[- ]?cards?\b|card (?:number|details|holder)|\b(?:cvv|cvc|iban|bic)\b|security code|\bpin(?: code| number)?\b(?! (?:the|a|it)\b)|passwords?|passcode|\b(?:one[- ]time|verification|secret) code|(?:bank|account) (?:account|number|details)|social security|\bssn\b|passports?|identity (?:card|documents?|papers)|\bid (?:card|number)\b|driv(?:er's|ing) licen[cs]e|pay (?:now|by phone|a deposit|in advance|upfront)|\b(?:payment|prepayment|deposit)\b|mother's maiden|carte (?:bancaire|de credit|de paiement|bleue|vitale)|numero de (?:carte|compte|passeport)|\b(?:mastercard|amex|american express|your visa|visa (?:card|number|debit)|votre visa)\b|\b(?:three|four|sixteen|last|3|4|16) (?:digits|numbers|figures)\b.{0,40}\b(?:card|front|back|account)\b|chiffres\b.{0,30}\b(?:carte|au dos)\b|code (?:secret|confidentiel|pin|de securite)|cryptogramme|mot de passe|securite sociale|passeport|(?:carte|piece|papiers?) d'identite|permis de conduire|paiement|\bpayer\b|acompte|\brib\b/u,
    unlessForbidden: true,
    kinds: everyText,
    message:
      "It asks for a card, a payment, an identity document or a password, which never belongs in a recorded call.",
    fix: "Ask only for what a booking needs: name, phone number, birth date.",
  },
  {
    rule: "says-nothing",
    pattern:
      /\b(?:say|speak|answer|reply|respond with) nothing\b(?! (?:about|but|of|else|more))|\b(?:remain|stay|keep|be) (?:silent|quiet)\b|\b(?:do not|don't|never) (?:(?:speak|answer|reply)(?=\s*(?:$|[.,;]))|say (?:anything|a word))|\bne (?:dis|dites|dire) rien\b|\bne (?:reponds|repondez|parle|parlez) pas\b|\bgarde[rz]? le silence\b|\breste[rz]? (?:silencieu\w*|muet\w*)\b|\btais[- ]toi\b/u,
    unlessForbidden: false,
    kinds: instructed,
    message: "It keeps the assistant silent; the caller hears nothing and hangs up.",
    fix: "Say what the assistant says here.",
  },
  {
    rule: "claims-human",
    pattern:
      /\b(?:i am|i'm|this is|it is|it's|you are|you're|speaking (?:with|to)|with|ici|je suis|c'est|parlez (?:bien )?(?:a|avec))\b(?!.{0,20}\b(?:not|no|pas|virtual|virtuel\w*|automated)\b)(?!.{0,30}\b(?:put|connect|transfer|wait|hold)).{0,30}\b(?:real|actual|genuine|live|vraie?|veritable) (?:person|human|woman|man|lady|receptionist|employee|personne|humaine?|femme|homme|dame|monsieur|receptionniste|employee?)\b|\bas human as\b|\baussi humaine? que\b|\b(?:pretend|pass(?:es|ing)? (?:yourself|itself|themselves|as|for)|pose as|fai(?:s|tes)[- ](?:toi|vous) passer|feins|faites croire|make (?:them|callers|people) (?:believe|think))\b.{0,60}\b(?:human|person|employee|staff|woman|man|desk|personne|humaine?|employee?|salariee?|femme|homme)\b|\b(?:no|not a|never a) (?:robots?|machines?|bots?|computers?)\b(?! (?:is|are|will))|\bflesh and blood\b|\bchair et d'os\b|\b(?:pas|aucune?|point) (?:d'|de |un |une )?(?:robots?|machines?|ordinateurs?|intelligence artificielle)\b|\b(?:asks?|asked|demande\w*)\b.{0,60}\b(?:artificial|machine|robot|human|humaine?|artificielle?)\b.{0,60}\b(?:change the subject|avoid|dodge|evade|laugh|deny|say no|esquive\w*|change\w* de sujet)\b|\byou are (?:a |an )?(?:real )?(?:human|person|woman|man|lady)\b|\b(?:that you are|you're|pretend to be|act as|pose as) (?:a |an )?(?:real )?(?:human|person)\b|\bi(?: am|'m) (?:a |an )?(?:real )?(?:human|person)\b|\b(?:that|as if) you (?:are not|aren't) (?:a |an )?(?:robot|machine|computer|ai|bot)\b|\bi(?: am|'m) (?:no|not an?) (?:robot|machine|computer|ai|bot)\b|\b(?:never|do not|don't|not to) (?:say|admit|reveal|tell|mention|disclose|confess)\b.{0,50}\b(?:machine|robot|ai|bot|automated|virtual|computer|assistant)\b|\bdeny (?:being|that you)\b|\b(?:je suis|tu es|vous etes|etre) (?:bien )?(?:une? )?(?:vraie? )?(?:personne|humaine?|etre humain)\b|\bje ne suis pas (?:un robot|une machine|un ordinateur)\b|\b(?:ne|n')\s?(?:dis|dites|avoue\w*|admets|revele\w*) (?:jamais|pas).{0,50}\b(?:machine|robot|virtuel\w*|automat\w*)\b/u,
    unlessForbidden: false,
    kinds: everyText,
    message: "It claims to be a human, or hides that it is not. Callers have a right to know.",
    fix: "Let the assistant say that it is the clinic's virtual assistant.",
  },
  {
    rule: "claims-doctor",
    pattern:
      /\b(?:you are|you're|act as|act like|pretend to be|pose as|i am|i'm) (?:a |an |the |your |also )*(?:\w+ )?(?:doctor|nurse|physician|surgeon|pharmacist|paramedic|clinician|medical expert|dr)\b|\b(?:je suis|tu es|vous etes|agis comme) (?:aussi )?(?:une? |le |la |votre )?(?:medecin|docteure?|infirmi\w+|pharmacien\w*|chirurgien\w*)\b/u,
    unlessForbidden: true,
    kinds: everyText,
    message: "It makes the assistant a doctor. Patients would trust it with their health.",
    fix: "The assistant is the clinic's receptionist.",
  },
  {
    rule: "invents",
    pattern:
      /\b(?:invent|make up|makes up|making up|guess|imagine|improvise|fabricate|estimate|assume|invente[rz]?|devine[rz]?|imagine[rz]?|improvise[rz]?)\b/u,
    unlessForbidden: true,
    kinds: instructed,
    message: "It lets the assistant invent what the calendar or the caller must say.",
    fix: "Take times, days and doctors from the calendar, and facts from the clinic.",
  },
  {
    rule: "overrides-rules",
    pattern:
      /\b(?:ignore|disregard|forget|override|bypass|skip|drop)\b.{0,40}\b(?:rules?|above|previous|earlier|instructions|facts|calendar|checks?|verification|confirmation|read-?back)\b|\b(?:ignore[rz]?|oublie[rz]?|contourne[rz]?)\b.{0,40}\b(?:regles?|consignes?|instructions?|agenda|verification)\b|\bwithout (?:checking|verifying|confirming|asking|reading)\b|\bsans (?:verifier|confirmer|demander|relire)\b|\b(?:whoever|no matter who|regardless of who)\b|\b(?:rules?|instructions?|restrictions?|limits?)\b.{0,30}\b(?:no longer|do not|don't|not) appl\w+|\bwithout (?:any )?(?:restrictions?|limits?|filters?|rules?)\b|\bjailbreak\b|\b(?:regles?|consignes?)\b.{0,30}\bne s'appliquent plus\b|\b(?:developer|god|debug) mode\b/u,
    unlessForbidden: false,
    kinds: obeyed,
    message: "It switches off rules or checks that protect the caller.",
    fix: "Remove it.",
  },
  {
    rule: "reveals-others",
    pattern:
      /\b(?:read|list|tell|name|give|share|say|reveal|mention)\w*\b.{0,60}\b(?:other patients?|another patient|other callers?|all (?:the )?(?:patients|appointments)|everyone's|somebody else's|someone else's)\b|\b(?:lis|dis|donne|cite|enumere)\w*\b.{0,60}\b(?:autres? patients?|tous les rendez-vous|d'un autre patient)\b|\b(?:speak|say|read|give)\b.{0,20}\b(?:ids?|identifiers?)\b (?:of|to|aloud|out)|\b(?:birth ?dates?|dates? of birth|phone numbers?|address(?:es)?|names?)\b.{0,30}\b(?:the|a|another|other|next|previous) patients?\b.{0,20}\b(?:before|after|next|previous)\b|\b(?:home address|private (?:mobile|phone|number|line|address)|personal (?:mobile|phone|number|address)|adresse personnelle|numero (?:personnel|prive)|numero personal|domicilio del)\b|\{\{\s*birth_date\s*\}\}/u,
    unlessForbidden: true,
    kinds: everyText,
    message: "It reveals other patients or internal ids.",
    fix: "Speak about the caller's own appointments only, after both checks of who they are.",
  },
  {
    rule: "turns-away",
    pattern:
      /\b(?:refus\w*|reject\w*|turn away|hang up on|send away|exclu\w*|deny|denies|do not (?:book|serve|help|accept)|don't (?:book|serve|help|accept)|never (?:book|serve|help|accept)|discourag\w*|raccroch\w*|ne (?:prends|prenez|sers|aide) pas)\b.{0,60}\b(?:callers?|patients?|people|persons?|anyone|those|women|men|children|foreigners?|appelants?|personnes|gens|femmes|etrangers?)\b.{0,60}\b(?:insur\w+|assur\w+|accent|foreign\w*|old|elderly|slow|poor|black|white|muslim|christian|pregnant|disab\w+|language|country|nationality|religion|race|gay|age|etrang\w+|vieux|ages?|pauvres?|handicap\w*|enceintes?|nationalite|langue)\b/u,
    unlessForbidden: false,
    kinds: instructed,
    message: "It turns patients away for who they are. A clinic may not, and a caller is left without help.",
    fix: "Book for whoever calls; leave what a visit needs to the team.",
  },
  {
    rule: "guarantees",
    pattern:
      /\bguarante\w+|\bpromise (?:that|the caller|them|you)\b|\b(?:will|shall) (?:certainly|definitely) be (?:seen|cured|fine)\b|\bgaranti\w*|\bje vous promets\b|\bcured\b|\bgueri\w*/u,
    unlessForbidden: true,
    kinds: everyText,
    message: "It promises what the clinic has not said.",
    fix: "Say only what the calendar confirmed.",
  },
  {
    rule: "another-language",
    pattern:
      /\b(?:speak|answer|reply|respond|talk|switch)\b(?: \w+){0,3} (?:in |to )?(?:english|french|italian|german|spanish|portuguese|arabic|chinese|dutch|russian)\b|\b(?:parle|parlez|reponds|repondez)\b(?: \w+){0,3} (?:en )?(?:anglais|francais|italien|allemand|espagnol|portugais|arabe|chinois)\b/u,
    unlessForbidden: true,
    kinds: instructed,
    message: "It fixes a language. The clinic's language is a setting of the clinic, and its phrases follow it.",
    fix: "Write {{language_name}} instead of a language.",
  },
  {
    rule: "hides-truth",
    pattern:
      /\b(?:never|do not|don't|must not|should not|avoid|without)\b.{0,12}\b(?:mention|tell|telling|say|saying|reveal|admit|disclose|give|read|speak of|announce)\w*\b.{0,60}(?:\{\{\s*(?:emergency_services|notice|crisis_line)|\b(?:emergency (?:services|number)|ambulance|recorded|recording|opt[- ]?out|right to)\b)|\b(?:ne|n')\s?(?:dis|dites|mentionne\w*|annonce\w*|parle\w*|donne\w*) (?:jamais|pas|rien)\b.{0,60}(?:\{\{\s*(?:emergency_services|notice)|\b(?:urgences?|secours|enregistre\w*)\b)|\bno (?:diga|mencione|revele)\w*\b.{0,60}(?:\{\{\s*(?:emergency_services|notice)|\b(?:emergencias?|grab\w+)\b)/u,
    unlessForbidden: false,
    kinds: obeyed,
    message: "It hides from callers what they must hear: the emergency number, the recording, or that they may refuse.",
    fix: "Remove it.",
  },
  {
    rule: "pressures",
    pattern:
      /\bpressur\w+ (?:the caller|callers|them|people|patients?)\b|\b(?:insist|push) until\b|\blast (?:slot|place|chance|appointment) (?:ever|left)\b|\b(?:scare|frighten|threaten|rush) (?:the caller|callers|them|people|patients?)\b|\bbuy(?:ing)?\b.{0,30}\b(?:tablets|pills|products?)\b|\bderniere (?:place|chance)\b|\b(?:fais|faites|mets|mettez) pression\b|\bultima oportunidad\b/u,
    unlessForbidden: true,
    kinds: everyText,
    message: "It presses callers to decide with false claims.",
    fix: "Offer what the calendar holds, and leave the choice to the caller.",
  },
  {
    rule: "empty-description",
    // Without \b, the search would start again at each letter of a long word.
    pattern: /^(?!.*\b\w{2,}\W+\w{2,}\W+\w{2,})/su,
    unlessForbidden: false,
    kinds: ["variable"],
    message: "It does not say what to extract, so the model guesses.",
    fix: "Say what the value is, in which form, and when to leave it out.",
  },
  {
    rule: "fixed-value",
    pattern:
      /^(?:always|toujours|the value|constant)\b|\bwhatever (?:the|day|time|doctor|name|date|phone|was|they)\b|\bregardless\b|\bno matter\b|\bquel(?:le)?s? que soi(?:t|ent)\b|\bpeu importe\b|\bwrite (?:any|some|a random)\b|\brandom\b/u,
    unlessForbidden: false,
    kinds: ["variable"],
    message: "It fixes the value instead of taking it from the caller, so the caller gets what they did not ask for.",
    fix: "Describe what the caller says.",
  },
];

/** Every breach of a text rule, one finding per rule and text. */
export function textFindings(texts: readonly ConductText[]): readonly ConductFinding[] {
  return texts.flatMap((text) => [
    ...brokenRules(text).map((rule) => breach(rule, text)),
    ...voicemailFindings(text),
    ...beforeIdentityFindings(text),
    ...disguiseFindings(text),
  ]);
}

/** A person who reads the template and a model that obeys it must see the same text. */
function disguiseFindings(text: ConductText): readonly ConductFinding[] {
  if (!isDisguised(text.text)) return [];
  const message = "It contains letters that are invisible, reverse the text or only look like others.";
  return [breach({ rule: "disguised", message, fix: "Retype it on a keyboard." }, text)];
}

/** Cached: one template is judged several times, and two versions of it differ in few texts. */
const knownBroken = boundedCache<readonly TextRule[]>(10_000);

function brokenRules(text: ConductText): readonly TextRule[] {
  return knownBroken(`${text.kind}\n${text.text}`, () => textRules.filter((rule) => isBroken(rule, text)));
}

function isBroken({ rule, kinds, pattern, unlessForbidden }: TextRule, { kind, text }: ConductText): boolean {
  if (!kinds.includes(kind)) return false;
  const breaks = (said: string) => pattern.test(said) || spanishPatterns[rule]?.test(said) === true;
  if (!unlessForbidden) return breaks(plain(text));
  return sentencesOf(text).some((sentence) => breaks(sentence) && !(kind !== "spoken" && isNegated(sentence)));
}

function breach(
  { rule, message, fix }: Pick<TextRule, "rule" | "message" | "fix">,
  { place, node, field, text }: ConductText,
): ConductFinding {
  const at = node === undefined ? { place, field } : { place, node, field };
  return conductFinding({ rule, ...at, value: text, message: `${message} It says: "${shortened(text)}"`, fix });
}

export function shortened(text: string): string {
  return text.length <= 160 ? text : `${text.slice(0, 157)}…`;
}

const isVoicemail = /^agent\.voicemail_option$|^phrases\.\w+\.voicemail/u;
const neutralFacts: ReadonlySet<string> = new Set([
  "phrase_voicemail",
  "clinic_name",
  "clinic_said",
  "clinic_at",
  "clinic_of",
  "customer_name",
  "callback_number",
  "clinic_phone",
]);
const medicalWord =
  /\b(?:appointments?|visit|consultation|results?|test|exam\w*|doctor|dr|surgery|treatment|vaccin\w*|scan|x-?ray|blood|pregnan\w*|cardiolog\w*|dermatolog\w*|gynecolog\w*|pediatri\w*|oncolog\w*|psychiatr\w*|specialist|rendez-vous|resultats?|analyses?|docteure?|medecin|specialiste|chirurgi\w*|traitement|grossesse)\b/u;

/** Anyone who shares the phone may hear a voicemail, so it may state only who called and the number. */
function voicemailFindings(text: ConductText): readonly ConductFinding[] {
  if (!isVoicemail.test(text.place)) return [];
  const named = placeholderNames(text.text).filter((name) => !neutralFacts.has(name));
  if (named.length === 0 && !medicalWord.test(plain(text.text)) && text.kind === "spoken") return [];
  const rule = "voicemail-reveals";
  const message = "A voicemail is heard by whoever shares the phone; it may name no appointment, doctor or reason.";
  return [breach({ rule, message, fix: "Name the clinic and the number to call back, in a static text." }, text)];
}

const beforeIdentity =
  /^phrases\.\w+\.(?:reminder_greeting|reminder_identity|wrong_person)$|^reminder_identity\.instruction$/u;
/** Free phrases are spoken in every kind of call, whoever answers. */
const anyTime = /^phrases\.\w+\.(?<key>\w+)$/u;
const appointmentFact = /^(?:appointment_|provider_name|special_instructions|found_appointments)/u;

/** A call must not mention an appointment before the person has identified themselves. */
function beforeIdentityFindings(text: ConductText): readonly ConductFinding[] {
  const isFree = freePhrases.has(anyTime.exec(text.place)?.groups?.["key"] ?? "");
  const isBefore = beforeIdentity.test(text.place);
  if (!isBefore && !isFree) return [];
  const reveals =
    placeholderNames(text.text).some((name) => appointmentFact.test(name)) ||
    (isBefore && medicalWord.test(plain(text.text)));
  if (!reveals) return [];
  const message = "It speaks of an appointment before the person has said who they are.";
  return [breach({ rule: "reveals-before-identity", message, fix: "Ask for the person first." }, text)];
}
