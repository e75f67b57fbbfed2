/**
 * What callers say about days, by what it means on Thursday 18 June 2026. Half are wordings of our own. The others are
 * kinds of wording that people asked date parsers for, with values of our own: facebook/duckling
 * (Duckling/Time/EN/Corpus.hs: weekdays, feasts, slashes), facebookarchive/duckling_old pulls 65, 124 and 146 (French
 * "le lendemain", "mi-…", "au début de la semaine"), scrapinghub/dateparser issue 459 ("lundi prochain à midi"),
 * wanasit/chrono issues 116, 169 and 400 ("in 3 weeks", "this week", "2 weeks from tuesday"), mojombo/chronic issue 203
 * ("the Monday after next"), and calls as medical secretaries retell them (monsieurlasecretairemedicale.blogspot.com,
 * February 2015: "en urgence pour aujourd'hui").
 */
export const saidDatesFr: Readonly<Record<string, string>> = {
  "2026-06-18": "aujourd'hui | ce jour | dans la journée | maintenant si possible | tout de suite",
  "2026-06-18 evening": "ce soir | à soir | aujourd'hui en fin de journée",
  "2026-06-18 afternoon": "cet après-midi | aujourd'hui dans l'après-midi",
  "2026-06-19":
    "demain | Demain, s'il vous plaît | je peux venir demain | ce vendredi | vendredi | le vendredi 19 | pas jeudi, vendredi",
  "2026-06-19 morning":
    "demain matin | demain dans la matinée | vendredi matin | demain à 9 h | demain à neuf heures et demie",
  "2026-06-19 afternoon": "demain après-midi | demain vers 14 heures | vendredi à quinze heures trente | demain à midi",
  "2026-06-20":
    "après-demain | samedi | ce samedi | samedi qui vient | dans deux jours | dans 48 heures | le samedi 20 juin | demain non pardon après-demain",
  "2026-06-22":
    "lundi | lundi qui vient | lundi prochain | le lundi 22 | lundi de la semaine prochaine | la semaine prochaine lundi | mardi, enfin non, lundi | lundi plutôt que mardi | le 22 | le vingt-deux juin | dans quatre jours",
  "2026-06-23":
    "mardi | mardi prochain | je ne peux pas lundi, plutôt mardi | non, mardi | lundi ça ne va pas, mardi | dans cinq jours | le 23/06 | je serai absent lundi, mettez plutôt mardi",
  "2026-06-24": "la Saint-Jean | mercredi | mercredi prochain | le mercredi 24 juin 2026 | le 24 de ce mois",
  "2026-06-25":
    "dans une semaine | dans huit jours | d'ici une semaine | d'ici huit jours | jeudi prochain | jeudi de la semaine prochaine | dans sept jours",
  "2026-06-26":
    "demain en huit | vendredi de la semaine prochaine | la semaine prochaine vendredi | vendredi de la semaine prochaine s'il vous plaît",
  "2026-06-29":
    "lundi en huit | lundi prochain en huit | lundi dans une semaine | pas ce lundi, l'autre | lundi pas celui-ci, l'autre",
  "2026-06-30":
    "mardi en huit | mardi le 30 | le trente | le dernier mardi du mois | le dernier jour de juin | le mardi trente juin",
  "2026-07-01":
    "le premier | le premier juillet | le 1er juillet | le premier du mois prochain | mercredi premier juillet | le premier mercredi du mois prochain",
  "2026-07-02":
    "dans quinze jours | d'ici quinze jours | dans deux semaines | dans une quinzaine | dans 15 jours | le deux | jeudi le 2 juillet",
  "2026-07-06":
    "lundi en quinze | lundi dans deux semaines | le premier lundi de juillet | le premier lundi de juillet 2026",
  "2026-07-10":
    "le 10 juillet | le dix juillet | le dix | le 10/07 | le 10/07/2026 | 10.07.2026 | vendredi 10 juillet | le deuxième vendredi de juillet",
  "2026-07-14":
    "le 14 juillet | le quatorze juillet deux mille vingt-six | mardi 14 juillet | la veille du 15 juillet | le lendemain du 13 juillet",
  "2026-07-18": "dans un mois | d'ici un mois | le 18 du mois prochain",
  "2026-08-01": "la fête nationale | la fête de l'indépendance",
  "2026-08-15": "l'Assomption | le 15 août | le quinze août | samedi 15 août",
  "2026-08-18": "dans deux mois",
  "2026-08-31": "le trente et un août | le dernier lundi d'août | le dernier jour du mois d'août | lundi 31 août",
  "2026-11-01": "la Toussaint | le premier novembre | le jour de la Toussaint",
  "2026-12-24": "la veille de Noël | le 24 décembre | le réveillon de Noël",
  "2026-12-25": "Noël | le jour de Noël | le 25 décembre",
  "2026-12-26": "le lendemain de Noël",
  "2026-12-31": "la Saint-Sylvestre | la veille du jour de l'an | le dernier jour de décembre",
  "2027-01-01": "le jour de l'an | le nouvel an | le premier janvier",
  "2027-02-09": "mardi gras",
  "2027-03-29": "lundi de Pâques | le lundi de Pâques",
  "2027-05-06": "l'Ascension | le jeudi de l'Ascension",
  "2026-06-22..2026-06-28":
    "la semaine prochaine | un jour de la semaine prochaine | n'importe quel jour de la semaine prochaine | dans le courant de la semaine prochaine",
  "2026-06-22..2026-06-23": "en début de semaine prochaine | au début de la semaine prochaine",
  "2026-06-25..2026-06-28": "à la fin de la semaine prochaine",
  "2026-06-18..2026-06-21": "cette semaine | dans la semaine",
  "2026-06-20..2026-06-21": "ce week-end | le week-end",
  "2026-06-21..2026-06-30": "fin du mois | à la fin du mois | fin juin | vers la fin du mois",
  "2026-07-01..2026-07-31":
    "le mois prochain | en juillet | au mois de juillet prochain | juillet | dans le courant du mois prochain",
  "2026-07-01..2026-07-10": "début juillet | au début du mois prochain | début du mois prochain",
  "2026-07-11..2026-07-20": "mi-juillet | à la mi-juillet | vers la mi-juillet | au milieu du mois prochain",
  "2026-08-21..2026-08-31": "fin août | à la fin août | vers la fin août",
  "2026-06-18..2026-06-23": "d'ici mardi | jusqu'à mardi | avant mercredi prochain",
  "2026-06-24..2026-07-07": "après mardi",
  "2026-06-22..2026-06-24":
    "entre lundi et mercredi | du lundi au mercredi | du 22 au 24 juin | entre le 22 et le 24 | du 22 au 24",
  "2027-01-02..2027-01-15": "après les fêtes",
  soonest:
    "le plus tôt possible | au plus tôt | dès que possible | le premier créneau disponible | n'importe quel jour | peu importe le jour | quand vous voulez | c'est urgent | n'importe quand | le plus vite possible | le premier rendez-vous disponible | dès que vous avez une place | la première date disponible | ça m'est égal",
  "2026-06-18..2026-09-16 124567":
    "n'importe quel jour sauf mercredi | sauf le mercredi | tous les jours sauf le mercredi | pas mercredi | tout sauf mercredi",
  "2026-06-18..2026-09-16 234567":
    "pas lundi | je ne peux pas lundi | lundi je ne peux pas | le lundi ne me convient pas",
  "2026-06-22..2026-06-28 134567": "la semaine prochaine sauf mardi | la semaine prochaine mais pas mardi",
  "2026-06-18..2026-09-16 1": "n'importe quel lundi | un lundi",
  "2026-06-22 0-600": "lundi avant 10 heures | lundi avant 10h",
  "2026-06-22 1020-1440": "lundi après 17 heures | lundi pas avant 17 h",
  "2026-06-22 morning 0-600": "lundi en début de matinée | lundi de bonne heure | lundi à la première heure",
  "2026-06-22 afternoon 930-1140": "lundi en fin d'après-midi | lundi après l'école",
  "2026-06-22 540-660": "lundi entre 9 h et 11 h | lundi entre neuf heures et onze heures",
  "2026-06-18..2026-09-16 afternoon": "plutôt l'après-midi | l'après-midi de préférence",
  "ask 2026-06-18 2026-06-25": "jeudi | ce jeudi | jeudi à 9 h",
  "ask 2026-06-19 2026-06-26": "vendredi prochain | vendredi suivant",
  "ask 2026-06-22 2026-06-23":
    "lundi ou mardi | lundi matin ou mardi après-midi | soit lundi soit mardi | lundi, mardi | lundi sinon mardi",
  "ask 2026-06-19 2026-06-20": "demain ou après-demain | vendredi ou samedi",
  "ask 2026-06-22 2026-06-24": "lundi 24 juin",
  "ask 2026-06-17": "hier",
  "ask 2026-06-16": "avant-hier | le 16 juin",
  "ask 2026-06-24": "2025-06-24",
  ask: "le 31 juin | le trente février | 2026-02-30",
  "not heard":
    "bonjour | je ne sais pas | bleu | mon fils est né le 3 mai 2019 | c'est pour mon mari | il y a deux jours | j'ai mal depuis trois jours | lunes",
};

export const saidDatesEn: Readonly<Record<string, string>> = {
  "2026-06-18": "today | right now | same day if you can | later today",
  "2026-06-18 evening": "tonight | this evening",
  "2026-06-18 afternoon": "this afternoon | today in the afternoon | today at 3 pm",
  "2026-06-19":
    "tomorrow | this Friday | Friday | Fri | Friday the 19th | not today, tomorrow | juneteenth | this coming Friday | I can come tomorrow",
  "2026-06-19 morning":
    "tomorrow morning | Friday at 9 | tomorrow at nine thirty | Friday 9 am | tomorrow at quarter to ten",
  "2026-06-19 afternoon":
    "tomorrow afternoon | Friday at 3 | tomorrow at 2:30 | Friday around two | tomorrow at half past one",
  "2026-06-20":
    "the day after tomorrow | day after tomorrow | Saturday | this Saturday | in two days | in a couple of days | not tomorrow but the day after",
  "2026-06-22":
    "Monday | next Monday | coming Monday | Monday next week | the 22nd | June 22 | the twenty-second of June | Monday the 22nd | Tuesday, no sorry, Monday | Monday instead of Tuesday",
  "2026-06-23":
    "Tuesday | next Tuesday | not Monday, Tuesday | Tuesday rather than Monday | I may be late on Monday, make it Tuesday | Monday doesn't work, how about Tuesday | I can't do Monday, Tuesday",
  "2026-06-24": "Wednesday | Wed | June twenty-fourth | 6/24 | 06/24/2026",
  "2026-06-25": "in a week | a week from today | one week from now | next Thursday | in seven days | a week from now",
  "2026-06-26":
    "a week from tomorrow | Friday week | a week from Friday | a week on Friday | one week from Friday | Friday of next week | next week Friday",
  "2026-06-29": "a week from Monday | Monday week | not this Monday, the next one | the last Monday of the month",
  "2026-06-30": "a week from Tuesday | the 30th | the last Tuesday in June | last day of June | the thirtieth",
  "2026-07-01":
    "the first | July first | the 1st of July | the first of July | Canada Day | Wednesday the first | the first Wednesday in July",
  "2026-07-02": "in two weeks | two weeks from today | in a fortnight | a fortnight from now | in a couple of weeks",
  "2026-07-04": "the Fourth of July | July 4th | Independence Day | 7/4",
  "2026-07-06":
    "two weeks from Monday | the first Monday in July | first Monday in July | first Monday of next month | the Monday after the Fourth of July",
  "2026-07-10":
    "July 10 | July tenth | the 10th of July | 7/10 | 7/10/2026 | Friday, July 10th | July 10, 2026 | July tenth, twenty twenty-six",
  "2026-07-18": "in a month | a month from now | the 18th of next month",
  "2026-09-07": "Labor Day | the first Monday in September",
  "2026-10-31": "Halloween",
  "2026-11-26": "Thanksgiving | the fourth Thursday in November",
  "2026-11-27": "Black Friday | the day after Thanksgiving | the Friday after Thanksgiving",
  "2026-12-24": "Christmas Eve | the day before Christmas",
  "2026-12-25": "Christmas | Christmas Day",
  "2026-12-26": "Boxing Day | the day after Christmas",
  "2026-12-27": "two days after Christmas",
  "2026-12-31": "New Year's Eve | the last day of December",
  "2027-01-01": "New Year's Day | January first",
  "2027-01-18": "MLK day | Martin Luther King day | the third Monday in January",
  "2027-03-26": "Good Friday",
  "2027-03-29": "Easter Monday",
  "2026-06-22..2026-06-28": "next week | sometime next week | any day next week | some time next week please",
  "2026-06-22..2026-06-23": "early next week | the beginning of next week",
  "2026-06-25..2026-06-28": "late next week | the end of next week",
  "2026-06-29..2026-07-05": "the week after next",
  "2026-06-18..2026-06-21": "this week | sometime this week",
  "2026-06-20..2026-06-21": "this weekend | the weekend",
  "2026-06-21..2026-06-30": "end of the month | at the end of the month | late June | the end of June",
  "2026-07-01..2026-07-31": "next month | in July | sometime in July | July | some time next month",
  "2026-07-01..2026-07-10": "early July | the beginning of July | early next month",
  "2026-07-11..2026-07-20": "mid July | the middle of July | mid-July",
  "2026-12-28..2027-01-03": "the week after Christmas",
  "2026-06-18..2026-06-19": "before Saturday | by tomorrow",
  "2026-06-18..2026-06-23": "by Tuesday | no later than Tuesday",
  "2026-06-22..2026-06-24":
    "between Monday and Wednesday | from Monday to Wednesday | Monday through Wednesday | from the 22nd to the 24th",
  "2026-06-19..2026-06-25": "in the next few days | soon",
  soonest:
    "as soon as possible | ASAP | the earliest you have | first available | whatever you have first | any day | whenever | next available | the soonest | your first available appointment | it doesn't matter | any day works | the next opening",
  "2026-06-18..2026-09-16 124567":
    "any day but Wednesday | any day except Wednesday | not Wednesday | every day but Wednesday | anything but Wednesday",
  "2026-06-18..2026-09-16 2345": "a weekday but not Monday",
  "2026-06-22..2026-06-28 124567": "next week but not Wednesday | next week except Wednesday",
  "2026-06-18..2026-09-16 2": "any Tuesday | Tuesdays",
  "2026-06-18..2026-09-16 1020-1440": "after 5 | after five | after 5 pm",
  "2026-06-18..2026-09-16 morning": "in the morning | mornings | rather the morning",
  "2026-06-22 960-1440": "Monday after 4 | Monday after four | Monday after 4 pm",
  "2026-06-22 0-600": "Monday before 10 | Monday before ten am",
  "2026-06-22 morning 0-600": "Monday first thing | first thing Monday | Monday before school | Monday early morning",
  "2026-06-22 afternoon 720-900": "Monday after lunch | Monday early afternoon",
  "2026-06-22 evening": "Monday after work | Monday evening",
  "ask 2026-06-18 2026-06-25": "Thursday | this Thursday",
  "ask 2026-06-19 2026-06-26": "next Friday",
  "ask 2026-06-22 2026-06-23":
    "Monday or Tuesday | either Monday or Tuesday | Monday or maybe Tuesday | Monday the 23rd",
  "ask 2026-06-19 2026-06-20": "tomorrow or the day after tomorrow | tomorrow or Saturday",
  "ask 2026-06-17": "yesterday",
  "ask 2026-06-24": "June 24, 2025 | 2025-06-24",
  ask: "February 30 | June 31st",
  "not heard":
    "hello | I don't know | blue | he was born on May 3rd, 2019 | two weeks ago | I've had a cough for three days | Dienstag",
};
