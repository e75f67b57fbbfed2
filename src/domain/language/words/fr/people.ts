import type { NameWords, TelephoneWords } from "../language-words.ts";
import { longestFirst, unnamedByModels, wordsOf } from "../word-lists.ts";

export const frenchNames: NameWords = {
  leadIns: longestFirst(
    "non c'est|non|c'est bien|oui c'est bien|eh bien|non je m'appelle|je m'appelle|moi je m'appelle|je me nomme|mon nom est|mon nom|mon nom c'est|le patient|la patiente|mon nom complet est|mon nom a moi c'est|le nom est|le nom c'est|nom|nom et prenom|mon prenom est|prenom|c'est|c'est pour|c'est au nom de|au nom de|au nom d'|au nom|sous le nom de|pour|ici|je suis|moi c'est|moi|le patient est|la patiente est|le patient s'appelle|la patiente s'appelle|le patient c'est|il s'appelle|elle s'appelle|son nom est|son nom c'est|mettez|mettez au nom de|notez|ecrivez|s'appelle|qui s'appelle|se nomme|est|le nom de|le prenom de|oui|oui c'est|oui bonjour|bonjour|bonsoir|allo|alors|euh|donc|voila|ok|d'accord|le rendez-vous est pour|rendez-vous pour|un rendez-vous pour|le nom du patient est|le nom de la patiente est|de la part de|vous pouvez mettre|vous pouvez noter|vous pouvez ecrire|ca sera|ce sera|ce serait|inscrivez|marquez|enregistrez|mettez-le au nom de|mettez ca au nom de|je vous appelle pour|j'appelle pour|je prends rendez-vous pour|pour le compte de|il faut mettre|c'est toujours",
  ),
  relatives: longestFirst(
    "mon fils|ma fille|ma mere|mon pere|mon mari|ma femme|mon epouse|mon epoux|mon bebe|mon enfant|ma soeur|mon frere|mon petit|ma petite|mon petit garcon|ma petite fille|ma grand-mere|mon grand-pere|ma tante|mon oncle|mon neveu|ma niece|ma belle-mere|mon beau-pere|mon conjoint|ma conjointe|ma maman|mon papa|mon ami|mon amie|un ami|une amie|mes enfants|mon patron|ma voisine|mon voisin|pour moi|moi-meme|mon fils qui s'appelle|ma fille qui s'appelle|le petit|la petite|le bebe|le jeune|la jeune|l'enfant|le vieux|la vieille",
  ),
  relations: wordsOf(
    "fils fille femme mari epouse epoux frere soeur tante oncle tonton niece neveu voisin voisine cousin cousine maman mere papa pere grand-mere grand-pere petit-fils petite-fille belle-mere beau-pere belle-soeur beau-frere enfant bebe nourrisson jumeau jumelle ex ex-femme ex-mari conjoint conjointe compagnon compagne fiance fiancee copain copine veuf tuteur tutrice parent patron patronne collegue employe employee chauffeur infirmiere infirmier nounou secretaire assistante assistant avocat",
  ),
  titles: new Set(
    "monsieur madame mademoiselle mme mlle m mr mrs docteur docteure dr dre professeur pr prof maitre sieur dame veuve maman papa pasteur pere soeur frere abbe reverend honorable colonel capitaine commandant lieutenant".split(
      " ",
    ),
  ),
  ends: new Set(
    "et ne nee nes naissance numero telephone tel mon ma mes s'il svp merci avec je j'ai a qui age agee ans habite habitant rendez-vous rdv date le la au pour euh mais parce voila c'est il elle on comme epouse epse ep".split(
      " ",
    ),
  ),
  notNames: new Set(
    "voudrais veux aimerais souhaite rendez-vous rdv besoin sais pas oui non merci docteur medecin bonjour rien personne quoi pardon comment peux pouvez suis est demain lundi mardi mercredi jeudi vendredi samedi dimanche matin soir heures heure comme d'habitude pareil meme toujours deja avez vous l'avez attendez repeter repetez compris entends pourquoi lequel laquelle quel quelle confidentiel prive secret quand combien dossier nous fichier".split(
      " ",
    ),
  ),
  placeholders: new Set(
    `${unnamedByModels}|je ne sais pas|je sais pas|j'sais pas|sais pas|aucune idee|inconnu|inconnue|non|oui|personne|rien|anonyme|pas de nom|aucun|aucune|non communique|non renseigne|non precise|non fourni|sans nom|nom|a preciser|a completer|a confirmer|a definir|a renseigner|nom du patient|patient inconnu|le patient|la patiente|l'appelant|appelant|je ne veux pas|je prefere ne pas le dire|moi|moi-meme|pour moi|peut-etre|appelant inconnu|le petit|la petite|le bebe|quoi|pardon|hein|allo|attendez|ok|d'accord|peu importe|bonjour|je ne me souviens pas|votre nom|lui|elle`.split(
      "|",
    ),
  ),
  introducing:
    /(?:\bm'appelle|\bnom est|\bnom c'est|\bc'est|\bici|\bau nom d[e']|\bje suis|\bs'appelle|\bpour mon fils|\bpour ma fille) +(?=\p{Lu})/giu,
  questions: {
    whichName: "À quel nom, s'il vous plaît ?",
    whichOfThem: "Pour laquelle de ces personnes est le rendez-vous ? Donnez-moi son prénom et son nom.",
    spelled: (letters) => `J'ai noté les lettres ${letters}. Quel est le prénom, et quel est le nom de famille ?`,
    relative: "Quel est le nom de la personne qui vient en consultation ?",
  },
};

export const frenchTelephones: TelephoneWords = {
  caller: [
    "ce numero",
    "celui ci",
    "numero que j utilise",
    "celui que j utilise",
    "celui sur lequel",
    "duquel j appelle",
    "duquel je vous appelle",
    "numero d appel",
    "celui la",
    "le meme",
    "meme numero",
    "meme telephone",
    "numero avec lequel",
    "numero d ou",
    "numero dont",
    "numero sur lequel",
    "numero depuis lequel",
    "numero qui s affiche",
    "numero affiche",
    "numero qui apparait",
    "celui avec lequel",
    "celui d ou",
    "celui qui s affiche",
    "celui de l appel",
    "numero actuel",
    "numero de cet appel",
    "numero de l appel",
    "je vous appelle avec",
    "celui que vous avez",
    "celui qui appelle",
    "que vous voyez",
    "ce telephone",
    "sous les yeux",
    "numero que vous voyez",
    "mon numero s affiche",
    "celui que vous voyez",
    "sur lequel je vous appelle",
  ],
  denials: wordsOf("pas jamais autre"),
  extension: new Set(["poste", "extension", "ext", "interne"]),
  gaps: new Set(
    "euh hum et puis ensuite alors tiret point espace c est le numero mon est voila apres slash barre de la".split(" "),
  ),
  repeats: new Map([
    ["double", 2],
    ["triple", 3],
  ]),
  times: new Set(["fois"]),
  corrections: new Set(["non", "pardon", "plutot", "enfin", "correction", "excusez", "trompe"]),
  plus: new Set(["plus"]),
  zeros: new Set(),
  notDigits: new Set(["une"]),
  questions: {
    tooShort: (digits) =>
      `Il me manque des chiffres : j'ai noté ${digits}. Pouvez-vous me redonner le numéro en entier ?`,
    tooLong: (digits) =>
      `J'ai noté trop de chiffres : ${digits}. Pouvez-vous me redonner le numéro, deux chiffres à la fois ?`,
    areaCode: (digits) => `J'ai noté ${digits}. Pouvez-vous me donner le numéro avec l'indicatif régional ?`,
    noSuchNumber: (digits) => `Le ${digits} n'est pas un numéro que je peux appeler. Pouvez-vous le répéter ?`,
    withheld: "Je ne vois pas le numéro d'où vous appelez. Quel est votre numéro de téléphone ?",
    which: (numbers) => `J'ai entendu plusieurs numéros : ${numbers}. Lequel dois-je noter ?`,
  },
};
