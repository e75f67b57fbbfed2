/**
 * Days as callers and models word them, by what is meant on Thursday 18 June 2026: a second list, whose meanings were
 * worked out from a calendar before any code read it. Half are our own; the others are kinds of wording, with values of
 * our own, that people miss in parsers of dates (wanasit/chrono issues 291, 521 and pull 654: ends of months, "next
 * week"; joestelmach/natty issues 139, 171 and 240: ends of weeks; microsoft/Recognizers-Text issues 291, 2263, 2309,
 * 2486, 2602, 3082 and 3201: "by the end of", weekends, "à midi"; facebookarchive/duckling_old pull 137: "qui suit", last
 * week of a month), that courses of English on the telephone practise (thoughtco.com "Making an Appointment with the
 * Dentist", marymancee.com "Making and changing appointments", englishskills.com "Appointments and Reservations"), and
 * that French in Benin has of its own (mission-humanitaire-afrique.org, April 2015: "présentement").
 */
export const datesOfCallsFr: Readonly<Record<string, string>> = {
  "2026-06-18":
    "présentement | là maintenant | aujourd'hui même | si c'est possible aujourd'hui | je peux passer aujourd'hui ? | dès aujourd'hui | ce jour même | tout à l'heure | dans une heure | maintenant, c'est possible ?",
  "2026-06-18 afternoon": "tantôt cet après-midi | aujourd'hui après-midi | aujourd'hui à 16 heures",
  "2026-06-18 evening": "ce soir après le travail | en soirée aujourd'hui",
  "2026-06-18..2026-06-20": "d'ici la fin de la semaine | d'ici samedi | avant dimanche | d'ici deux jours maximum",
  "2026-06-18..2026-06-21":
    "cette semaine si possible | avant la fin de la semaine | dans la semaine si c'est possible",
  "2026-06-18..2026-06-22": "d'ici lundi | avant mardi | au plus tard lundi | lundi dernier délai",
  "2026-06-18..2026-06-25":
    "d'ici jeudi prochain | d'ici le 25 | avant le 26 | d'ici une semaine maximum | dans les sept jours",
  "2026-06-19..2026-06-25": "sous huit jours | sous huitaine | dans les huit jours",
  "2026-06-18..2026-06-30": "ce mois-ci | avant la fin du mois | d'ici la fin du mois | dans le mois",
  "2026-06-18..2026-09-16 0-540": "avant 9h | avant neuf heures",
  "2026-06-18..2026-09-16 1020-1440": "je travaille jusqu'à 17 heures | je finis à 17h",
  "2026-06-18..2026-09-16 1080-1440": "après 18h | pas avant 18 heures | à partir de 18 h",
  "2026-06-18..2026-09-16 12345":
    "un jour de semaine | n'importe quel jour ouvrable | en semaine uniquement | pas le week-end | sauf le week-end | je suis libre en semaine | du lundi au vendredi | n'importe quel jour sauf le week-end",
  "2026-06-18..2026-09-16 12356": "pas le jeudi ni le dimanche | n'importe quel jour sauf jeudi et dimanche",
  "2026-06-18..2026-09-16 13567":
    "n'importe quel jour sauf mardi et jeudi | tous les jours sauf mardi et jeudi | pas mardi ni jeudi",
  "2026-06-18..2026-09-16 2": "un mardi | n'importe quel mardi | les mardis | un mardi n'importe lequel",
  "2026-06-18..2026-09-16 25": "les mardis et les vendredis | tous les mardis ou vendredis",
  "2026-06-18..2026-09-16 3": "n'importe quel mercredi | un mercredi",
  "2026-06-18..2026-09-16 3 afternoon": "un mercredi après-midi | n'importe quel mercredi après-midi",
  "2026-06-18..2026-09-16 6 morning": "un samedi matin | n'importe quel samedi matin",
  "2026-06-18..2026-09-16 600-720": "entre 10h et midi | de 10h à midi",
  "2026-06-18..2026-09-16 67": "un week-end | n'importe quel week-end | les week-ends",
  "2026-06-18..2026-09-16 720-1440": "pas le matin | sauf le matin",
  "2026-06-18..2026-09-16 960-1080": "entre 16h et 18h | de 16 heures à 18 heures",
  "2026-06-18..2026-09-16 afternoon": "l'après-midi seulement | je préférerais l'après-midi | uniquement l'après-midi",
  "2026-06-18..2026-09-16 evening": "en soirée de préférence | plutôt le soir | en fin de journée",
  "2026-06-18..2026-09-16 evening 1020-1440": "après le travail, à partir de 17h",
  "2026-06-18..2026-09-16 morning":
    "le matin c'est mieux | je suis disponible le matin | plutôt dans la matinée | uniquement le matin | seulement le matin | je préfère le matin",
  "2026-06-19":
    "demain sans faute | demain vendredi | demain le 19 | pour demain si possible | vous avez de la place demain ? | est-ce que demain c'est bon | plutôt demain | demain si ça vous va | euh demain | dès demain | pas aujourd'hui, demain | aujourd'hui je peux pas, demain | demain, aujourd'hui c'est trop tôt",
  "2026-06-19 afternoon":
    "demain dans l'après-midi | demain à seize heures | vendredi 15h | demain vers les 16 heures | 15 heures demain",
  "2026-06-19 evening": "demain soir | vendredi soir | demain en fin de journée | vendredi à dix-huit heures",
  "2026-06-19 morning":
    "demain matin de préférence | demain vers neuf heures | demain à 10h30 | demain, le matin | vendredi dans la matinée",
  "2026-06-20":
    "ce samedi-ci | samedi de cette semaine | pas demain, après-demain | après-demain samedi | le 20 juin | samedi, le vingt | après demain | samedi, demain je travaille | je serai là samedi | ma fille est libre samedi | il peut samedi | je rentre samedi, donc samedi | samedi, c'est le seul jour où je peux",
  "2026-06-20 morning": "samedi matin | samedi dans la matinée | le samedi matin 20 juin",
  "2026-06-20..2026-06-21": "ce weekend | pendant le week-end | le week-end qui vient",
  "2026-06-21": "dimanche | ce dimanche",
  "2026-06-21..2026-06-30": "vers la fin du mois de juin | à la toute fin du mois",
  "2026-06-22":
    "lundi si vous avez | plutôt lundi | lundi ça me va | lundi c'est parfait | disons lundi | je suis libre lundi | je peux me libérer lundi | lundi alors | va pour lundi | lundi, oui | ah non pas mardi, lundi | dimanche, pardon, lundi | lundi vingt-deux | lundi 22/06 | le lundi de la semaine suivante | le lundi qui vient | lundi de la semaine qui vient | lundi, mardi je peux pas | je voudrais venir lundi si le docteur est là | est-ce que le docteur consulte lundi | le 22 au lieu du 23 | plutôt le lundi que le mardi | c'est possible lundi ? | on peut faire lundi | si lundi c'est possible, lundi | mon jour de repos c'est lundi | 22/06/2026 | 22.06.2026 | 22-06-2026 | lundi 22 juin 2026 | le lundi 22 juin 2026 | 2026/06/22 | 22 juin | Lundi, 22 juin | 20260622 | lundi_22_juin | 22 juin 2026 (lundi) | 2026-06-22T09:00 | 2026-06-22 09:00",
  "2026-06-22 1020-1440":
    "lundi à partir de 17 heures | lundi je finis à 17h | lundi, je travaille jusqu'à 17 heures | lundi après dix-sept heures si vous avez",
  "2026-06-22 840-960": "lundi entre 14 h et 16 h | lundi entre quatorze heures et seize heures | lundi de 14h à 16h",
  "2026-06-22 afternoon": "lundi à 14h30 | lundi 16 heures | lundi à trois heures de l'après-midi | lundi dans l'aprem",
  "2026-06-22 afternoon 720-900": "lundi en début d'après-midi, vers 14 h",
  "2026-06-22 morning":
    "9h lundi | lundi à onze heures moins le quart | lundi 22 à 10 h | lundi matin vers dix heures | lundi 22 juin 2026 à 09:00 | 22/06/2026 à 9h | lundi 22 juin à 9 heures du matin | 22 juin 2026 matin",
  "2026-06-22 morning 0-600": "lundi de bon matin | lundi matin à la première heure possible",
  "2026-06-22..2026-06-23": "début de semaine prochaine | en tout début de semaine prochaine",
  "2026-06-22..2026-06-26":
    "du lundi au vendredi de la semaine prochaine | du 22 au 26 | entre le 22 et le 26 juin | entre lundi et vendredi prochain",
  "2026-06-22..2026-06-28":
    "n'importe quel jour la semaine prochaine | la semaine qui vient | la semaine qui arrive | semaine prochaine | la semaine d'après | la semaine suivante | la semaine du 22 | la semaine du 22 juin | plutôt la semaine prochaine | pour la semaine prochaine | pas cette semaine, la semaine prochaine | tous les jours de la semaine prochaine me vont | la semaine prochaine c'est bon | la semaine prochaine, peu importe le jour | vers la semaine prochaine | semaine du 22 juin 2026 | la semaine prochaine (22-28 juin) | semaine_prochaine",
  "2026-06-22..2026-06-28 1020-1440": "la semaine prochaine après 17 h | la semaine prochaine à partir de 17 heures",
  "2026-06-22..2026-06-28 12345": "toute la semaine prochaine sauf le week-end",
  "2026-06-22..2026-06-28 1236": "la semaine prochaine sauf jeudi, vendredi marche pas non plus et dimanche non plus",
  "2026-06-22..2026-06-28 afternoon": "la semaine prochaine dans l'après-midi | un après-midi la semaine prochaine",
  "2026-06-22..2026-06-28 morning":
    "un matin de la semaine prochaine | la semaine prochaine le matin | plutôt en matinée la semaine prochaine | la semaine prochaine, un matin si possible | la semaine prochaine en matinée | plutôt un matin la semaine prochaine",
  "2026-06-22..2026-09-20": "à partir de lundi | dès lundi | à compter de lundi",
  "2026-06-23":
    "mardi plutôt | le mardi 23 juin | mardi qui arrive | lundi impossible, mardi | lundi je travaille, mardi alors | mardi ou rien | plutôt mardi que lundi | mardi, lundi je suis occupé | mardi, pas lundi | mon mari peut m'emmener mardi | le mardi me convient | mardi ça m'arrangerait | je pensais à mardi | pourquoi pas mardi | mardi, si le docteur Dossou est là | je suis de repos mardi | si possible mardi, sinon tant pis | je veux bien mardi | on dit mardi | mardi prochain, le 23",
  "2026-06-23..2026-06-25": "de mardi à jeudi | entre mardi et jeudi | du mardi 23 au jeudi 25",
  "2026-06-24": "mercredi si possible | pas mardi mais mercredi | mercredi qui vient",
  "2026-06-24..2026-07-07": "après le 23 | après le 23 juin",
  "2026-06-26":
    "vendredi en huit | d'ici vendredi prochain en fait vendredi en huit | vendredi de la semaine qui vient | le vendredi de la semaine prochaine | le 26 | vendredi 26 | vendredi le vingt-six juin",
  "2026-06-27":
    "samedi en huit | samedi de la semaine prochaine | pas ce samedi, celui d'après | le samedi d'après, le 27",
  "2026-06-27..2026-06-28": "le week-end suivant | le week-end d'après",
  "2026-06-29": "dans onze jours | lundi 29",
  "2026-06-29..2026-07-05": "la semaine du 29 | la semaine d'après la semaine prochaine",
  "2026-06-29..2026-07-05 12345": "la semaine du 29 mais pas le week-end",
  "2026-06-30": "mardi 30 juin | le dernier jour du mois | fin juin, le 30 | mardi 30",
  "2026-07-01..2026-07-07": "la première semaine de juillet",
  "2026-07-01..2026-07-10": "au tout début du mois de juillet | les premiers jours de juillet",
  "2026-07-01..2026-07-31":
    "courant juillet | dans le courant du mois de juillet | pendant le mois de juillet | le mois qui vient | un jour en juillet | le mois suivant | n'importe quand en juillet | juillet si possible",
  "2026-07-01..2026-09-29": "pas avant juillet | à partir de juillet | à partir du 1er juillet",
  "2026-07-02":
    "d'ici deux semaines jour pour jour | dans deux semaines jour pour jour | jeudi en quinze | jeudi dans quinze jours",
  "2026-07-05": "dans dix-sept jours | le 5 juillet | dimanche 5 juillet",
  "2026-07-06": "lundi 6 | le lundi 6 juillet | le six",
  "2026-07-06..2026-07-12": "la semaine du 6 juillet | dans la semaine du 6 juillet",
  "2026-07-07": "le mardi 7 juillet | sept juillet",
  "2026-07-09": "dans trois semaines | dans 3 semaines",
  "2026-07-11..2026-07-20":
    "vers la mi-juillet environ | vers le milieu du mois de juillet | à la mi juillet | mi juillet",
  "2026-07-15": "mercredi quinze juillet | le 15 juillet prochain | le mercredi 15 | 15/7 | 15-07-2026",
  "2026-07-16": "dans quatre semaines | d'ici quatre semaines",
  "2026-07-20": "le 20 juillet | lundi vingt juillet",
  "2026-07-21..2026-07-31": "fin juillet | les derniers jours de juillet",
  "2026-07-31": "le 31",
  "2026-08-01..2026-08-31": "au mois d'août | pendant le mois d'août | courant août | en août",
  "2026-08-03": "le premier lundi d'août | lundi 3 août | le trois août",
  "2026-08-14": "la veille du 15 août | la veille de l'Assomption | le vendredi 14 août",
  "2026-08-21..2026-08-31": "la fin du mois d'août | fin du mois d'août",
  "2026-08-25..2026-08-31": "la dernière semaine d'août",
  "2026-09-01": "le premier septembre | le 1er septembre | mardi premier septembre | le mardi 1er septembre 2026",
  "2026-09-01..2026-09-10": "à la rentrée début septembre | début septembre",
  "2026-09-01..2026-09-30": "en septembre | au mois de septembre | courant septembre",
  "2026-09-18": "dans trois mois | d'ici trois mois",
  "2026-10-01..2026-10-31": "en octobre | pour octobre | vers octobre | le mois d'octobre",
  "2026-10-15": "le jeudi quinze octobre | le quinze octobre | le 15/10",
  "2026-12-01..2026-12-10": "début décembre | les premiers jours de décembre",
  "2026-12-18": "dans six mois",
  "2026-12-24": "l'avant-veille du 26 décembre",
  "2026-12-25": "à Noël | le vingt-cinq décembre",
  "2026-12-31": "le réveillon du Nouvel An | le 31 décembre",
  "2027-05-01": "la fête du travail",
  "2027-06-18": "dans un an",
  ask: "le 32 juillet | le trente et un septembre | le 30 février 2027 | le 29 février 2027",
  "ask 2026-06-15": "lundi dernier | lundi passé",
  "ask 2026-06-17": "la journée d'hier",
  "ask 2026-06-21 2026-06-28": "dimanche prochain",
  "ask 2026-06-22 2026-06-24":
    "lundi ou mercredi | soit lundi soit mercredi | lundi, ou alors mercredi | lundi ou bien mercredi",
  "ask 2026-06-23 2026-06-24": "mardi ou mercredi | mardi 24",
  "ask 2026-06-23 2026-06-25": "mardi ou jeudi prochain | le 23 ou le 25",
  "not heard":
    "allô | pardon ? | je vous écoute | comment ? | c'est pour un vaccin | j'ai de la fièvre depuis lundi | ma fille a trois ans | il est né en 1991 | je vous ai appelé hier | oui | d'accord | répétez s'il vous plaît | un instant | je ne sais pas encore | il a eu un accident | ma mère a 80 ans | depuis deux semaines j'ai mal au dos | ça dure depuis un mois | j'ai 35 ans | la dernière fois c'était le 3 mars | j'ai eu mon bébé le 2 mai | née le douze avril mille neuf cent quatre-vingt-dix | j'ai 2 enfants | trois fois par jour | je prends 2 comprimés",
  soonest:
    "le plus rapidement possible | au plus vite | dans les meilleurs délais | quand vous pouvez me prendre | c'est pour quand le plus tôt ? | la première place libre | la première disponibilité | votre prochain créneau | quand est-ce que vous pouvez me recevoir ? | je suis disponible n'importe quand | le jour vous convient | à n'importe quel moment | peu importe, le plus tôt | qu'est-ce que vous avez de plus tôt ? | le premier jour où vous avez de la place | dès que vous pouvez | faites au plus vite | aussitôt que possible | le plus vite que vous pouvez | donnez-moi le premier | qu'est-ce que vous avez de libre ? | vous avez quoi comme disponibilités ? | quand êtes-vous disponible ? | n'importe quelle date | ça dépend de vous | n'importe | comme ça vous arrange | quand ça vous arrange | au plus proche | le jour le plus proche | au plus tôt possible | n'importe quel jour de libre | j'ai pas de préférence | sans préférence | tout me va | tout est bon | le jour m'est égal | à votre disposition | à votre choix | le plus tôt sera le mieux | c'est vraiment urgent | j'ai très mal, vite",
};

export const datesOfCallsEn: Readonly<Record<string, string>> = {
  "2026-06-18":
    "today if you can | sometime today | do you have anything today | can I come in today | anything left for today | today please | in an hour | as soon as today | right this minute | today-ish",
  "2026-06-18 afternoon": "could I come this afternoon | today at four",
  "2026-06-18 afternoon 720-900": "today after lunch",
  "2026-06-18 afternoon 930-1140": "later this afternoon",
  "2026-06-18 evening": "this evening if possible | tonight after work",
  "2026-06-18 morning": "this morning",
  "2026-06-18..2026-06-20": "by Saturday | before Sunday | within two days",
  "2026-06-18..2026-06-21":
    "this week if you can | any day this week | by the end of the week | before the end of the week",
  "2026-06-18..2026-06-22": "by Monday | before Tuesday | Monday at the latest | no later than Monday",
  "2026-06-18..2026-06-25":
    "in the next seven days | by next Thursday | by the 25th | within seven days | in the next 7 days",
  "2026-06-19..2026-06-25": "within a week | within the next week | in the next week or so",
  "2026-06-18..2026-06-30": "this month | sometime this month | before the end of the month | by the end of the month",
  "2026-06-18..2026-09-16 0-540": "before 9 | before nine in the morning",
  "2026-06-18..2026-09-16 1020-1440": "I work until five | I get off at 5 | after 5 or so | 5 or later",
  "2026-06-18..2026-09-16 12345":
    "a weekday | any weekday | weekdays only | not on the weekend | no weekends | Monday to Friday | I'm free weekdays | any day but weekends | any day except the weekend",
  "2026-06-18..2026-09-16 12356": "not Thursdays or Sundays | any day except Thursday and Sunday",
  "2026-06-18..2026-09-16 13567":
    "any day except Tuesday and Thursday | not Tuesdays or Thursdays | any day but Tuesday or Thursday",
  "2026-06-18..2026-09-16 2": "a Tuesday | on a Tuesday | Tuesdays work best | any Tuesday works",
  "2026-06-18..2026-09-16 25": "Tuesdays or Fridays | Tuesdays and Fridays | any Tuesday or Friday",
  "2026-06-18..2026-09-16 3": "any Wednesday | Wednesdays are good | a Wednesday",
  "2026-06-18..2026-09-16 6 morning": "a Saturday morning | any Saturday morning",
  "2026-06-18..2026-09-16 600-720": "between 10 and noon | between ten and twelve | from 10 to noon",
  "2026-06-18..2026-09-16 67": "weekends only | any weekend | on weekends",
  "2026-06-18..2026-09-16 720-1440": "not in the morning | anything but mornings | no mornings",
  "2026-06-18..2026-09-16 840-960": "between 2 and 4 | from two to four",
  "2026-06-18..2026-09-16 960-1440": "after 4 | any time after four | not before four | 4 or later",
  "2026-06-18..2026-09-16 afternoon": "afternoons only | afternoon would be better | preferably the afternoon",
  "2026-06-18..2026-09-16 afternoon 960-1440": "after school lets out, so after 4",
  "2026-06-18..2026-09-16 evening": "evenings | in the evening if possible | after work hours",
  "2026-06-18..2026-09-16 morning":
    "mornings are best | I prefer mornings | morning only | something in the morning | preferably in the morning | morning works best",
  "2026-06-19":
    "tomorrow works | tomorrow would be great | can you fit me in tomorrow | how about tomorrow | tomorrow the 19th | let's say tomorrow | tomorrow if you have it | um tomorrow | I could do tomorrow | Friday's good | how's Friday | not today, tomorrow then | I can't today, tomorrow | tomorrow rather than today",
  "2026-06-19 afternoon": "tomorrow at 4 pm | Friday after noon say 3 pm | 3 pm on Friday | Friday at quarter to four",
  "2026-06-19 evening": "tomorrow evening | tomorrow night | Friday night",
  "2026-06-19 morning":
    "tomorrow around ten | tomorrow at 9:30 | Friday at ten in the morning | tomorrow, first half of the day, so the morning | 10 am tomorrow",
  "2026-06-20":
    "this coming Saturday | Saturday the 20th | Saturday, June 20th | on Saturday | the 20th of June | I'll be in town Saturday | my daughter is free Saturday | he can do Saturday | Saturday since there's school tomorrow | Saturday is the only day I can | I get back Saturday",
  "2026-06-20 morning": "Saturday morning | Saturday morning if you're open",
  "2026-06-20..2026-06-21": "on the weekend | sometime this weekend | over the weekend | this coming weekend",
  "2026-06-21": "Sunday | Father's Day",
  "2026-06-21..2026-06-30": "towards the end of the month | late in June",
  "2026-06-22":
    "Monday works for me | Monday's fine | I'm free Monday | Monday please | can you do Monday | how about Monday | what about Monday | let's go with Monday | I'd prefer Monday | Monday, June 22nd | Monday the twenty-second | Mon Jun 22 | on Monday | Sunday, I mean Monday | I said Monday | make it Monday | anything on Monday | can I get in Monday | the 22nd instead of the 23rd | would Monday be possible | is the doctor in on Monday | Monday, I can't do Tuesday | my day off is Monday | I'm off Monday | maybe Monday? | I was thinking Monday | 06/22/2026 | 6/22/26 | June 22, 2026 | Monday, June 22, 2026 | Jun 22 | 22 June 2026 | 06-22-2026 | 20260622 | monday_june_22 | June 22nd, 2026 | Monday 6/22 | 2026-06-22T09:00:00 | 2026-06-22 09:00",
  "2026-06-22 1020-1440":
    "Monday after 5 pm | Monday any time after five | Monday, I work until 5 | Monday I get off at five | Monday anytime after 5 pm",
  "2026-06-22 840-960": "Monday between 2 and 4 | Monday between two and four | Monday from 2 to 4",
  "2026-06-22 afternoon":
    "Monday afternoon if possible | Monday at 2 | Monday at quarter past one | 2:30 Monday | Monday at noon",
  "2026-06-22 morning":
    "Monday morning around nine | Monday at half past ten | 9 a.m. Monday | Monday at 10:15 | Monday the 22nd at 11 am | Monday June 22, 2026 at 9:00 AM | 6/22 at 9am | June 22nd at nine in the morning | Monday at 9:00am",
  "2026-06-22..2026-06-23": "at the start of next week | early next week sometime",
  "2026-06-22..2026-06-26":
    "Monday to Friday next week | Monday through Friday of next week | between the 22nd and the 26th",
  "2026-06-22..2026-06-28":
    "some day next week | anytime next week | next week if possible | next week sometime | the week of the 22nd | the week of June 22 | not this week, next week | any time next week | maybe next week | next week please | the following week | next_week | the week of June 22, 2026 | next week (June 22-28)",
  "2026-06-22..2026-06-28 1020-1440": "next week after 5 | any day next week after five",
  "2026-06-22..2026-06-28 12345": "any weekday next week",
  "2026-06-22..2026-06-28 afternoon": "an afternoon next week | any afternoon next week",
  "2026-06-22..2026-06-28 morning":
    "one morning next week | mornings next week | next week in the morning | any morning next week | next week, a morning if possible | next week, morning preferred | a morning next week",
  "2026-06-22..2026-09-20": "starting Monday | Monday onwards | any day from Monday",
  "2026-06-23":
    "Tuesday's better | Tuesday would work | Tuesday the 23rd | not Monday but Tuesday | I work Monday, so Tuesday | Monday's no good, Tuesday | Tuesday, not Monday | Tuesday, I work Mondays | I can't make Monday, so Tuesday | Monday's full? then Tuesday | my husband can drive me Tuesday | Tuesday suits me | Tuesday would be ideal | I was hoping for Tuesday | why not Tuesday | Tuesday if Dr. Lee is in | could we say Tuesday | Tuesday if possible, otherwise never mind | I want Tuesday | next Tuesday, the 23rd | I've got Tuesday off",
  "2026-06-23..2026-06-25": "Tuesday through Thursday | between Tuesday and Thursday | from Tuesday to Thursday",
  "2026-06-24": "Wednesday works better | Wed the 24th | Wednesday instead",
  "2026-06-24..2026-07-07": "after the 23rd | after June 23rd | after Tuesday",
  "2026-06-25":
    "a week today | exactly one week from today | Thursday next week | next week on Thursday | the 25th | Thursday the 25th | today week | in a week's time",
  "2026-06-25..2026-06-28": "towards the end of next week | later next week",
  "2026-06-26":
    "Friday next week | next week on Friday | the Friday after this one | June 26 | tomorrow week | a week tomorrow",
  "2026-06-27":
    "a week from Saturday | Saturday of next week | Saturday week | not this Saturday, the one after | the Saturday after this one | the 27th",
  "2026-06-27..2026-06-28": "the weekend after | the following weekend",
  "2026-06-29": "Monday the 29th | in eleven days",
  "2026-06-29..2026-07-05": "the week of the 29th",
  "2026-06-29..2026-07-05 12345": "the week of the 29th, weekdays only",
  "2026-07-01..2026-07-07": "the first week of July | first week in July",
  "2026-07-01..2026-07-10": "the first part of July | at the beginning of next month | early in July",
  "2026-07-01..2026-07-14": "any time after June",
  "2026-07-01..2026-07-31":
    "any time in July | during July | sometime next month | next month sometime | whenever in July | July if possible | some day in July",
  "2026-07-01..2026-09-29": "not before July | from July onwards",
  "2026-07-02": "two weeks from now | in 14 days | a fortnight today | Thursday in two weeks",
  "2026-07-05": "in seventeen days | July 5th | Sunday July 5",
  "2026-07-06": "Monday the 6th | Monday July 6th | July 6th | the 6th of July",
  "2026-07-06..2026-07-12": "the week of July 6 | the week of July sixth | sometime the week of the 6th of July",
  "2026-07-09": "in three weeks | three weeks from today | 3 weeks from now",
  "2026-07-11..2026-07-20": "around the middle of July | mid next month",
  "2026-07-13": "Monday July 13 | July the thirteenth | 7/13 | the second Monday of July | second Monday in July",
  "2026-07-15": "July 15 | July fifteenth | the fifteenth of July | mid-July, the 15th | Wednesday July 15th",
  "2026-07-16": "in four weeks | four weeks from today | in about four weeks | four weeks out | four weeks from now",
  "2026-07-21..2026-07-31": "late July | the end of July | the end of next month",
  "2026-07-31": "the last day of July | the last Friday in July | July 31st | the 31st",
  "2026-08-01..2026-08-31": "in August | sometime in August | during August | August",
  "2026-08-03": "the first Monday in August | August 3rd | August third",
  "2026-08-18": "in two months | two months from now | August 18",
  "2026-08-25..2026-08-31": "the last week of August",
  "2026-09-01": "September first | September 1st | the first of September | 9/1",
  "2026-09-01..2026-09-30": "in September | sometime in September | September",
  "2026-09-18": "three months from now | in three months",
  "2026-10-01..2026-10-31": "in October | October sometime",
  "2026-10-12": "Columbus Day | the second Monday in October | Indigenous Peoples' Day",
  "2026-11-11": "Veterans Day | November 11th",
  "2026-12-01..2026-12-10": "early December | the first few days of December",
  "2026-12-18": "in six months | six months from now | in half a year",
  "2026-12-24": "the day before Christmas Day",
  "2027-02-14": "Valentine's Day",
  "2027-03-28": "Easter | Easter Sunday",
  "2027-05-31": "Memorial Day",
  ask: "July 32nd | September 31st | February 30th, 2027 | February 29th 2027",
  "ask 2026-06-15": "last Monday | this past Monday",
  "ask 2026-06-17": "yesterday morning | last night",
  "ask 2026-06-22 2026-06-23": "Monday afternoon or any time Tuesday",
  "ask 2026-06-22 2026-06-24":
    "Monday or Wednesday | either Monday or Wednesday | Monday, or if not, Wednesday | Monday or else Wednesday",
  "ask 2026-06-23 2026-06-24": "Tuesday or Wednesday | Tuesday the 24th | Tuesday, or Wednesday works too",
  "not heard":
    "hello? | pardon | can you repeat that | I need a refill | my knee has hurt since Monday | she's three years old | born in 1991 | I called yesterday | yes | okay | hold on | what do you mean | I don't know yet | he had an accident | my mom is 80 | I've had it for two weeks | it's been going on for a month | it's been hurting three days | I'm 35 | what's the copay | two kids | last time was March 3rd | I had my baby on May 2nd | born April twelfth nineteen ninety | I have two kids | three times a day | I take 2 pills | it's been 3 weeks since surgery",
  soonest:
    "the earliest possible | as early as possible | the first thing you've got | your next opening | the very next available | when's your soonest | when can you see me | I can come any time | I'm flexible | I'm wide open | any day is fine | whatever's available | what's the earliest you've got | soon as you can | at your earliest convenience | anytime | any time works for me | no preference | it's urgent | doesn't matter | I don't mind | you pick | whichever is first | just give me the first one | your next free slot | what do you have available | what have you got | what's available | when are you free | next opening you have | as soon as humanly possible | right as soon as you can | any old day | whichever works for you | I'll take anything | anything you have | anything at all | the closest you have | sooner the better | the sooner the better | no preference at all | I have no preference | all good | anything works | any day's good | up to you guys | at your convenience | it's really urgent | I'm in a lot of pain, as soon as you can | earliest convenience",
  "soonest afternoon": "does he have anything in the afternoon",
  "soonest morning": "anything open in the morning",
};
