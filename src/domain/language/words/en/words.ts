import { minutesPerDay } from "../../../time/wall-time.ts";
import type { LanguageWords } from "../language-words.ts";
import { phrasesOf, valuesOf, wordsOf } from "../word-lists.ts";
import { englishNames, englishTelephones } from "./people.ts";
import { englishSpeech } from "./speech.ts";
import { englishParty, englishVisits } from "./visits.ts";

const cardinals = `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
 sixteen seventeen eighteen nineteen twenty:20 thirty:30 forty:40 fourty:40 fifty:50 sixty:60 seventy:70 eighty:80
 ninety:90 hundred:100 thousand:1000 oh:0`;
const ordinals = `first:1 second:2 third:3 fourth:4 fifth:5 sixth:6 seventh:7 eighth:8 ninth:9 tenth:10
 eleventh:11 twelfth:12 thirteenth:13 fourteenth:14 fifteenth:15 sixteenth:16 seventeenth:17 eighteenth:18
 nineteenth:19 twentieth:20 thirtieth:30`;

export const englishWords: LanguageWords = {
  common: wordsOf(
    "i you we he she it the an is am are was would like want need have has do does can could my your this that with for and or of to hello hi please thanks yes what when",
  ),
  numbers: {
    cardinals: valuesOf(cardinals),
    ordinals: valuesOf(ordinals),
    and: "and",
    articles: new Set(),
    longTens: new Set(),
    hasScores: false,
  },
  speech: englishSpeech,
  onlyAtHome: wordsOf("mon sat sun mar a an on for"),
  habits: {
    idiomDays: {},
    hasTwentyFourHours: false,
    saysNumbersInGroups: false,
    takesBareHours: true,
    rangesAreDays: false,
    eitherOrder: new Set(["CA", ""]),
  },
  dates: {
    whichDate: "I did not quite get the date. Which day would you like?",
    theDate: (date) => date,
    whichOf: (dates) => `Do you mean ${dates}?`,
    pastDate: (date) => `${date} has already passed. Which date would you like?`,
    pastYear: (year, date) => `The year ${year} is over. Do you mean ${date}?`,
    soonest: "as soon as possible",
    span: (first, last) => `${first} to ${last}`,
  },
  times: {
    which: (times) => `Do you mean ${times}?`,
    first: "the first time offered",
    last: "the last time offered",
    lastButOne: "the last time but one",
    nth: (position) => `time number ${position} of those offered`,
    parts: { morning: "the morning", afternoon: "the afternoon", evening: "the evening" },
    between: (from, to) => `between ${from} and ${to}`,
    or: " or ",
  },
  clock: {
    spoken: clockOfHalves,
    written: clockOfHalves,
    day: (said) => said,
    spokenInstant: (date, time) => `${date} at ${time}`,
    writtenInstant: (date, time) => `${date} at ${time}`,
  },
  answers: {
    yes: phrasesOf(
      "confirm|please confirm|all good|it's all good|you got it|you've got it|no changes|nothing to change|nothing wrong|that'll work|that will work|yes|yeah|yep|yup|ya|yah|sure|sure thing|correct|okay|ok|right|that's right|that is right|alright|all right|of course|absolutely|definitely|certainly|exactly|perfect|great|sounds good|that works|works for me|that's fine|fine|good|that's good|uh-huh|uh huh|mm-hmm|mhm|mm hmm|no problem|no worries|not a problem|not bad|why not|please do|go ahead|indeed|you bet|by all means|i do|i will|i am|i'll be there|i confirm|confirmed|that's correct|it is|affirmative|please|yes please|for sure|i'd love to|good to me|no doubt|yessir|totally|i can make it|i know yes",
    ),
    no: phrasesOf(
      "no|nope|nah|no thanks|no thank you|not|never|negative|no way|not at all|that's wrong|wrong|incorrect|that's not right|not right|not correct|i don't|i do not|i won't|i can't|i cannot|doesn't work|does not work|that doesn't work|not really|i'd rather not|absolutely not|of course not|certainly not|definitely not|uh-uh|nuh-uh|not now|not today|don't|not okay|not ok|not good|won't work|that won't work|that won't do|can't make it",
    ),
    unsure: phrasesOf(
      "maybe|perhaps|i don't know|i do not know|don't know|dunno|not sure|i'm not sure|i am not sure|it depends|depends|we'll see|let me think|let me check|hold on|wait|one second|one moment|just a second|probably|possibly|i guess|i think so|kind of|sort of|i'm unsure|hard to say|i'd have to check|pardon|what",
    ),
    denials: wordsOf("not isn't isnt doesn't doesnt don't dont won't wont wasn't aren't ain't never"),
    denialsAfter: new Set(),
    conditions: wordsOf("but except apart besides"),
    goodbyes: phrasesOf(
      "bye|bye bye|bye now|goodbye|good bye|have a good one|have a good day|have a nice day|have a great day|have a good evening|take care|see you|see you then|talk to you later",
    ),
    courtesies: phrasesOf(
      "thanks|thank you|thanks a lot|thank you so much|thank you very much|many thanks|ok|okay|alright|all right|well|oh|and|then|very much|a lot|you too|ma'am|madam|sir|doctor|great|perfect|so much|for your help|for everything|now|appreciate it|i appreciate it",
    ),
    unheard: phrasesOf("what|huh|sorry|sorry what|pardon|pardon me|excuse me|come again|say again|say that again"),
    pauses:
      /(?<![\p{L}\p{N}])(?:(?:(?:(?:oh|ok|okay|well|um|uh),? )?(?:just|please|can you|could you|give me|hang on|hold on|wait|i need) ?){0,3}(?:a|one|two|1)(?: quick| little)? (?:seconds?|secs?|moment|minutes?|min)(?! (?:past|to|after|before|till|until|one|option|choice|time|slot|appointment|opinion|visit|dose|ago|late|walk))|hang on|hold on|hold up|hold the line|bear with me|let me (?:see|look|check|think)|^wait(?: up)?)(?:,? (?:please|here|now|sir|ma'am))?(?![\p{L}\p{N}])/giu,
    words: { yes: "yes", no: "no", again: "I did not quite get that: yes or no?" },
  },
  names: englishNames,
  spelling: {
    twice: wordsOf("double two 2"),
    as: "as in|for|like",
    with: "with(?:out)?",
    counts: "an?|the|one|two|three|no|just one",
    marks: "accents?|hyphens?|dash(?:es)?|apostrophe|umlaut",
    where: "at the end|at the beginning|in the middle|on the \\p{L}(?!\\p{L})",
    apostrophe: "apostrophe",
    hyphen: "hyphen|dash",
    leadIns: "(?:and )?(?:it's |that's )?(?:spelled|spelt)|(?:and )?(?:that's|it's)",
  },
  telephones: englishTelephones,
  visits: englishVisits,
  party: englishParty,
  movedTo: {
    to: /\b(?:to|until|till) (?!the (?:clinic|doctor|office))/,
    end: / (?:my|our|the appointment|the visit|from|instead|rather than)\b/,
  },
  otherTimes: {
    later: /\b(?:later|after that|too early|(?:so|that) early)\b/u,
    earlier: /\b(?:earlier|sooner|before that|too late)\b/u,
    other:
      /\b(?:other times?|another time|anything else|something else|what else|other slots?|other options?|more (?:times|options))\b/u,
  },
};

/** "9:30 AM", in writing and for speech. */
function clockOfHalves(minutesOfDay: number): string {
  const hours = Math.floor((minutesOfDay % minutesPerDay) / 60);
  const minutes = String(minutesOfDay % 60).padStart(2, "0");
  return `${hours % 12 === 0 ? 12 : hours % 12}:${minutes} ${hours < 12 ? "AM" : "PM"}`;
}
