import type { PartyWords, VisitReasons } from "../language-words.ts";
import { phrasesOf } from "../word-lists.ts";

export const englishVisits: VisitReasons = {
  kinds: {
    first: phrasesOf(
      "first visit|first time|first appointment|new patient|never been|initial visit|initial consultation|initial appointment|intake",
    ),
    followUp: phrasesOf(
      "follow up|followup|check up|checkup|check|results|test results|lab results|review|coming back|recheck",
    ),
    vaccine: phrasesOf(
      "vaccine|vaccines|vaccination|vaccinations|vaccinated|injection|shot|shots|flu shot|booster|immunization|immunisation|jab|jabs",
    ),
    prescription: phrasesOf("prescription|prescriptions|refill|renew|renewal|medication refill"),
    certificate: phrasesOf(
      "sick note|certificate|doctor s note|medical certificate|fit note|physical form|sports physical",
    ),
    bloodTest: phrasesOf("blood test|blood work|bloodwork|blood draw|lab work|labs"),
    imaging: phrasesOf("ultrasound|scan|scanner|x ray|xray|mri|mammogram|imaging"),
    pregnancy: phrasesOf("pregnancy|pregnant|prenatal|prenatal visit|antenatal"),
    dental: phrasesOf("cleaning|teeth cleaning|filling|cavity|extraction|tooth extraction"),
    yearly: phrasesOf("annual|annual exam|annual physical|physical|yearly checkup|wellness visit"),
    dressing: phrasesOf("dressing|stitches|suture removal|wound"),
    remote: phrasesOf("telehealth|telemedicine|video visit|video call"),
    consultation: phrasesOf(
      "consultation|consult|office visit|regular visit|pain|pains|hurts|hurt|ache|aches|headache|fever|cough|coughing|sick|ill|flu|cold|rash|sore|dizzy|vomiting|allergy|fatigue|not feeling well|not well",
    ),
  },
  fillers:
    "visit visits appointment appointments medical doctor patient patients with and the daughter child kid kids wife husband son hello reason type clinic need want would like please come coming",
  denials: "not (?:a|an|for(?: (?:a|an|the))?|the)",
  contrasts: ["but"],
  newcomer: phrasesOf("never came|not been there|not been before|been here never"),
  regular: phrasesOf(
    "been before|been there before|existing patient|already a patient|returning patient|not my first|not the first|regular patient",
  ),
  yes: "yes|yeah|yep|yup|correct|that's right",
  no: "no|nope|nah|not really",
};

export const englishParty: PartyWords = {
  numbers: { two: 2, three: 3, four: 4, five: 5, both: 2, twins: 2 },
  people:
    "people|persons|patients?|kids|children|boys|girls|sons|daughters|babies|of us|of them|in a row|appointments|visits",
  before: "for|us",
  adjectives: "young |little ",
  pair: "both|twins",
  andMe: "my \\p{L}+ and (?:me|i|my \\p{L}+)\\b|me and my \\p{L}+",
  notPeople: " o'clock",
};
