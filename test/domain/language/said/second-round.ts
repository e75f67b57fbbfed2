/**
 * Wordings that a second round of callers and models brought up, on Saturday 28 November 2026; grouped by meaning,
 * separated by " | ". All are our own.
 */
type Said = Readonly<Record<string, Readonly<Record<string, string>>>>;

export const datesOfSecondRound: Said = {
  fr: {
    // Year first, with any separator and without leading zeros: never the day of a two-digit year.
    "2026-12-04": "2026/12/04 | 2026.12.04 | 2026-12-4 | 2026/12/4",
    "2026-12-07..2026-12-11": "la semaine du 7 au 11 | du 7 au 11 décembre",
    "2026-12-14": "lundi de la semaine du 14 décembre | le lundi de la semaine du 14",
    "2026-12-11": "le vendredi de la semaine du 7",
    "2026-12-07": "pas ce lundi, le lundi suivant | pas ce lundi, l'autre",
    "2026-12-12": "déplacer mon rendez-vous du 10 au 12 | décaler du 10 au 12 | passer du 10 au 12",
    "2026-12-10 morning": "le matin du 10",
    "2026-11-30": "dans la journée de lundi | dans la journée du 30",
    "2026-11-28..2026-12-03": "je pars vendredi, donc avant",
    "not heard": "les trois enfants | nous viendrons avec les 3 enfants",
  },
  en: {
    "2026-12-09": "2026/12/9 | 2026-12-9 | Dec. 9th | Wed. Dec. 9",
    "2026-12-16": "the Wednesday of the week of December 14",
    "2026-12-03..2027-03-03": "not till Thursday | not until Thursday | I'm away until Thursday",
    "2026-12-10..2027-03-10": "not until the 10th",
    "2026-12-01..2026-12-03": "midweek",
    "2026-11-30": "the Monday after Thanksgiving | four days after Thanksgiving",
  },
  es: {
    "2026-12-10..2027-03-10": "a partir del 10 | no antes del 10",
    "2026-12-11..2026-12-24": "después del 10",
    "2026-11-28..2026-12-09": "antes del 10",
  },
};

export const timesOfSecondRound: Said = {
  fr: {
    "30": "minuit et demi",
    "870": "14:30h",
    "540 1260": "le 8 à 9h",
    "660 1380": "le 10 à 11h",
    "not heard": "14h30-15h | dix heures ça ne va pas | 10h c'est trop tard",
    "540": "neuf heures du matin et pas du soir",
  },
  en: {
    "530 1250": "ten minutes before nine",
    "165 885": "quarter til three | a quarter till three",
    "not heard": "10 is too early | 10 doesn't work",
  },
};

export const telephonesOfSecondRound: Said = {
  "fr BJ": {
    ask: "ce n'est pas ce numéro | pas celui-ci | le même mais qui finit par 48 | un autre que ce numéro",
    caller: "ce numéro, pas de problème | oui, celui-ci",
  },
  "en US": {
    ask: "not this number | not the one I'm calling from | it isn't this number | the same but ending in 48",
    caller: "no, this one | this one | the same one",
    "+15125550188": "not this one, 512 555 0188",
  },
  "es MX": { ask: "no es este número", caller: "este mismo" },
};

export const namesOfSecondRound: Said = {
  fr: {
    ask: "Awa et Rose Exemple | Kofi Exemple et Ama Exemple | Rose Exemple et son fils Luc | maman de Grâce | un rendez-vous | Non spécifié | à préciser | Awa & Rose Exemple",
    "Awa Exemple": "c'est bien Awa Exemple | non, Awa Exemple",
    "Rose Agbo": "Agbo, comme la rue, Rose",
    "Koffi Exemple": "le colonel Koffi Exemple | la docteure Koffi Exemple",
  },
  en: {
    ask: "Tom and Jerry Specimen | to be provided | No Name Given | Tom Specimen and his son Tim",
    "Tim Specimen": "my name is John but the appointment is for my son Tim Specimen",
    "John Specimen": "well, it's John Specimen",
  },
  es: {
    ask: "Ana Ruiz y su hijo Luis | Ana Ruiz y Luis Vega",
    "José Ramón y Cajal": "José Ramón y Cajal",
  },
};

export const answersOfSecondRound: Said = {
  fr: {
    yes: "ça va | ça convient | carrément | c'est bon, pas de problème | oui, pas de souci | ok",
    no: "ça marche pas pour moi | ça me convient pas | c'est pas correct | je ne confirme pas | je confirme pas | vous vous trompez | c'est une erreur",
    ask: "oui mais à 11h | oui, mais avec un autre médecin | d'accord mais pas lundi | oui et non",
  },
  en: {
    yes: "confirm | no problem, that works | not bad, go ahead",
    no: "that isn't right | doesn't sound right | it's not fine | that won't work for me",
    ask: "yes but a different time | yes, but not Monday",
  },
  es: { yes: "vale | listo", no: "no me sirve", ask: "sí pero a otra hora" },
};
