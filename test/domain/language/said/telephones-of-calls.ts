/**
 * Telephone numbers as callers say them: a second list (see telephones.ts), with numbers of our own and, where a country
 * has them, from ranges for fiction. How they are grouped and read follows teflpedia.com "Telephone number" ("double",
 * "treble"), mytwocents.online (whole thousands), blogs.transparent.com/french, April 2015 (pairs), the Banque de
 * dépannage linguistique of the OQLF ("poste") and allafrica.com, 30 November 2024 (Benin's ten digits).
 */
export const telephonesOfCalls: Readonly<Record<"BJ" | "CA" | "US" | "FR", Readonly<Record<string, string>>>> = {
  BJ: {
    "+2290195110022":
      "01 95 11 00 22 | mon téléphone c'est le 01 95 11 00 22 | vous pouvez me joindre au 01 95 11 00 22 | zéro un quatre-vingt-quinze onze zéro zéro vingt-deux | 0 1 9 5 1 1 0 0 2 2 | 01, 95, 11, 00, 22 | le zéro un, quatre-vingt-quinze, onze, zéro zéro, vingt-deux | zéro un, neuf cinq, onze, double zéro, vingt-deux | 95 11 00 22 | notez le 95 11 00 22 | l'ancien numéro c'est 95 11 00 22 | c'est un numéro MTN, 01 95 11 00 22 | 0195 110 022 | (+229) 01 95 11 00 22 | 00 229 95 11 00 22 | plus 229 01 95 11 00 22 | 229 95 11 00 22 | 01 95 11 00 22 sur WhatsApp | WhatsApp 01 95 11 00 22 | 01/95/11/00/22 | 01_95_11_00_22 | euh zéro un… quatre-vingt-quinze… onze… zéro zéro… vingt-deux | 01 95 11 00 23 pardon 22 à la fin, donc 01 95 11 00 22 | 01 95 deux fois un double zéro 22 | tel: 01 95 11 00 22 | zéro un nonante-cinq onze zéro zéro vingt-deux",
    "+2290161628090":
      "01 61 62 80 90 | zéro un soixante et un soixante-deux quatre-vingts quatre-vingt-dix | zéro un, soixante et un, soixante-deux, quatre-vingt, quatre-vingt-dix | zéro un soixante-et-un soixante-deux quatre-vingts nonante | 61 62 80 90 | soixante et un, soixante-deux, quatre-vingt, quatre-vingt-dix",
    "+2290197747170":
      "zéro un quatre-vingt-dix-sept soixante-quatorze soixante et onze soixante-dix | zéro un, quatre-vingt-dix-sept, septante-quatre, septante et un, septante",
    "+2250707123456":
      "+225 07 07 12 34 56 | 00225 07 07 12 34 56 | plus deux cent vingt-cinq, zéro sept, zéro sept, douze, trente-quatre, cinquante-six",
    caller:
      "le numéro qui s'affiche | ce numéro-ci | le numéro que j'utilise là | celui sur lequel je suis | mon numéro, celui-ci | c'est ce numéro | le numéro de cet appel | vous l'avez, c'est celui-ci | appelez-moi sur ce numéro | le mien, celui avec lequel j'appelle | celui-ci | le numéro avec lequel j'appelle | le même que j'utilise | mon numéro actuel | le numéro d'où je vous appelle | celui que vous voyez | ce numéro même",
    ask: "01 95 11 00 | zéro un quatre-vingt-quinze onze | 95 11 00 | 01 95 11 00 22 44 | 03 95 11 00 22 | 01 95 11 00 22 ou bien 01 95 11 00 23 | 117 | 95 11 00 2 | 00 22 | 01 66 12 34 | 66 12 34 | 01 66 12 34 56 78 | 1 66 12 34 56 | 166 12 34 56 | soixante-six douze trente-quatre | 118 | 01 66 12 34 5",
    "not heard": "je ne l'ai pas sur moi | attendez je cherche | mon numéro ? | pourquoi ? | un moment",
    "+2290166123456":
      "01 66 12 34 56 | 66 12 34 56 | zéro un, soixante-six, douze, trente-quatre, cinquante-six | zéro un soixante-six douze trente-quatre cinquante-six | +229 66 12 34 56 | 00229 66 12 34 56 | 01-66-12-34-56 | 01.66.12.34.56 | 229 01 66 12 34 56 | soixante-six douze trente-quatre cinquante-six | 01 soixante-six 12 34 56 | oui, 01 66 12 34 56 | c'est 66 12 34 56 | zéro un six six un deux trois quatre cinq six | mon numéro : 01 66 12 34 56 | 01 66 12 34 56, c'est le mien | 01 66 12 34 56 c'est ma femme",
    "+2290190909191":
      "zéro un, quatre-vingt-dix, quatre-vingt-dix, quatre-vingt-onze, quatre-vingt-onze | zéro un nonante nonante nonante et un nonante et un",
    "+2290120304050": "01 20 30 40 50 | vingt, trente, quarante, cinquante | 20 30 40 50",
    "+22890123456": "+228 90 12 34 56 | 00 228 90 12 34 56",
    "+2348031234567": "+234 803 123 4567 | 00234 803 123 4567",
  },
  CA: {
    "+14385550119":
      "438 555 0119 | (438) 555-0119 | quatre trois huit cinq cinq cinq zéro un un neuf | quatre cent trente-huit, cinq cinq cinq, zéro un dix-neuf | 438-555-0119, poste 12 | 1-438-555-0119 | mon cellulaire c'est le 438 555 0119 | c'est le 438, 555, 0119 | +1 (438) 555-0119 | four three eight five five five oh one one nine | 438 triple cinq zéro un un neuf | 4385550119",
    caller: "le numéro duquel j'appelle | avec celui-ci | sur ce numéro-là | le même que celui-ci",
    ask: "438 555 011 | 555 0119 | 438 555 | 438 555 01199 | 555 0188 | 514 555 018",
    "+15145550188":
      "514 555 0188 | (514) 555-0188 | cinq un quatre cinq cinq cinq zéro un huit huit | cinq cent quatorze, cinq cinq cinq, zéro un quatre-vingt-huit | 514-555-0188 | 1 514 555 0188 | cinq quatorze cinq cinq cinq zéro un huit huit | 514 triple cinq zéro un double huit",
  },
  US: {
    "+12125552000": "two one two, five five five, two thousand | 212 555 two thousand",
    "+12125550147":
      "212 555 0147 | (212) 555-0147 | two one two five five five oh one four seven | two one two, triple five, oh one four seven | two twelve, five five five, zero one forty-seven | my cell is 212-555-0147 | 212.555.0147 | 1 (212) 555-0147 | +1 212 555 0147 | area code two one two, five five five, oh one four seven | call me at 212-555-0147 | 212-555-0147, that's my cell | best number is 212 555 0147 | it's two-one-two, five-five-five, oh-one-four-seven | 2 1 2 5 5 5 0 1 4 7 | 212 5550147 | 212-555-0146, sorry, 0147 at the end, so 212-555-0147 | two one two, five double five, oh one four seven | 212 555 01 47 | ok so 212, 555, 0147 | home is 212-555-0147 ext 3 | 212–555–0147 | two one two, treble five, oh one four seven",
    "+447911123456": "+44 7911 123456 | 011 44 7911 123456 | +44 7911 123 456",
    caller:
      "the number I'm on | this cell | the one on your screen | same as I'm calling from | use this number | the number I called from | my caller ID | this is the best number | just this one | this number | the one I'm calling from | the number I'm calling you on | same one | this one here | my current number",
    ask: "212 555 | 555-0147 | 212 555 014 | 212 555 01477 | five five five oh one four seven | 212-555-0147 or 212-555-0148 | 911 | 555 0188 | 512 555 01888 | 512 555 018 | five one two five five five",
    "not heard": "I don't have one | hang on | why do you need it | let me check | my number?",
    "+15125550188":
      "512 555 0188 | five one two five five five oh one eight eight | five one two, double five five, oh one double eight | five twelve, five fifty-five, oh one eighty-eight | my phone number is 512-555-0188 | it's five one two, five five five, zero one eight eight | 512.555.0188 | (512)555-0188 | 1-512-555-0188 | you got a pen? 512 555 0188 | cell: 512-555-0188 | 512-555-0188 is my wife's",
  },
  FR: {
    "+33145678901":
      "01 45 67 89 01 | zéro un quarante-cinq soixante-sept quatre-vingt-neuf zéro un | 0145678901 | +33 1 45 67 89 01 | 01.45.67.89.01",
    "+33612131415":
      "06 12 13 14 15 | zéro six, douze, treize, quatorze, quinze | 0033612131415 | +33 (0)6 12 13 14 15 | zéro six douze treize quatorze quinze",
    ask: "06 12 13 14 | 6 12 13 14 | zéro six douze treize",
  },
};
