/**
 * How callers refer to doctors, by the doctor they mean. Half the wordings are our own. The names are invented from
 * common parts, and the mishearings are of the kinds that speech recognition makes with West African, Quebec,
 * Vietnamese and Irish names (homophones as name dictionaries list them) and how patients call specialists ("the heart
 * doctor", "la dermato").
 */
const cotonou = [
  { id: "hounto", name: "Jean-Marie d'Hountondji", specialty: "Cardiologie" },
  { id: "adjovi", name: "Afi Adjovi", specialty: "Pédiatrie" },
  { id: "koffi", name: "Koffi Adjovi", specialty: "Médecine générale" },
  { id: "ngom", name: "Sena N'Dossou", specialty: "Gynécologie" },
  { id: "kpanou", name: "Mme Essi Kpanou", specialty: "Sage-femme" },
  { id: "bio", name: "Salamatou Bio-Sika", specialty: "Dentiste" },
  { id: "prof", name: "Professeur Agossou", specialty: "Chirurgie" },
];

const montreal = [
  { id: "roy", name: "Dre Hélène Côté-Gagnon", specialty: "Médecine familiale" },
  { id: "stjean", name: "Marc St-Jean", specialty: "Pédiatrie" },
  { id: "nguyen", name: "Minh Nguyen", specialty: "Dermatologie" },
  { id: "bouchard", name: "Docteure Maude Bouchard", specialty: "Médecine familiale" },
  { id: "beaulieu", name: "Luc Beaulieu", specialty: "Ophtalmologie" },
];

const boston = [
  { id: "lee", name: "Grace Lee", specialty: "Cardiology" },
  { id: "garcia", name: "María García-Ruiz", specialty: "Family medicine" },
  { id: "oconnor", name: "Sean O'Connor", specialty: "Orthopedics" },
  { id: "smith", name: "Catherine Smith", specialty: "Pediatrics" },
  { id: "reed", name: "Tom Reed", specialty: "Dermatology" },
  { id: "reid", name: "Anna Reid", specialty: "Dentistry" },
];

export const saidDoctors = [
  {
    doctors: cotonou,
    said: {
      hounto:
        "docteur Hountondji | d'Hountondji | Dhountondji | le docteur Jean-Marie | Jean Marie Hountondji | le cardiologue | un cardiologue | le docteur du coeur | la cardio | Hountonji | je voudrais voir le docteur Hountondji s'il vous plaît | avec le cardiologue",
      adjovi:
        "Afi Adjovi | docteur Afi | le pédiatre | un pédiatre | la pédiatre | Adjovi Afi | Afie Adjovi | le docteur des enfants | un rendez-vous avec le pédiatre",
      koffi:
        "Koffi Adjovi | docteur Koffi | Kofi Adjovi | Coffi | le généraliste | un médecin généraliste | docteur Kofi",
      ngom: "N'Dossou | docteur Ndossou | Endossou | la gynécologue | la gynéco | Sena | docteur Sena N'Dossou | un gynécologue",
      kpanou:
        "Madame Kpanou | Kpanou | Panou | Essi | la sage-femme | une sage femme | Mme Essi Kpanou | docteur Kpanu",
      bio: "Bio Sika | Biosika | Bio-Sika | Salamatou | le dentiste | un dentiste | docteur Sika | pour les dents | Salamatou Bio Sika | la dentiste",
      prof: "professeur Agossou | Agossou | Agosou | le chirurgien | docteur Agossou",
      "ask adjovi koffi": "Adjovi | docteur Adjovi | le docteur Adjovi",
      any: "n'importe quel médecin | peu importe | le premier disponible | celui qui est disponible | ça m'est égal | un médecin | sans préférence | pas de préférence | n'importe qui | comme vous voulez | l'un ou l'autre",
      "last seen":
        "le même médecin que la dernière fois | celui que j'ai vu la dernière fois | mon médecin traitant | mon médecin | comme d'habitude | le même",
      none: "docteur Inconnu | l'oncologue | docteur Dupont | le docteur House | bonjour",
    },
  },
  {
    doctors: montreal,
    said: {
      roy: "docteure Côté | docteur Gagnon | Hélène Côté-Gagnon | docteur Côté Gagnon | Cotégagnon | Elène Côté",
      stjean:
        "docteur St-Jean | Saint-Jean | docteur Saint Jean | St Jean | Marc Saint-Jean | le pédiatre | le pédiatre pour mon fils",
      nguyen:
        "Nguyen | docteur Nguyen | Nouyen | Ngouyen | docteur Win | la dermato | le dermatologue | docteur Minh | skin doctor",
      bouchard: "Maude Bouchard | docteur Bouchard | Mode Bouchard | Bouchar | docteure Bouchard",
      beaulieu:
        "docteur Beaulieu | Bolieu | Beau Lieu | l'ophtalmo | le docteur des yeux | l'ophtalmologiste | Luc Beaulieu",
      "ask bouchard roy": "le médecin de famille | un médecin de famille | family doctor",
      any: "peu importe lequel, le premier disponible | any doctor | n'importe lequel",
      none: "docteur Lapointe | le psychologue",
    },
  },
  {
    doctors: boston,
    said: {
      lee: "Dr. Lee | Doctor Li | Grace Lee | Leigh | the heart doctor | a cardiologist | the cardiologist | Grace",
      garcia:
        "Dr. Garcia | Garcia Ruiz | Doctor Ruiz | Maria Garcia | the family doctor | primary care | my GP is Garcia | Maria",
      oconnor:
        "O'Connor | O Connor | OConnor | Dr. Oconnor | Shawn O'Connor | Shaun O'Connor | the orthopedic surgeon | the bone doctor | Dr. Connor",
      smith:
        "Smith | Smyth | Dr. Smythe | Katherine Smith | Catherine | Kathryn | the pediatrician | the kids' doctor | Dr. Catherine Smith",
      reed: "Tom Reed | Tom | Doctor Tom Reed | the dermatologist | the skin doctor",
      reid: "Anna Reid | Anna | Anna Reed | the dentist | a dentist | Dr. Anna Reid",
      "ask reed reid": "Dr. Reed | Doctor Reid | Read",
      any: "whoever is available | any doctor | anyone | no preference | the first available | it doesn't matter | I don't care | a doctor | whichever is free",
      "last seen": "the one I saw last time | my usual doctor | my doctor | the same doctor",
      "ask garcia": "Dr. Garza | Garza",
      none: "Dr. Who | Dr. Strange | the neurologist | hello",
    },
  },
] as const;
