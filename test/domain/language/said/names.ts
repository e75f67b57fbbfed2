/**
 * What callers and models give as a name, by the name that is stored; "ask" if there is none. The wordings are our own
 * or follow the first lines of calls (language courses on telephone calls); all persons are invented.
 */
export const saidNames: Readonly<Record<string, string>> = {
  "Awa Exemple":
    "Awa Exemple | awa exemple | AWA EXEMPLE | je m'appelle Awa Exemple | Je m'appelle awa exemple | c'est Awa Exemple | mon nom est Awa Exemple | Madame Awa Exemple | Mme Awa Exemple | Mademoiselle Awa Exemple | oui, c'est Awa Exemple | au nom de Awa Exemple | Awa Exemple à l'appareil | Awa Exemple, s'il vous plaît | bonjour, je m'appelle Awa Exemple | c'est pour ma fille Awa Exemple | pour ma mère, Awa Exemple | Awa Exemple, née le 4 avril 1991 | Awa Exemple, 01 96 00 00 34 | Exemple, Awa | moi c'est Awa Exemple | la patiente s'appelle Awa Exemple | Awa Exemple et mon numéro est le 01 96 00 00 34 | ma fille qui s'appelle Awa Exemple | le nom est Awa Exemple",
  "John Sample":
    "John Sample | my name is John Sample | My name's John Sample | this is John Sample | it's John Sample | I'm John Sample | Mr. John Sample | mr john sample | john sample | JOHN SAMPLE | Sample, John | John Sample speaking | yes, it's John Sample | hi, this is John Sample | it's for my son John Sample | my father, John Sample | John Sample, born May 4th 1991 | the patient is John Sample | under the name of John Sample | put it under John Sample | John Sample, please | his name is John Sample | Dr. John Sample",
  "Jean-Baptiste d'Exemple": "Jean-Baptiste d'Exemple | c'est Jean-Baptiste d'Exemple",
  "Sènami N'Dossou": "Sènami N'DOSSOU | Sènami N'Dossou | sènami n'dossou",
  "Mary-Kate O'Sample Jr.": "Mary-Kate O'Sample Jr. | mary-kate o'sample jr.",
  "Ana de la Torre": "Ana de la Torre | ANA DE LA TORRE | ana de la torre",
  "José Luis Muestra y Prueba": "José Luis Muestra y Prueba",
  Koffi: "Koffi | koffi | Koffi, K O deux F I | Koffi, K, O, F, F, I | Koffi ça s'épelle K O F F I",
  Smyth: "Smith, S M Y T H | Smyth with a y",
  王小明: "王小明",
  "Merci Test": "Merci Test | c'est Merci Test",
  "Awa Modele": "𝐀wa Ｍodele | Awa\u200bModele | Awa\u0000\u202eModele",
  ask: "no | non | Unknown | unknown | N/A | n/a | null | None | undefined | je ne sais pas | I don't know | aucune idée | nobody | 12345 | ??? | patient | the patient | caller | not provided | Not specified | Anonymous | ma fille | my son | my mother | oui | yes | moi | A, W, A, E, X | B O B | je voudrais un rendez-vous | I'd like an appointment | 😀 | {{patient_name}} | bonjour | c'est pour ma fille | for my daughter | same as last time | comme d'habitude | name | madame | string | ${patient_name} | $patient | %PATIENT_NAME% | <patient name> | [NOM DU PATIENT] | patientName | Unknown Caller | First Last | le client | Nom Prénom | the caller's name | [[name]] | #name",
};
