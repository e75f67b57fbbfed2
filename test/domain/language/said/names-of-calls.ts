/**
 * Names as callers and models give them: a second list (see names.ts). All persons are invented. Half are our own; the
 * others vary what courses on the telephone practise ("Jane Specimen here", "that would be …": scribd.com "English
 * Conversation Practice U5", zanotowane.pl "Making appointments") and how French in Benin addresses people
 * (lepetitjournal.com/cotonou, "Quelques expressions béninoises": "Maman …").
 */
export const namesOfCalls: Readonly<Record<string, string>> = {
  "Ana María Muestra": "Ana María Muestra | ana maría muestra | soy Ana María Muestra",
  "Fifamè Essai":
    "Fifamè Essai | fifamè essai | FIFAMÈ ESSAI | Mme Essai Fifamè non Fifamè Essai | moi c'est Fifamè Essai | je suis Fifamè Essai | mon nom c'est Fifamè Essai | c'est Madame Fifamè Essai | Fifamè Essai, c'est mon nom | notez Fifamè Essai | au nom de Fifamè Essai s'il vous plaît | le patient c'est Fifamè Essai | ici Fifamè Essai | ma petite s'appelle Fifamè Essai | c'est pour mon épouse Fifamè Essai | pour mon enfant, Fifamè Essai | Fifamè Essai née le 2 mars 1988 | Fifamè Essai, 38 ans | elle s'appelle Fifamè Essai | Mlle Fifamè Essai | Maman Fifamè Essai | oui alors Fifamè Essai | allô, c'est Fifamè Essai | Fifamè Essai, oui c'est ça | Essai, Fifamè",
  "Jane Specimen":
    "Jane Specimen | jane specimen | JANE SPECIMEN | Ms. Jane Specimen | Mrs Jane Specimen | Miss Jane Specimen | hello, my name is Jane Specimen | the name is Jane Specimen | it's Jane Specimen | Jane Specimen here | this is Jane Specimen calling | I am Jane Specimen | yeah it's Jane Specimen | her name is Jane Specimen | it's for my wife, Jane Specimen | my daughter's name is Jane Specimen | my daughter Jane Specimen | for Jane Specimen | that would be Jane Specimen | Jane Specimen, date of birth May 2 1990 | name's Jane Specimen | you can put Jane Specimen | Specimen, Jane | patient name Jane Specimen",
  "Marie-Claire de Souza": "Marie-Claire de Souza | marie-claire de souza | je m'appelle marie-claire de souza",
  "Robert McSample": "Robert McSample | robert mcsample | my husband Robert McSample | his name's Robert McSample",
  "Yao Essai":
    "mon fils Yao Essai | mon mari, Yao Essai | c'est mon père, Yao Essai | il s'appelle Yao Essai | Monsieur Yao Essai | M. Yao Essai | le nom de mon fils est Yao Essai | Docteur Yao Essai | pour Yao Essai",
  ask: "Comme vous voulez. | Celle que vous voulez | La même | Le mien | Je cherche | Les deux | Le numéro | La première | Allez voir | Whatever you like. | The one you want | Either | Both | Mine | Let me see | Up to you both | The first | ça marche | bien sûr | entendu | ouais | of course | sure thing | not bad | nine thirty | quarter to ten | noon | midi | quinze heures trente | lundi matin | next week | nope | nah | none | nothing | - | . | ok | d'accord | peut-être | inconnu | patient inconnu | unknown caller | client | user | N.A. | na | je préfère pas dire | I'd rather not say | it's for me | c'est pour moi | moi-même | myself | me | him | mon bébé | le petit | my kid | rendez-vous | an appointment | demain | tomorrow | hello | allô | à mon nom | my name | mon nom | 0195110022 | {{name}} | [name] | <name> | first name last name | Prénom Nom | John Doe? | je ne sais pas | no | 54321 | non | N/A | Unknown | A, W, A, E, S, S, A, I | patient | null | I don't know | oui | je sais plus | on verra | n'importe | same | pareil",
  "Awa Essai":
    "Awa Essai | AWA ESSAI | awa essai | Madame Awa Essai | c'est Awa Essai | je m'appelle Awa Essai | Awa Essai. | Essai, Awa | mon nom, c'est Awa Essai | oui, je m'appelle Awa Essai | Awa Essai, A W A | la patiente, c'est Awa Essai | au nom d'Awa Essai | Mme. Awa Essai | pour ma sœur Awa Essai | bonsoir, c'est Awa Essai | le nom du patient est Awa Essai",
  Koffi: "Koffi, K O deux F I | Koffi, K-O-F-F-I | Koffi K comme Kilo O F F I",
  "Kossi Essai": "Kossi Essai, K O deux S I | Kossi, K O S S I, Essai",
  "Jean-Marie O'Neil": "Jean-Marie O’Neil | jean-marie o'neil",
  "John Sample":
    "my name is John Sample | John Sample | Sample, John | it's John Sample | John Sample please | I'm John Sample | the name's John Sample | JOHN SAMPLE | Mr. Sample, John Sample | first name John last name Sample | John, last name Sample",
  "Mary-Kate O'Sample Jr.": "Mary-Kate O'Sample Jr. | MARY-KATE O'SAMPLE JR.",
  李娜: "李娜",
};
