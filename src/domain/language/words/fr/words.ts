import type { LanguageWords } from "../language-words.ts";
import { phrasesOf, valuesOf, wordsOf } from "../word-lists.ts";
import { frenchNames, frenchTelephones } from "./people.ts";
import { frenchSpeech } from "./speech.ts";
import { frenchParty, frenchVisits } from "./visits.ts";

const cardinals = `zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize
 vingt:20 vingts:20 trente:30 quarante:40 cinquante:50 soixante:60 septante:70 huitante:80 octante:80 nonante:90
 cent:100 cents:100 mille:1000 une:1`;
const ordinals = `premier:1 premiere:1 second:2 seconde:2 unieme:1 deuxieme:2 troisieme:3 quatrieme:4 cinquieme:5
 sixieme:6 septieme:7 huitieme:8 neuvieme:9 dixieme:10 onzieme:11 douzieme:12`;

export const frenchWords: LanguageWords = {
  common: wordsOf(
    "je j tu vous nous il elle est suis ai le les un une des du au pour avec sur mon ma mes votre ce cette bonjour bonsoir voudrais veux peux pouvez plait merci oui non rendez quel quelle",
  ),
  numbers: {
    cardinals: valuesOf(cardinals),
    ordinals: valuesOf(ordinals),
    and: "et",
    articles: wordsOf("un une"),
    longTens: new Set([60, 80]),
    hasScores: true,
  },
  speech: frenchSpeech,
  onlyAtHome: wordsOf("an ans mars"),
  habits: {
    idiomDays: { 8: 7, 15: 14 },
    hasTwentyFourHours: true,
    saysNumbersInGroups: true,
    takesBareHours: false,
    rangesAreDays: true,
    eitherOrder: new Set(["CA"]),
  },
  dates: {
    whichDate: "Je n'ai pas bien compris la date. Quel jour souhaitez-vous ?",
    theDate: (date) => `le ${date}`,
    whichOf: (dates) => `Voulez-vous dire ${dates} ?`,
    pastDate: (date) => `Le ${date} est déjà passé. Quelle date souhaitez-vous ?`,
    pastYear: (year, date) => `L'année ${year} est passée. Voulez-vous dire le ${date} ?`,
    soonest: "le plus tôt possible",
    span: (first, last) => `du ${first} au ${last}`,
  },
  times: {
    which: (times) => `Voulez-vous dire ${times} ?`,
    first: "la première heure proposée",
    last: "la dernière heure proposée",
    lastButOne: "l'avant-dernière heure proposée",
    nth: (position) => `l'heure proposée numéro ${position}`,
    parts: { morning: "le matin", afternoon: "l'après-midi", evening: "le soir" },
    between: (from, to) => `entre ${from} et ${to}`,
    or: " ou ",
  },
  clock: {
    spoken: (minutesOfDay) => {
      const [hour, minutes] = [Math.floor(minutesOfDay / 60), minutesOfDay % 60];
      if (minutes === 0 && hour % 12 === 0) return hour === 12 ? "midi" : "minuit";
      return [`${hour} ${hour < 2 ? "heure" : "heures"}`, ...(minutes === 0 ? [] : [minutes])].join(" ");
    },
    written: (minutesOfDay) => {
      const minutes = minutesOfDay % 60;
      const hours = `${Math.floor(minutesOfDay / 60)} h`;
      return minutes === 0 ? hours : `${hours} ${String(minutes).padStart(2, "0")}`;
    },
    // Intl writes "1 mars"; French says the first of a month as an ordinal.
    day: (said) => said.replace(/(?<=^\p{L}+ )1(?= )/u, "1er"),
    spokenInstant: (date, time) => `${date} à ${time}`,
    writtenInstant: (date, time) => `${date} à ${time}`,
  },
  answers: {
    yes: phrasesOf(
      "c'est tout bon|tout est bon|tout bon|impec|tout est correct|tout est juste|tout est exact|rien a changer|oui|ouais|ouep|si|ca va|ca convient|ca ira|ca fonctionne|carrement|c'est beau|oke|d'accord|c'est ca|c'est bien ca|exact|exactement|parfait|volontiers|tout a fait|bien sur|c'est bon|ca marche|entendu|voila|ca me va|ca me convient|absolument|certainement|evidemment|bien entendu|avec plaisir|pas de probleme|pas de souci|sans probleme|aucun probleme|pourquoi pas|je confirme|confirme|c'est correct|correct|ok|okay|impeccable|nickel|super|tres bien|c'est parfait|ca roule|en effet|effectivement|affirmatif|allez-y|faites|c'est juste|oui oui|c'est exact|pas mal|bien sur que oui|je veux bien|je viens|je viendrai|je serai la|mm-hmm|mhm|hm hm|d'ac|c'est note|moi aussi",
    ),
    no: phrasesOf(
      "non|nan|non merci|ca ne convient pas|ca ne va pas non plus|inexact|erreur|c'est une erreur|vous vous trompez|vous faites erreur|pas du tout|surtout pas|jamais|negatif|ca ne va pas|ca ne me va pas|ca me va pas|ca ne me convient pas|ce n'est pas ca|c'est pas ca|ce n'est pas bon|c'est pas bon|pas d'accord|je ne suis pas d'accord|ce n'est pas exact|c'est faux|faux|pas vraiment|je ne veux pas|je veux pas|je ne peux pas|je peux pas|je ne viendrai pas|pas question|hors de question|incorrect|ce n'est pas correct|pas possible|ca ne marche pas|pas bon|non non|pas maintenant|bien sur que non",
    ),
    unsure: phrasesOf(
      "peut-etre|je ne sais pas|je sais pas|sais pas|je ne suis pas sur|je suis pas sur|je ne suis pas sure|pas sur|pas sure|ca depend|je verrai|on verra|je vais voir|attendez|un instant|une seconde|deux secondes|je reflechis|laissez-moi reflechir|je dois demander|probablement|normalement|je pense|j'hesite|plus ou moins|comment ca|pardon",
    ),
    denials: wordsOf("ne pas jamais nullement"),
    denialsAfter: wordsOf("pas"),
    conditions: wordsOf("mais sauf excepte hormis"),
    goodbyes: phrasesOf(
      "au revoir|aurevoir|adieu|bye|bye bye|ciao|bonne journee|bonne soiree|bonne fin de journee|bonne apres-midi|bon apres-midi|bonne nuit|bonne continuation|a bientot|a la prochaine",
    ),
    courtesies: phrasesOf(
      "merci|merci bien|merci beaucoup|mille mercis|mille fois merci|bon|bah|ben|eh|oh|ah|ok|okay|d'accord|tres bien|parfait|alors|et|a vous|a vous aussi|vous aussi|madame|monsieur|docteur|pour tout|c'est gentil|bien",
    ),
    unheard: phrasesOf("quoi|hein|pardon|comment|comment ca|plait-il|vous dites|vous avez dit|excusez-moi"),
    pauses:
      /(?<![\p{L}\p{N}])(?<!(?:heures?|h|et|moins) )(?:(?:(?:attendez|attends|patientez|juste|encore|donnez[ -]moi|laissez[ -]moi),? ?){0,2}(?:une?|deux|1|2)(?: tout)?(?: petite?s?)? (?:instants?|moments?|secondes?|minutes?|secs?)(?! (?:de|d['’]|à pied))|attendez(?: voir| un peu)?|attends(?: voir| un peu)?|patientez|ne quittez pas|voyons voir|laissez[ -]moi (?:voir|regarder|réfléchir))(?:,? (?:s['’]il vous pla[iî]t|svp))?(?![\p{L}\p{N}])/giu,
    words: { yes: "oui", no: "non", again: "Je n'ai pas bien compris : oui ou non ?" },
  },
  names: frenchNames,
  spelling: {
    twice: wordsOf("double deux 2"),
    as: "comme",
    with: "(?:avec|sans)",
    counts: "une?|deux|trois|des|un seul|le|la",
    marks: "accents?(?: aigus?| graves?| circonflexes?)?|tr[ée]mas?|c[ée]dille|traits? d'union|tirets?|apostrophe",
    where: "au d[ée]but|à la fin|au bout|au milieu|sur l(?:[ea] |')\\p{L}(?!\\p{L})",
    apostrophe: "apostrophe",
    hyphen: "trait d'union|tiret",
    leadIns: "ça s'épelle|ca s'epelle|ça s'écrit|ca s'ecrit|j'épelle|épelé|avec|c'est",
  },
  telephones: frenchTelephones,
  visits: frenchVisits,
  party: frenchParty,
  movedTo: {
    to: /\b(?:a|au|pour|vers|plutot) (?!la (?!semaine)|l |un )/,
    end: / (?:mon|ma|notre|le rendez-vous|la visite|au lieu|a la place|plutot que)\b/,
  },
  otherTimes: {
    later: /\b(?:plus tard(?! possible)|trop tot|trop matinal|pas (?:si|aussi) tot|apres ca|un peu apres)\b/u,
    earlier: /\b(?:plus tot(?! possible)|trop tard|avant ca|un peu avant)\b/u,
    other:
      /\b(?:autres? (?:heures?|horaires?|creneaux?|chose|possibilites?|choix)|quoi d autre|quoi d'autre|d'autres|d autres)\b/u,
  },
};
