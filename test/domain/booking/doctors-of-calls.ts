/**
 * How callers speak of doctors at three more clinics (see said-doctors.ts); all names are invented from common parts.
 * Half the wordings are our own; the others vary how word lists explain specialists (myenglishpages.com "Types of
 * specialist doctors", spotlight.vitals.com "Doctor dictionary": "a heart doctor"), and names as medical secretaries
 * hear them (monsieurlasecretairemedicale.blogspot.com, February 2015).
 */
export const doctorsOfCalls = [
  {
    doctors: [
      { id: "dossou", name: "Épiphane Dossou", specialty: "Médecine générale" },
      { id: "akplogan", name: "Reine Akplogan", specialty: "Gynécologie-obstétrique" },
      { id: "zannou", name: "Théophile Zannou", specialty: "Pédiatrie" },
      { id: "zinzou", name: "Bella Zinzou", specialty: "Ophtalmologie" },
      { id: "tchibozo", name: "Dr Ghislain Tchibozo", specialty: "Cardiologie" },
      { id: "alao", name: "Mme Rissikatou Alao", specialty: "Kinésithérapie" },
      { id: "yayi", name: "Pr Ousmane Yayi", specialty: "Chirurgie digestive" },
    ],
    said: {
      dossou:
        "Dossou | docteur Dossou | le docteur Dossou s'il vous plaît | Dosou | Dossous | Épiphane | Epiphane Dossou | docteur Épiphane | avec docteur Dossou | chez le docteur Dossou | le généraliste | un généraliste | le médecin généraliste | monsieur Dossou | le Dr Dossou | c'est le docteur Dossou que je veux voir",
      akplogan:
        "Akplogan | docteur Akplogan | Aplogan | Akplôgan | Reine Akplogan | madame Akplogan | la gynéco | un gynécologue | la gynécologue | l'obstétricienne | docteur Reine | la docteure Akplogan",
      zannou:
        "Théophile Zannou | docteur Zannou | Zannou | Zanou | Téophile | le pédiatre | le docteur pour les enfants | un pédiatre pour mon bébé | docteur Théophile",
      zinzou:
        "Bella Zinzou | Zinzou | Zinsou | docteur Zinzou | l'ophtalmo | l'ophtalmologue | le docteur pour les yeux | l'oculiste | docteur Bella",
      tchibozo:
        "Tchibozo | docteur Tchibozo | Chibozo | Tchibozzo | le cardiologue | le docteur du coeur | Ghislain | Guislain Tchibozo | la cardio",
      alao: "Alao | madame Alao | Rissikatou | le kiné | la kiné | la kinésithérapeute | Rissikatou Alao | mme Alao",
      yayi: "professeur Yayi | Yayi | le professeur | le chirurgien | Ousmane Yayi | Ousmane | le professeur Ousmane Yayi | docteur Yayi",
      any: "n'importe | n'importe quel docteur | qui vous voulez | le premier libre | celui qui est là | n'importe lequel des médecins | pas de préférence | peu m'importe | ça n'a pas d'importance | le docteur qui est disponible | un docteur, n'importe lequel | je n'ai pas de préférence | celui qui peut | le plus disponible",
      "last seen":
        "le docteur de la dernière fois | celui qui me suit | mon docteur habituel | le même que d'habitude | celui que je vois toujours | celui de la dernière fois | mon médecin habituel",
      none: "docteur Machin | le dermatologue | le docteur Koudogbo | le neurologue | la secrétaire",
    },
  },
  {
    doctors: [
      { id: "pelletier", name: "Dre Annick Pelletier", specialty: "Médecine familiale" },
      { id: "peltier", name: "Jacques Peltier", specialty: "Médecine familiale" },
      { id: "lavoie", name: "Josée Lavoie", specialty: "Psychologie" },
      { id: "stlaurent", name: "Yves Saint-Laurent", specialty: "Orthopédie" },
      { id: "tran", name: "Thi Mai Tran", specialty: "Dentisterie" },
      { id: "haddad", name: "Nadia Haddad", specialty: "Gynécologie" },
    ],
    said: {
      pelletier: "Annick Pelletier | docteure Annick | docteure Annick Pelletier | Annick | Anik Pelletier",
      peltier: "Jacques Peltier | docteur Jacques | monsieur Jacques Peltier",
      lavoie:
        "Lavoie | docteure Lavoie | La Voie | Josée | Josée Lavoie | la psychologue | la psy | docteur Lavoi | Josée Lavoi",
      stlaurent:
        "St-Laurent | docteur Saint-Laurent | Saint Laurent | Yves St-Laurent | l'orthopédiste | l'orthopédiste pour mon genou | docteur St Laurent",
      tran: "Tran | docteure Tran | Mai Tran | Trane | le dentiste | la dentiste | Thi Mai | docteur Trann | the dentist",
      haddad: "Haddad | docteure Haddad | Adad | Hadad | Nadia | la gynécologue | Nadia Haddad | madame Haddad",
      "ask pelletier peltier": "le médecin de famille | un médecin de famille | family doctor",
      any: "n'importe quel médecin | whoever is available | peu importe le médecin | anyone's fine | le premier qui est libre",
      none: "docteur Tremblay | le cardiologue | the lawyer",
    },
  },
  {
    doctors: [
      { id: "mcallister", name: "Fiona McAllister", specialty: "Internal medicine" },
      { id: "okafor", name: "Chidi Okafor", specialty: "Cardiology" },
      { id: "hernandez", name: "Luis Hernández", specialty: "Family medicine" },
      { id: "rodriguez", name: "Elena Rodríguez-Vega", specialty: "Pediatrics" },
      { id: "wright", name: "Tom Wright", specialty: "Physical therapy" },
      { id: "patel", name: "Anjali Patel", specialty: "Dermatology" },
      { id: "patil", name: "Rohan Patil", specialty: "Psychiatry" },
    ],
    said: {
      mcallister:
        "McAllister | Dr. McAllister | Doctor Mac Allister | Macalister | Fiona | Fiona McAllister | the internist | internal medicine | Doctor Fiona",
      okafor:
        "Okafor | Dr. Okafor | Okafour | Chidi | Chidi Okafor | the cardiologist | the heart specialist | O'Kafor | the heart doctor please | not Wright, Okafor | not Dr. Vega but Dr. Okafor",
      hernandez:
        "Hernandez | Dr. Hernandez | Ernandez | Luis | Luis Hernandez | the family doctor | primary care | a GP | Dr. Luis",
      rodriguez:
        "Rodriguez | Dr. Rodriguez | Elena Rodriguez | Rodrigues | Rodriguez Vega | Vega | the pediatrician | a kids doctor | Dr. Vega | the doctor for my daughter, the pediatrician",
      wright:
        "Wright | Tom Wright | Dr. Right | the physical therapist | PT | physical therapy | Tom | doctor Wright please",
      patel: "Anjali Patel | Anjali | Dr. Anjali | the dermatologist | the skin doctor | Dr. Anjali Patel",
      patil: "Rohan Patil | Rohan | Dr. Rohan | the psychiatrist | Patell, the psychiatrist",
      "ask patel patil": "Dr. Patell | Patell",
      "ask okafor": "why not Okafor",
      "ask okafor rodriguez": "Dr. Okafor or Dr. Vega | Okafor or Rodriguez, either one",
      "ask hernandez mcallister patel patil rodriguez wright": "anyone but Okafor | everyone but Dr. Okafor, please",
      any: "anybody | whoever's free | whoever has an opening | any of the doctors | I don't care who | it doesn't matter who | no preference on the doctor | first available doctor | any doctor is fine | either is fine | the first one free",
      "last seen":
        "the one I always see | my regular doctor | same doctor as last time | my usual doctor | who I saw last time",
      none: "Dr. Jones | the urologist | Doctor Who | the receptionist",
    },
  },
] as const;
