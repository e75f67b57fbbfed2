/**
 * Telephone numbers as callers say them, by clinic and by what is understood. Numbers are from ranges for fiction or of
 * our own. The wordings follow how numbers are read out in each country: pairs in France and Benin (and septante,
 * nonante), three-three-four with "oh", "double" and "triple" in English (Wikipedia, "National conventions for writing
 * telephone numbers"; the phone tests of libphonenumber for extensions), and what trunks send.
 */
export const saidTelephones: Readonly<Record<"BJ" | "CA" | "US" | "FR", Readonly<Record<string, string>>>> = {
  BJ: {
    "+2290196000034":
      "0196000034 | 01 96 00 00 34 | 01-96-00-00-34 | 01.96.00.00.34 | 96 00 00 34 | 96000034 | +229 96 00 00 34 | +2290196000034 | 00229 01 96 00 00 34 | 229 01 96 00 00 34 | 2290196000034 | zéro un quatre-vingt-seize zéro zéro zéro zéro trente-quatre | zéro un, nonante-six, zéro zéro, zéro zéro, trente-quatre | quatre-vingt-seize zéro zéro zéro zéro trente-quatre | 01 quatre-vingt-seize 00 00 34 | c'est le 01 96 00 00 34 | mon numéro est le zéro un quatre-vingt-seize double zéro double zéro trente-quatre | 01 96 00 00 34, merci | au 01 96 00 00 34 s'il vous plaît | alors c'est le 96, 00, 00, 34 | plus deux deux neuf, zéro un, quatre-vingt-seize, zéro zéro, zéro zéro, trente-quatre | 01 96 00 00 33, non pardon, 01 96 00 00 34 | j'ai 40 ans et mon numéro est le 01 96 00 00 34 | 01 96 00 00 34 poste 12 | zéro un quatre-vingt-seize zéro zéro euh zéro zéro trente-quatre | zéro un neuf six zéro zéro zéro zéro trois quatre",
    "+2290152713894":
      "01 52 71 38 94 | zéro un cinquante-deux soixante et onze trente-huit quatre-vingt-quatorze | zéro un, cinquante-deux, septante et un, trente-huit, nonante-quatre | 52 71 38 94 | cinquante-deux, soixante et onze, trente-huit, quatre-vingt-quatorze",
    "+22890112233": "+228 90 11 22 33 | 00228 90 11 22 33 | 228 90 11 22 33",
    "+33612345678": "+33 6 12 34 56 78 | 0033 6 12 34 56 78",
    caller:
      "ce numéro | celui-ci | le même | le numéro avec lequel je vous appelle | le numéro d'où j'appelle | c'est le même numéro | celui qui s'affiche | avec ce numéro-là ce numéro | celui avec lequel j'appelle | this number",
    ask: "01 96 00 00 | 96 00 00 | 01 96 00 00 34 35 | 01 96 | zéro un quatre-vingt-seize zéro zéro zéro zéro | 02 96 00 00 34 | 1 96 00 00 34 | 112 | 01 96 00 00 34 ou 01 52 71 38 94 | quatre-vingt-seize zéro zéro trente-quatre | +229 01 96 00 00 | 0196000",
    "not heard": "je ne sais pas | bonjour | oui | aucun",
  },
  CA: {
    "+15145550142":
      "514 555 0142 | (514) 555-0142 | 514-555-0142 | 514.555.0142 | 5145550142 | 1 514 555 0142 | +1 514 555 0142 | cinq un quatre cinq cinq cinq zéro un quatre deux | cinq cent quatorze cinq cent cinquante-cinq zéro un quarante-deux | cinq un quatre, cinq cinq cinq, zéro un, quarante-deux | five one four five five five oh one four two | 514-555-0142 poste 305 | le 514, 555, 0142 | c'est le 514 555 01 42 | 15145550142 | 001 514 555 0142",
    caller: "celui-là | le numéro sur lequel je vous appelle | le même numéro",
    ask: "555 0142 | 514 555 014 | 514 555 01423 | 911 | cinq cinq cinq zéro un quatre deux",
  },
  US: {
    "+15125550163":
      "512 555 0163 | (512) 555-0163 | 512-555-0163 | 512.555.0163 | 5125550163 | +1 512 555 0163 | 1-512-555-0163 | five one two five five five oh one six three | five one two, five five five, zero one six three | five twelve five fifty-five oh one sixty-three | five one two triple five oh one six three | area code 512 then 555 0163 | my number is 512-555-0163 | it's 512 555 0163 thanks | you can reach me at 512-555-0163 | 512-555-0163 extension 22 | 512-555-0163 ext. 9 | 512-555-0163 x4 | 512 555 0164, no sorry, 512 555 0163 | five one two double five five oh one six three | five hundred twelve, five five five, oh one six three",
    "+18005550199": "eight hundred five five five oh one double nine | 1 800 555 0199 | 800-555-0199",
    "+525512345678": "+52 55 1234 5678 | 011 52 55 1234 5678 | 52 55 1234 5678",
    "+2290196000034": "+229 01 96 00 00 34 | 011 229 01 96 00 00 34",
    caller:
      "this number | the same | same number | the one I'm calling from | the number I'm calling from | this one | the number you have | this phone | I'm calling on it, this number",
    ask: "555 0163 | 512 555 016 | 512 555 01634 | 911 | five five five oh one six three | 512 555 | 512 555 0163 or 512 555 0164",
    "not heard": "I don't know | hello | no",
  },
  FR: {
    "+33612345678":
      "06 12 34 56 78 | 0612345678 | zéro six douze trente-quatre cinquante-six soixante-dix-huit | +33 6 12 34 56 78 | 33612345678",
    ask: "06 12 34 56 | 06 12 34 56 78 90",
  },
};
