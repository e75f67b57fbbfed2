import type { NameWords, TelephoneWords } from "../language-words.ts";
import { longestFirst, relativesNamed, unnamedByModels, wordsOf } from "../word-lists.ts";

export const englishNames: NameWords = {
  leadIns: longestFirst(
    "it's me|me|well|no|no it's|no this is|no my name is|my name is|my name's|my full name is|the name is|the name's|name is|name|name's|this is|i am|i'm|it is|it's|that is|that's|it's for|this is for|it's under|it will be under|it'd be under|under|under the name|under the name of|put it under|put me down as|in the name of|for|the patient is|the patient's name is|patient is|patient's name is|his name is|her name is|their name is|his name's|her name's|he's called|she's called|the appointment is for|appointment for|book it for|call me|you can call me|i'm called|yes|yeah|yes it's|yes this is|hi|hello|hi this is|hello this is|hi my name is|hello my name is|hey|okay|ok|sure|sure it's|um|uh|first name|last name|here is|is|is called|is named|that would be|that'd be|you can put|you can put me under|patient name|it should be under|should be under|i'm calling for|calling for|i'm calling on behalf of|calling on behalf of|on behalf of|it'll be|it would be|that'll be|it'll be under|make it out to|write down|the booking is for|me llamo|mi nombre es|soy",
  ),
  relatives: relativesNamed(
    "my son|my daughter|my mother|my father|my mom|my mum|my dad|my husband|my wife|my baby|my child|my kid|my sister|my brother|my partner|my grandmother|my grandfather|my grandma|my grandpa|my aunt|my uncle|my nephew|my niece|my friend|a friend|my boyfriend|my girlfriend|my spouse|my little boy|my little girl|my mother-in-law|my father-in-law|my roommate|my neighbor|my boss|myself|my kids|him|her",
  ),
  relations: wordsOf(
    "son daughter wife husband mother father mom mum mama dad papa sister brother aunt auntie uncle niece nephew cousin grandma grandpa grandmother grandfather grandson granddaughter grandchild parent guardian partner spouse fiance fiancee boyfriend girlfriend ex ex-wife ex-husband widow widower baby infant newborn child kid boy girl twin stepson stepdaughter stepmother stepfather mother-in-law father-in-law friend neighbor neighbour roommate boss employer employee colleague coworker caregiver carer nurse nanny driver lawyer assistant secretary",
  ),
  titles: new Set(
    "mr mrs ms miss mister missus madam sir dr doctor prof professor mx rev reverend father pastor sister captain colonel".split(
      " ",
    ),
  ),
  ends: new Set(
    "and born dob birthday date my his her number phone please thanks thank with i i'd i've who at speaking calling here aged age years the on for from but because it's is he she".split(
      " ",
    ),
  ),
  notNames: new Set(
    "want need like appointment book yes no not thanks please don't know doctor hello nothing nobody what sorry can could would tomorrow monday tuesday wednesday thursday friday saturday sunday morning afternoon same usual already told you have repeat again understand hear who who's why what's how how's which where private confidential when secret".split(
      " ",
    ),
  ),
  placeholders: new Set(
    `${unnamedByModels}|i don't know|i do not know|don't know|dunno|no idea|no|yes|nope|nah|yeah|maybe|unknown caller|unknown patient|the baby|the kid|nobody|no one|nothing|me|myself|for me|rather not say|i'd rather not say|i don't want to say|what|sorry|pardon|huh|hello|hi|wait|ok|okay|whatever|to be provided|to be confirmed|to be given|i forgot|i don't remember|your name|someone`.split(
      "|",
    ),
  ),
  introducing:
    /(?:\bname is|\bname's|\bthis is|\bi am|\bi'm|\bunder the name(?: of)?|\bit's|\bfor my (?:son|daughter|mother|father)) +(?=\p{Lu})/giu,
  questions: {
    whichName: "What name is it under, please?",
    whichOfThem: "Which of these people is the appointment for? Please give me the first and last name.",
    spelled: (letters) => `I have the letters ${letters}. What is the first name, and what is the last name?`,
    relative: "What is the name of the person who is coming in?",
  },
};

export const englishTelephones: TelephoneWords = {
  caller: [
    "this number",
    "same number",
    "same one",
    "same phone",
    "number i called",
    "calling you on",
    "this one",
    "this cell",
    "this line",
    "on your screen",
    "is the best number",
    "phone i m on",
    "the same",
    "calling from",
    "i m calling on",
    "calling on",
    "number i called from",
    "call you from",
    "called you from",
    "caller id",
    "number you see",
    "number on your screen",
    "number you have",
    "this phone",
    "number that shows",
    "number shows",
    "number that comes up",
    "number you re seeing",
    "number i used to call",
    "number that s showing",
    "number i m on",
    "one i m on",
    "current number",
  ],
  denials: new Set(["not", "isn", "t", "don", "never", "another"]),
  extension: new Set(["extension", "ext", "x", "extn"]),
  gaps: new Set(
    "uh um er and then dash dot hyphen space it s is my number the that s area code so okay point of".split(" "),
  ),
  repeats: new Map([
    ["double", 2],
    ["triple", 3],
    ["treble", 3],
  ]),
  times: new Set(["times"]),
  corrections: new Set(["no", "sorry", "actually", "mean", "meant", "wait", "correction", "scratch", "rather"]),
  plus: new Set(["plus"]),
  zeros: new Set(["o"]),
  notDigits: new Set(),
  questions: {
    tooShort: (digits) => `I am missing some digits: I have ${digits}. Could you give me the whole number again?`,
    tooLong: (digits) => `I have too many digits: ${digits}. Could you say the number again, a few digits at a time?`,
    areaCode: (digits) => `I have ${digits}. Could you give me the number with its area code?`,
    noSuchNumber: (digits) => `${digits} is not a number I can call. Could you say it again?`,
    withheld: "I cannot see the number you are calling from. What is your phone number?",
    which: (numbers) => `I heard more than one number: ${numbers}. Which one should I note?`,
  },
};
