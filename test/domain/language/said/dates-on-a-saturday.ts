/**
 * Days said on Saturday 28 November 2026, in the last weeks of a year and with today's weekday among them. All are our
 * own, after the kinds of dates.ts and dates-of-calls.ts.
 */
export const saturdayDatesFr: Readonly<Record<string, string>> = {
  "2026-12-15": "mardi en quinze | mardi dans quinze jours | le mardi 15 | dans deux semaines mardi",
  "2026-12-12": "samedi en quinze | d'ici une quinzaine de jours | dans une quinzaine",
  "2026-12-03": "jeudi | le trois | le jeudi 3 | jeudi de la semaine qui vient | la semaine qui vient, jeudi",
  "2026-12-03 afternoon": "le trois dans l'après-midi | jeudi vers quinze heures | le 3 vers 15h | jeudi après-midi",
  "2026-12-03 morning": "le trois vers dix heures | jeudi à dix heures et quart | jeudi 3 au matin | jeudi, en matinée",
  "2026-11-30 morning":
    "lundi à neuf heures et quart | lundi vers neuf heures et demie | lundi 9h45 | lundi matin, vers 10h",
  "2026-11-30 afternoon":
    "lundi à midi et quart | lundi vers une heure de l'après-midi | lundi à trois heures moins le quart de l'après-midi | lundi aux environs de 16h",
  "2026-11-30 afternoon 930-1140": "lundi en fin d'aprem | lundi après les cours | lundi à la sortie de l'école",
  "2026-11-30 morning 0-600":
    "lundi dès l'ouverture | lundi très tôt | lundi à la première heure | lundi au plus tôt le matin",
  "2026-11-30 1080-1440": "lundi après dix-huit heures | lundi pas avant 18 h | lundi à partir de 18h",
  "2026-11-30 evening": "lundi soir | lundi en soirée | lundi à la débauche",
  "2026-12-07": "lundi en huit | le 7 | pas lundi prochain, celui d'après | pas le 30, le 7",
  "2026-12-14": "lundi dans quinze jours | lundi en quinze | le lundi 14 décembre",
  "2026-12-01": "mardi | le premier du mois | mardi premier | le mardi 1er | le 1er du mois | mardi qui vient",
  "2026-12-02": "mercredi, si possible | mercredi prochain | le deux | le mercredi 2 décembre | dans quatre jours",
  "2026-12-04": "vendredi 4 | vendredi, le 4 | vendredi prochain | dans six jours | vendredi pas jeudi",
  "2026-12-05": "samedi prochain | samedi en huit | dans une semaine | d'ici huit jours",
  "2026-12-08": "dans dix jours | mardi en huit | le mardi 8",
  "2026-12-20": "le vingt décembre | dimanche 20 décembre | le 20",
  "2026-12-24": "la veille de Noël",
  "2026-12-26": "le lendemain de Noël | le jour d'après Noël | le 26",
  "2026-12-31":
    "la veille du jour de l'an | le dernier jour de l'année | le dernier jour du mois de décembre | la veille du nouvel an",
  "2027-01-02": "le lendemain du jour de l'an | le deux janvier | le 2 janvier",
  "2027-01-05": "le cinq janvier | mardi 5 janvier | le 5 janvier 2027",
  "2027-02-14": "la Saint-Valentin | le quatorze février",
  "2026-11-30..2026-12-06":
    "pas cette semaine, celle d'après | la semaine prochaine, n'importe | courant semaine prochaine | semaine pro | la semaine du 30 | un jour dans la semaine prochaine",
  "2026-12-07..2026-12-13": "la semaine du 7 décembre | pas la semaine prochaine, la suivante",
  "2026-12-01..2026-12-10":
    "tout début décembre | dans les premiers jours de décembre | début du mois de décembre | en début de mois prochain",
  "2026-12-11..2026-12-20": "autour de la mi-décembre | milieu décembre | vers le milieu de décembre",
  "2026-12-21..2026-12-31": "fin décembre | vers la fin décembre | avant la fin de l'année mais plutôt fin décembre",
  "2026-11-28..2026-12-31": "avant la fin de l'année | d'ici la fin de l'année | avant le nouvel an",
  "2027-01-01..2027-01-31": "en janvier | courant janvier | au mois de janvier prochain | l'année prochaine en janvier",
  "2026-12-05..2026-12-06": "le week-end prochain | le week-end qui vient",
  "ask 2026-12-01 2026-12-03":
    "mardi ou jeudi | mardi sinon jeudi | mardi, ou jeudi à la rigueur | soit mardi, soit jeudi",
  "ask 2026-11-28 2026-12-05": "samedi | ce samedi",
  "ask 2026-11-27": "hier | vendredi dernier",
  soonest:
    "au premier créneau libre | le premier jour disponible | dès que vous avez un trou | dès qu'il y a une place | quand il y a de la place | la date la plus proche possible | le plus rapidement | au plus pressé | le plus proche",
  "not heard":
    "j'ai été opéré le 10 mars | depuis mardi j'ai de la fièvre | je suis née le 3 avril | la dernière fois c'était en juin | martes",
  "ask 2026-11-30 2026-12-07": "le lundi d'après",
  "2026-11-30": "lundi de la semaine suivante",
};

export const saturdayDatesEn: Readonly<Record<string, string>> = {
  "2026-12-15": "two weeks from Tuesday | the fifteenth | Tuesday the 15th | December 15th",
  "2026-12-12": "in 2 wks | in two weeks | a fortnight from today | two weeks from today",
  "2026-12-03":
    "Thursday | the third | Thursday the third | this Thursday | Thursday of next week | Thursday, not Wednesday | December 3rd",
  "2026-12-03 afternoon":
    "Thursday around three | the third at 3 pm | Thursday at half past two | Thursday after noon, like 2",
  "2026-12-03 morning": "Thursday at quarter past ten | the third around ten | Thursday at 9",
  "2026-11-30 morning": "Monday at nine fifteen | Monday around nine thirty | Monday 9:45 | Monday about ten",
  "2026-11-30 afternoon": "Monday at twelve fifteen | Monday around one | Monday at quarter to three | Monday about 4",
  "2026-11-30 afternoon 930-1140": "Monday after school | Monday late afternoon | Monday after class",
  "2026-11-30 morning 0-600":
    "Monday bright and early | Monday as early as you open | Monday before work | Monday right when you open",
  "2026-11-30 1080-1440": "Monday after six | Monday no earlier than 6 pm | Monday from 6 pm on",
  "2026-11-30 evening": "Monday evening | Monday night | Monday after work",
  "2026-12-07":
    "two Mondays from now | a week from Monday | Monday week | a week on Monday | not this Monday, the following one | the 7th | Monday the seventh | the Monday after next Monday no, the 7th",
  "2026-12-01": "Tuesday | the first | Tuesday the first | December 1st | Tues | Tuesday, December the first",
  "2026-12-02": "Wednesday | Wed, please | in four days | the 2nd | Wednesday, December 2",
  "2026-12-04": "Friday | this Friday | Friday the fourth | in six days | Friday, not Thursday",
  "2026-12-08": "in ten days | a week from Tuesday | Tuesday week",
  "2026-12-26": "the day after Christmas | Boxing Day | the 26th",
  "2026-12-31": "the last day of the year | New Year's Eve | the day before New Year's",
  "2027-01-02": "the day after New Year's Day | January second | January 2nd",
  "2027-01-18": "Martin Luther King Jr. Day | the third Monday in January",
  "2027-02-15": "Presidents' Day | the third Monday in February",
  "2026-11-30..2026-12-06":
    "not this week, the one after | next week | the week of November 30 | the week of the 30th | some time next week | any day next week works",
  "2026-12-07..2026-12-13":
    "the week after next | the week of December 7 | not next week, the one after | the week of the 7th",
  "2026-12-01..2026-12-10":
    "the beginning of December | early in December | early next month | the first week or so of December no early December",
  "2026-12-11..2026-12-20": "the middle of December | around mid December | mid-December",
  "2026-12-21..2026-12-31": "late December | the end of December | toward the end of December",
  "2026-11-28..2026-12-31": "before the end of the year | by the end of the year | before New Year's",
  "2027-01-01..2027-01-31": "in January | sometime in January | next January | January next year",
  "2026-12-05..2026-12-06": "next weekend | the coming weekend",
  "ask 2026-12-01 2026-12-03":
    "Tuesday or Thursday | Tuesday, or Thursday if that's full | either Tuesday or Thursday works",
  "ask 2026-11-28 2026-12-05": "Saturday | this Saturday",
  "ask 2026-11-27": "yesterday | last Friday",
  soonest:
    "your first opening | first opening you've got | as early as you've got | the closest date | soonest you have | next available appointment | as soon as there's a spot | whenever you can squeeze me in | first thing that opens up | the quickest you can do",
  "not heard":
    "I had surgery on March 10 | I've had a fever since Tuesday | I was born April 3rd | last time was in June | Montag",
};
