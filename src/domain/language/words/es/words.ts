import { minutesPerDay } from "../../../time/wall-time.ts";
import type { LanguageWords } from "../language-words.ts";
import { phrasesOf, valuesOf, wordsOf } from "../word-lists.ts";
import { spanishNames, spanishTelephones } from "./people.ts";
import { spanishSpeech } from "./speech.ts";
import { spanishParty, spanishVisits } from "./visits.ts";

const cardinals = `cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho
 diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve
 treinta:30 cuarenta:40 cincuenta:50 sesenta:60 setenta:70 ochenta:80 noventa:90 cien:100 ciento:100 doscientos:200
 trescientos:300 cuatrocientos:400 quinientos:500 seiscientos:600 setecientos:700 ochocientos:800 novecientos:900 mil:1000
 un:1 una:1 veintiun:21 veintiuna:21`;
const ordinals = `primero:1 primer:1 primera:1 segundo:2 segunda:2 tercero:3 tercer:3 tercera:3 cuarto:4 cuarta:4 quinto:5 quinta:5 sexto:6
 sexta:6 septimo:7 septima:7 octavo:8 octava:8 noveno:9 novena:9 decimo:10 decima:10`;

export const spanishWords: LanguageWords = {
  common: wordsOf(
    "yo usted nosotros el los las una unos es soy esta estoy quiero quisiera necesito puedo puede tengo tiene mi su para con por del al y o hola buenas buenos tardes dias gracias favor si cita cual cuando donde",
  ),
  numbers: {
    cardinals: valuesOf(cardinals),
    ordinals: valuesOf(ordinals),
    and: "y",
    articles: wordsOf("un una"),
    longTens: new Set(),
    hasScores: false,
  },
  speech: spanishSpeech,
  onlyAtHome: wordsOf("a e o y no me sin son como tarde"),
  habits: {
    idiomDays: { 8: 7, 15: 14 },
    hasTwentyFourHours: false,
    saysNumbersInGroups: false,
    takesBareHours: true,
    rangesAreDays: false,
    // Spanish speakers in the United States write both orders.
    eitherOrder: new Set(["CA", "US"]),
  },
  dates: {
    whichDate: "No entendí bien la fecha. ¿Qué día le gustaría?",
    theDate: (date) => `el ${date}`,
    whichOf: (dates) => `¿Quiere decir ${dates}?`,
    pastDate: (date) => `El ${date} ya pasó. ¿Qué fecha le gustaría?`,
    pastYear: (year, date) => `El año ${year} ya pasó. ¿Quiere decir el ${date}?`,
    soonest: "lo antes posible",
    span: (first, last) => `del ${first} al ${last}`,
  },
  times: {
    which: (times) => `¿Quiere decir a ${times}?`,
    first: "la primera hora que le ofrecí",
    last: "la última hora que le ofrecí",
    lastButOne: "la penúltima hora que le ofrecí",
    nth: (position) => `la hora número ${position} de las que le ofrecí`,
    parts: { morning: "en la mañana", afternoon: "en la tarde", evening: "en la noche" },
    between: (from, to) => `entre ${from} y ${to}`,
    or: " o ",
  },
  clock: {
    spoken: (minutesOfDay) => {
      const [hour, minutes] = [Math.floor((minutesOfDay % minutesPerDay) / 60), minutesOfDay % 60];
      if (minutes === 0 && hour === 12) return "las 12 del mediodía";
      if (minutes === 0 && hour === 0) return "medianoche";
      const said = `${hour % 12 === 1 ? "la" : "las"} ${hour % 12 === 0 ? 12 : hour % 12}`;
      return `${said}${minutesSaid(minutes)} ${hour < 12 ? "de la mañana" : hour < 19 ? "de la tarde" : "de la noche"}`;
    },
    written: (minutesOfDay) => {
      const hours = Math.floor((minutesOfDay % minutesPerDay) / 60);
      const minutes = String(minutesOfDay % 60).padStart(2, "0");
      return `${hours % 12 === 0 ? 12 : hours % 12}:${minutes} ${hours < 12 ? "a. m." : "p. m."}`;
    },
    // Intl writes "lunes, 1 de marzo"; people say "lunes primero de marzo".
    day: (said) => said.replace(",", "").replace(/(?<=^\p{L}+ )1(?= )/u, "primero"),
    spokenInstant: (date, time) => (time === "medianoche" ? `${date} a medianoche` : `${date} a ${time}`),
    writtenInstant: (date, time) => `${date}, ${time}`,
  },
  answers: {
    yes: phrasesOf(
      "si|sip|vale|listo|dale|simon|aja|claro|claro que si|por supuesto|desde luego|asi es|asi mero|exacto|exactamente|correcto|es correcto|esta correcto|esta bien|ta bien|muy bien|perfecto|de acuerdo|ok|okay|okey|sale|orale|andale|andele|andele pues|va|bueno|bien|me parece bien|me parece|me parece perfecto|me queda bien|me queda perfecto|me sirve|me conviene|me funciona|eso es|efectivamente|en efecto|afirmativo|confirmo|lo confirmo|si confirmo|con gusto|con mucho gusto|encantado|encantada|como no|por que no|sin problema|no hay problema|no hay ningun problema|ningun problema|adelante|hagalo|hagale|si por favor|por favor|si señor|si senor|si senora|si senorita|ahi estare|ahi voy a estar|alli estare|si voy|si puedo|puedo ir|cuente conmigo|de una vez|excelente|que bueno|es cierto|cierto|simon que si|si si|si claro|es verdad|asi esta bien|sí|no esta mal|dele",
    ),
    no: phrasesOf(
      "no|no gracias|nel|para nada|de ninguna manera|de ningun modo|nunca|jamas|negativo|no es correcto|no esta correcto|incorrecto|no esta bien|esta mal|no es asi|asi no es|no es eso|eso no es|no quiero|no lo quiero|no puedo|no voy a poder|no podre|no me queda|no me queda bien|no me sirve|no me conviene|no me funciona|no se puede|no es posible|imposible|no me parece|no estoy de acuerdo|mejor no|ahora no|ahorita no|todavia no|hoy no|por supuesto que no|claro que no|no no|no es cierto|falso|tampoco|no señor|no senor|no senora|no senorita|no ire|no voy a ir|no voy|ya no|no hay manera|ni modo que si",
    ),
    unsure: phrasesOf(
      "quizas|quiza|tal vez|a lo mejor|puede ser|puede que si|no se|no lo se|no se bien|no estoy seguro|no estoy segura|no sabria decirle|quien sabe|depende|ya veremos|a ver|deje ver|dejeme ver|dejeme pensar|dejeme checar|dejeme revisar|dejeme preguntar|tengo que ver|tengo que checar|tengo que preguntar|espere|espereme|esperese|un momento|un momentito|un segundo|permitame|probablemente|posiblemente|creo|creo que si|creo que no|mas o menos|como|como dice|mande|perdon|que",
    ),
    denials: wordsOf("nunca tampoco"),
    denialsAfter: new Set(),
    conditions: wordsOf("pero excepto"),
    goodbyes: phrasesOf(
      "adios|hasta luego|hasta pronto|hasta manana|nos vemos|chao|bye|que tenga buen dia|que tenga un buen dia|que le vaya bien|que este bien|buen dia|buenas noches|cuidese",
    ),
    courtesies: phrasesOf(
      "gracias|muchas gracias|mil gracias|muchisimas gracias|ok|okay|bueno|pues|ah|oh|y|entonces|igualmente|muy amable|senora|senor|senorita|doctor|doctora|perfecto|por todo",
    ),
    unheard: phrasesOf("que|como|mande|perdon|disculpe"),
    pauses:
      /(?<![\p{L}\p{N}])(?<!(?:y|con|menos|horas?) )(?:(?:(?:esp[eé]re(?:me|se)?|perm[ií]tame|d[eé]me|solo|nada m[aá]s),? ?){0,2}(?:un|una|dos)(?: ratito| peque[ñn]o)? (?:moment(?:o|ito|ico)s?|segund(?:o|ito)s?|minut(?:o|ito)s?|instante|ratito)(?! (?:de|para|pasad|antes|despu))|esp[eé]re(?:me|se)?(?! (?:a|que|al))|perm[ií]tame|d[eé]jeme ver|a ver)(?:,? por favor)?(?![\p{L}\p{N}])/giu,
    words: { yes: "sí", no: "no", again: "No le entendí bien: ¿sí o no?" },
  },
  names: spanishNames,
  spelling: {
    twice: wordsOf("doble dos 2"),
    as: "de|como",
    with: "(?:con|sin)",
    counts: "una?|dos|tres|la|el",
    marks: "acentos?|tildes?|guion(?:es)?|guión|diéresis",
    where: "al final|al principio|en medio|en la \\p{L}(?!\\p{L})",
    apostrophe: "apóstrofo|apostrofo|apóstrofe",
    hyphen: "guión|guion",
    leadIns: "se deletrea|se escribe|deletreado|con",
  },
  telephones: spanishTelephones,
  visits: spanishVisits,
  party: spanishParty,
  movedTo: { to: /\b(?:a|al|para|hasta) /, end: / (?:mi|nuestra|la cita|la consulta|desde|en vez|en lugar)\b/ },
  otherTimes: {
    later:
      /\b(?:mas tarde(?! posible)|(?:demasiado|muy|tan) temprano|despues de eso|un poco despues|mas noche|mas adelante)\b/u,
    earlier:
      /\b(?:mas temprano(?! posible)|(?:demasiado|muy) tarde|mas tempranito|antes de eso|un poco antes|algo antes)\b/u,
    other:
      /\b(?:otras? horas?|otros? horarios?|otros? espacios?|otra cosa|otra opcion|otras opciones|que mas tiene|que otras?|que otros?)\b/u,
  },
};

/** "las 9 y media", "las 9 y cuarto", "las 9 y 40": a voice may read "9:30" differently. */
function minutesSaid(minutes: number): string {
  if (minutes === 0) return "";
  return minutes === 30 ? " y media" : minutes === 15 ? " y cuarto" : ` y ${minutes}`;
}
