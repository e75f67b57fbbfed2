/**
 * Times as callers choose them: a second list, by what is meant (see times.ts). Half are our own; the others vary what
 * courses on appointments practise (marymancee.com, englishskills.com: "after about three", "between eleven and two"),
 * what medical secretaries retell (monsieurlasecretairemedicale.blogspot.com, February 2015) and what
 * microsoft/Recognizers-Text issue 2602 ("à midi") and duckling_old pull 137 ("avant 16h") miss.
 */
export const timesOfCallsFr: Readonly<Record<string, string>> = {
  "0-660": "avant 11h | avant onze heures",
  "08:00": "huit heures le matin | 8h pile du matin | à huit heures du matin s'il vous plaît",
  "08:00 20:00":
    "huit heures ça va | à 8h alors | va pour huit heures | huit heures c'est bon pour moi | mettez-moi à huit heures | huit heures tapantes | prenons huit heures | oui huit heures | 8 heures ça m'arrange",
  "08:30 20:30": "huit heures et demi | huit heures trente, oui | 8 h 30 c'est bien | plutôt huit heures et demie",
  "09:00 21:00":
    "neuf heures si c'est libre | celui de neuf heures | le neuf heures | le rendez-vous de neuf heures | je choisis neuf heures | vers les neuf heures | neuf heures, merci | 9h ça ira | gardez-moi neuf heures | neuf heures, s'il vous plaît | 9h | neuf heures | neuf heures environ | va pour 9 h | neuf heures, parfait | neuf heures ça roule",
  "09:15 21:15": "neuf heures un quart | neuf heures quinze | neuf heures et quart ça va",
  "09:30 21:30": "neuf heures et demie, parfait | neuf heures trente | 9h30 | celui de 9h30",
  "09:45 21:45": "dix heures moins quart | dix heures moins le quart | neuf heures quarante-cinq",
  "10:00": "dix heures du matin | dix heures dans la matinée | 10h le matin",
  "10:00 22:00":
    "dix heures | à dix heures précises | dix heures plutôt que neuf heures | pas neuf heures, dix heures | neuf heures, non, dix heures | plutôt dix heures que neuf heures",
  "10:20 22:20": "dix heures vingt | 10h20",
  "10:40 22:40": "onze heures moins vingt | dix heures quarante",
  "11:30 23:30": "onze heures et demie | onze heures trente s'il vous plaît | 11h30",
  "12:00": "midi pile | sur le coup de midi | à midi si possible",
  "12:00 00:00": "douze heures",
  "12:15": "midi et quart | midi quinze",
  "13:30": "treize heures trente | treize heures et demie | une heure et demie de l'après-midi | 13h30",
  "14:00": "quatorze heures pile | deux heures cet après-midi | vers quatorze heures | celui de 14 heures",
  "14:30": "quatorze heures trente | 14h30 ça me va | deux heures et demie de l'après-midi",
  "15:00": "trois heures de l'après-midi | quinze heures | 15 heures c'est mieux | 15h00",
  "15:15": "quinze heures quinze | quinze heures et quart | trois heures et quart de l'après-midi",
  "15:45": "seize heures moins le quart | quinze heures quarante-cinq",
  "16:00":
    "seize heures | quatre heures de l'après-midi | 16h tapantes | 16h | à seize heures | seize heures pile | 16 h, c'est bien | je prends seize heures | 16:00 | vers 16h",
  "16:30": "seize heures trente | quatre heures et demie de l'après-midi | 16 h 30 si c'est possible",
  "17:00": "cinq heures du soir | dix-sept heures | 17 h | cinq heures de l'après-midi | 17h ça ira",
  "17:45": "dix-huit heures moins le quart | dix-sept heures quarante-cinq",
  "18:15": "dix-huit heures quinze | 18h15",
  "19:00": "dix-neuf heures | sept heures du soir",
  "600-720": "entre dix heures et midi | entre 10h et 12h | de dix heures à midi",
  "960-1440":
    "après 16h | à partir de 16 heures | pas avant seize heures | après seize heures | je finis à 16 h | après 16 heures | pas avant 16 h",
  afternoon: "l'après-midi si possible | dans l'après-midi plutôt",
  "ask 9 heures": "neuf, oui",
  "ask 9 heures ou 10 heures": "neuf ou dix heures | soit 9h soit 10h | neuf heures ou bien dix heures",
  evening: "dans la soirée | le soir après le travail | plutôt le soir | en soirée",
  first:
    "le tout premier | celui du début | le premier que vous avez | le premier proposé | la première proposition | le premier horaire | la première | le premier s'il vous plaît | le tout premier créneau | le plus tôt possible | la plus tôt",
  last: "le tout dernier | la dernière proposition | le dernier horaire | le plus tard | celui de la fin | la dernière | le dernier s'il vous plaît | le plus tard possible | la plus tardive",
  morning: "le matin c'est mieux | en matinée",
  "not heard": "comment ça ? | je ne sais pas encore | quels horaires avez-vous ? | 26 heures | dites-moi | peut-être",
  second:
    "le deuxième horaire | la deuxième proposition | celui du milieu non le deuxième | le second créneau | la seconde",
  third: "le troisième créneau | la troisième heure | la troisième",
  "14:45": "quinze heures moins le quart | quatorze heures quarante-cinq | 14h45",
  "15:20": "quinze heures vingt | 15h20",
  "12:45": "midi quarante-cinq",
  "10:30 22:30": "dix heures et demie | dix heures trente | 10h30, oui | dix trente",
  "08:15 20:15": "huit heures et quart | huit heures quinze | huit quinze",
  "11:40 23:40": "onze heures quarante",
  "10:45 22:45": "onze heures moins le quart | onze heures moins quart",
  "09:00": "neuf heures du matin | 9h du mat | neuf heures dans la matinée",
  "18:30": "dix-huit heures trente | 18h30 | six heures et demie du soir",
  "ask 8 heures": "huit | 8",
  "ask 8 heures ou 9 heures": "huit ou neuf heures | soit huit heures soit neuf heures",
};

export const timesOfCallsEn: Readonly<Record<string, string>> = {
  "0-660": "before 11 | before eleven | any time before eleven",
  "08:00":
    "eight in the morning | 8 am sharp | 8 a.m. please | eight am works | eight a.m. | 8am | eight o'clock in the morning",
  "08:00 20:00":
    "eight works | eight o'clock please | let's say eight | the eight o'clock one | I'll do eight | eight's fine | put me down for eight | at eight then | eight would be good | I can do eight | eight | eight o'clock | at eight | I'll take the eight o'clock | eight o'clock works | around eight | eight-ish",
  "08:30 20:30":
    "eight thirty | half past eight please | 8:30 is perfect | I'll take eight thirty | half eight thirty no eight thirty | the 8:30",
  "09:00 21:00":
    "nine sounds good | nine would work | nine is great | can I have nine | nine if it's open | the nine | 9 o'clock's good",
  "09:10 21:10": "ten past nine | ten after nine | nine ten",
  "09:20 21:20": "twenty past nine | nine twenty | twenty after nine",
  "09:30 21:30": "nine thirty works | nine-thirty please | 9.30",
  "09:45 21:45": "quarter till ten | a quarter till ten | quarter to ten please | nine forty five",
  "09:55 21:55": "five to ten | nine fifty-five | five till ten",
  "10:00": "ten in the morning | 10 am | ten a.m. is fine | ten o'clock in the morning",
  "10:00 22:00":
    "not nine, ten please | ten rather than nine | make it ten | nine, actually ten | ten instead of nine | around ten or so | ten-ish | I'd rather ten",
  "10:30 22:30":
    "ten thirty | half past ten | 10:30's okay | 10:30 | ten thirty works | the ten thirty | half ten thirty",
  "11:15 23:15": "eleven fifteen | quarter past eleven | 11:15 | a quarter after eleven",
  "12:00": "twelve noon please | noon works | at midday | noon | at noon | twelve noon | midday",
  "12:30": "twelve thirty pm | 12:30 in the afternoon",
  "13:00": "1 p.m. works | thirteen hundred | one p.m. | one in the afternoon",
  "13:30": "one thirty in the afternoon | half past one pm | 1:30pm",
  "14:00": "2 pm sharp | 2pm | fourteen hundred hours | 1400",
  "14:15": "two fifteen pm | quarter past two in the afternoon | 2:15 p.m.",
  "15:00": "three pm | three in the afternoon please | fifteen hundred hours | 3 in the afternoon | 1500 hours",
  "15:30": "half past three in the afternoon | 3:30 pm | three thirty pm",
  "16:00":
    "four pm | 4 o'clock in the afternoon | 4 pm | four in the afternoon | 4 p.m. | four pm works | 16:00 | four o'clock in the afternoon",
  "16:45": "quarter to five pm | four forty-five pm | a quarter to five in the afternoon",
  "17:00": "five pm's good | five in the afternoon | 5 o'clock in the afternoon",
  "17:30": "five thirty pm | half past five in the evening | 5:30pm please",
  "19:00": "seven in the evening | 7 pm | seven at night",
  "600-720": "between 10 and 12 | between ten and noon | from ten to twelve",
  "960-1440":
    "after 4 | any time after four | 4 or later | I get off at 4 | no earlier than four | after four | after 4 pm | not before four",
  afternoon: "afternoon's better | any time in the afternoon",
  "ask 9:00 AM or 10:00 AM": "either nine or ten | nine am or ten am | nine or maybe ten",
  evening: "after work sometime | in the evening please | in the evening | evenings",
  first:
    "the very first | the first time you said | the earliest one you have | the first option | whatever's first | option one | number one | the first one | the earliest | first | the earliest of those | the first slot",
  last: "the very last | the last option | the latest one you have | the final one | the last of those | the last one | the latest | the last slot you have | the latest one",
  morning: "morning's better | any time in the morning | the morning",
  "not heard":
    "what | I'm not sure yet | what times do you have | 27 o'clock | say again | maybe later | hmm | which ones | what was that",
  second:
    "the second option | the second time | option two | number two | the middle one no the second one | the second one | the second slot",
  third: "the third option | option three | third one | the third one | third",
  "15:45": "quarter to four in the afternoon | 3:45 pm | three forty-five pm",
  "12:15": "quarter past noon | 12:15 pm",
  "09:40 21:40": "twenty to ten | nine forty",
  "11:50 23:50": "ten to twelve | eleven fifty",
  "ask 8:00 AM or 9:00 AM": "eight or nine | either eight or nine",
  "ask 8:30 AM": "half eight",
};
