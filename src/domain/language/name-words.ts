import type { Translated } from "./language.ts";

/** What stands around a name in a language, folded. */
export interface NameWords {
  /** Said before a name; the longest fits first. */
  readonly leadIns: readonly string[];
  /** Said before a relative's name: the visit is for them. */
  readonly relatives: readonly string[];
  readonly titles: ReadonlySet<string>;
  /** A name is over where one of these stands. */
  readonly ends: ReadonlySet<string>;
  /** Never part of a name: who says them says something else. */
  readonly notNames: ReadonlySet<string>;
  /** Said in place of a name by callers who give none, and by models that heard none. */
  readonly placeholders: ReadonlySet<string>;
  readonly questions: NameQuestions;
}

interface NameQuestions {
  readonly whichName: string;
  readonly spelled: (letters: string) => string;
  readonly relative: string;
}

const models =
  "unknown|n/a|na|n a|null|none|nil|undefined|nan|name|patient|the patient|patient name|full name|first name last name|caller|the caller|client|customer|user|anonymous|not provided|not given|not specified|not available|unspecified|tbd|to be determined|unnamed|no name|string|empty|missing|?|-|x|xx|xxx|john doe|jane doe";

export const nameWords: Translated<NameWords> = {
  fr: {
    leadIns: longestFirst(
      "je m'appelle|moi je m'appelle|je me nomme|mon nom est|mon nom|mon nom c'est|le patient|la patiente|mon nom complet est|mon nom a moi c'est|le nom est|le nom c'est|nom|nom et prenom|mon prenom est|prenom|c'est|c'est pour|c'est au nom de|au nom de|au nom d'|au nom|sous le nom de|pour|ici|je suis|moi c'est|moi|le patient est|la patiente est|le patient s'appelle|la patiente s'appelle|le patient c'est|il s'appelle|elle s'appelle|son nom est|son nom c'est|mettez|mettez au nom de|notez|ecrivez|s'appelle|qui s'appelle|se nomme|est|le nom de|le prenom de|oui|oui c'est|oui bonjour|bonjour|bonsoir|allo|alors|euh|donc|voila|ok|d'accord|le rendez-vous est pour|rendez-vous pour|un rendez-vous pour|le nom du patient est|le nom de la patiente est|de la part de",
    ),
    relatives: longestFirst(
      "mon fils|ma fille|ma mere|mon pere|mon mari|ma femme|mon epouse|mon epoux|mon bebe|mon enfant|ma soeur|mon frere|mon petit|ma petite|mon petit garcon|ma petite fille|ma grand-mere|mon grand-pere|ma tante|mon oncle|mon neveu|ma niece|ma belle-mere|mon beau-pere|mon conjoint|ma conjointe|ma maman|mon papa|mon ami|mon amie|un ami|une amie|mes enfants|mon patron|ma voisine|mon voisin|pour moi|moi-meme|mon fils qui s'appelle|ma fille qui s'appelle|lui|elle",
    ),
    titles: new Set(
      "monsieur madame mademoiselle mme mlle m mr mrs docteur docteure dr dre professeur pr prof maitre sieur dame veuve maman".split(
        " ",
      ),
    ),
    ends: new Set(
      "et ne nee nes naissance numero telephone tel mon ma mes s'il svp merci avec je j'ai a qui age agee ans habite habitant rendez-vous rdv date le la au pour euh mais parce voila c'est il elle on".split(
        " ",
      ),
    ),
    notNames: new Set(
      "voudrais veux aimerais souhaite rendez-vous rdv besoin sais pas oui non merci docteur medecin bonjour rien personne quoi pardon comment peux pouvez suis est demain lundi mardi mercredi jeudi vendredi samedi dimanche matin soir heures heure comme d'habitude pareil meme attendez repeter repetez compris entends".split(
        " ",
      ),
    ),
    placeholders: new Set(
      `${models}|je ne sais pas|je sais pas|j'sais pas|sais pas|aucune idee|inconnu|inconnue|non|oui|personne|rien|anonyme|pas de nom|aucun|aucune|non communique|non renseigne|non precise|non fourni|sans nom|nom|nom du patient|patient inconnu|le patient|la patiente|l'appelant|appelant|je ne veux pas|je prefere ne pas le dire|moi|moi-meme|pour moi|peut-etre|appelant inconnu|le petit|la petite|le bebe|quoi|pardon|hein|allo|attendez|ok|d'accord|peu importe|bonjour|je ne me souviens pas|votre nom`.split(
        "|",
      ),
    ),
    questions: {
      whichName: "À quel nom, s'il vous plaît ?",
      spelled: (letters) => `J'ai noté les lettres ${letters}. Quel est le prénom, et quel est le nom de famille ?`,
      relative: "Quel est le nom de la personne qui vient en consultation ?",
    },
  },
  en: {
    leadIns: longestFirst(
      "my name is|my name's|my full name is|the name is|the name's|name is|name|name's|this is|i am|i'm|it is|it's|that is|that's|it's for|this is for|it's under|it will be under|it'd be under|under|under the name|under the name of|put it under|put me down as|in the name of|for|the patient is|the patient's name is|patient is|patient's name is|his name is|her name is|their name is|his name's|her name's|he's called|she's called|the appointment is for|appointment for|book it for|call me|you can call me|i'm called|yes|yeah|yes it's|yes this is|hi|hello|hi this is|hello this is|hi my name is|hello my name is|hey|okay|ok|sure|sure it's|um|uh|first name|last name|here is|is|is called|is named|that would be|that'd be|you can put|you can put me under|patient name|me llamo|mi nombre es|soy",
    ),
    relatives: relativesNamed(
      "my son|my daughter|my mother|my father|my mom|my mum|my dad|my husband|my wife|my baby|my child|my kid|my sister|my brother|my partner|my grandmother|my grandfather|my grandma|my grandpa|my aunt|my uncle|my nephew|my niece|my friend|a friend|my boyfriend|my girlfriend|my spouse|my little boy|my little girl|my mother-in-law|my father-in-law|my roommate|my neighbor|my boss|myself|my kids|him|her",
    ),
    titles: new Set(
      "mr mrs ms miss mister missus madam sir dr doctor prof professor mx rev reverend father".split(" "),
    ),
    ends: new Set(
      "and born dob birthday date my his her number phone please thanks thank with i i'd i've who at speaking calling here aged age years the on for from but because it's is he she".split(
        " ",
      ),
    ),
    notNames: new Set(
      "want need like appointment book yes no thanks please don't know doctor hello nothing nobody what sorry can could would tomorrow monday tuesday wednesday thursday friday saturday sunday morning afternoon same usual repeat again understand hear".split(
        " ",
      ),
    ),
    placeholders: new Set(
      `${models}|i don't know|i do not know|don't know|dunno|no idea|no|yes|nope|nah|yeah|maybe|unknown caller|unknown patient|the baby|the kid|nobody|no one|nothing|me|myself|for me|rather not say|i'd rather not say|i don't want to say|what|sorry|pardon|huh|hello|hi|wait|ok|okay|whatever|i forgot|i don't remember|your name|someone`.split(
        "|",
      ),
    ),
    questions: {
      whichName: "What name is it under, please?",
      spelled: (letters) => `I have the letters ${letters}. What is the first name, and what is the last name?`,
      relative: "What is the name of the person who is coming in?",
    },
  },
};

/** "my daughter", "my daughter's name is". */
function relativesNamed(list: string): readonly string[] {
  const named = list.split("|").flatMap((relative) => [relative, `${relative}'s name is`, `${relative}'s name's`]);
  return longestFirst(named.join("|"));
}

function longestFirst(list: string): readonly string[] {
  return list.split("|").toSorted((a, b) => b.length - a.length);
}
