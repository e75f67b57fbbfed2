import { foldText } from "../../language/fold-text.ts";

/**
 * What people call a specialist, in French, English and Spanish, and the stems that identify a doctor's specialty as the clinic
 * writes it. Folded, with hyphens and apostrophes as blanks.
 */
interface Specialty {
  readonly phrases: readonly string[];
  readonly stems: readonly string[];
}

const joints: ReadonlySet<string> = new Set(
  "le la les l des de du d pour mon ma mes the for of my el los las del al para por mi mis".split(" "),
);

const specialties: readonly Specialty[] = [
  specialty(
    "cardiologue|cardio|coeur|docteur du coeur|specialiste du coeur|cardiologist|heart|heart doctor|cardiology|cardiologie|cardiac|cardiologo|cardiologa|doctor corazon|especialista corazon|corazon",
    "cardiolog|cardiac",
  ),
  specialty(
    "pediatre|pediatrie|docteur bebe|doctor baby|pediatrician|pediatrist|paediatrician|pediatrics|peds|kids doctor|kid s doctor|children s doctor|childrens doctor|child doctor|baby doctor|medecin pour enfants|docteur des enfants|medecin des enfants|pour enfants|docteur pour enfants|doctor for my child|docteur pour mon bebe|pediatra|doctor ninos|doctora ninos|medico ninos|doctor bebes|doctor mi hijo|doctor mi hija|doctor mi bebe|ninos",
    "pediatr|paediatr",
  ),
  specialty(
    "gynecologue|gyneco|gynecologie|gynecologist|gynaecologist|ob gyn|obgyn|ob|women s doctor|womens doctor|medecin des femmes|gynecology|docteur des femmes|obstetricien|obstetrician|ginecologo|ginecologa|ginecologia|obstetra|doctor mujeres|doctora mujeres|gineco",
    "gynec|gynaec|obstetr|ginec",
  ),
  specialty(
    "sage femme|sages femmes|maieuticienne|midwife|midwives|accoucheuse|partera|comadrona",
    "sage femme|midwi|maieut",
  ),
  specialty(
    "dentiste|dentist|dent|dents|dental|chirurgien dentiste|tooth doctor|teeth|docteur des dents|dentistry|dentisterie|odontologue|arracheur de dents|dentista|dientes|muelas|doctor dientes|odontologo|odontologa",
    "dent|odonto",
  ),
  specialty(
    "orthodontiste|orthodontist|braces|appareil dentaire|bagues|ortodoncista|ortodoncia|frenos|brackets",
    "orthodont|ortodon",
  ),
  specialty(
    "dermatologue|dermato|dermatologie|dermatologist|dermatology|skin|skin doctor|skin specialist|docteur de la peau|medecin de la peau|specialiste de la peau|derm|derma|peau|dermatologo|dermatologa|piel|doctor piel",
    "dermato",
  ),
  specialty(
    "generaliste|medecin generaliste|medecin general|medecine generale|general|family doctor|family physician|family medicine|medecin de famille|medecine familiale|docteur de famille|gp|g p|general practitioner|general doctor|primary care|primary care doctor|pcp|regular checkup doctor|omnipraticien|omni|medico general|medica general|doctor general|doctora general|medicina general|medico familiar|medica familiar|doctor familiar|doctora familiar|medicina familiar|doctor familia|medico familia|medico cabecera|internista general",
    "general|famil|primary care|omnipratic",
  ),
  specialty("chirurgien|chirurgienne|chirurgie|surgeon|surgery|cirujano|cirujana|cirugia", "chirurg|surg|cirug|ciruj"),
  specialty(
    "ophtalmologue|ophtalmo|ophtalmologiste|oculiste|eye doctor|eye specialist|eyes|ophthalmologist|yeux|docteur des yeux|medecin des yeux|specialiste des yeux|les yeux|oeil|oftalmologo|oftalmologa|oculista|ojos|doctor ojos",
    "ophtalm|ophthalm|oftalm",
  ),
  specialty("optometriste|optometrist|opticien|optician", "optom|optic"),
  specialty(
    "orl|o r l|oto rhino|otorhino|oto rhino laryngologue|ent|e n t|ear nose and throat|ear doctor|nez gorge oreilles|docteur des oreilles|oreilles|throat doctor",
    "orl|oto|ent|ear",
  ),
  specialty(
    "kine|kinesitherapeute|kinesitherapie|physio|physiotherapeute|physiotherapie|physiotherapist|physical therapist|physical therapy|pt|fisioterapeuta|fisioterapia|terapia fisica",
    "kinesi|physio|physical therap|fisio",
  ),
  specialty(
    "psychologue|psy|psychologie|psychologist|therapist|counselor|counsellor|therapeute|psicologo|psicologa|psicologia|terapeuta",
    "psycholog|counsel|therap|psicolog",
  ),
  specialty("psychiatre|psychiatrie|psychiatrist|shrink|psiquiatra|psiquiatria", "psychiatr|psiquiatr"),
  specialty(
    "neurologue|neuro|neurologie|neurologist|brain doctor|nerve doctor|docteur des nerfs|neurologo|neurologa",
    "neurolog",
  ),
  specialty("rhumatologue|rhumato|rhumatologie|rheumatologist|arthritis doctor|joint doctor", "rhumato|rheumat"),
  specialty(
    "orthopediste|ortho|orthopedie|orthopedist|orthopedic|orthopedic surgeon|bone doctor|docteur des os|specialiste des os|ortopedista|traumatologo|doctor huesos|huesos",
    "orthoped|ortoped|traumat",
  ),
  specialty("urologue|uro|urologie|urologist|urologo|urologa", "urolog"),
  specialty(
    "gastro|gastro enterologue|gastroenterologue|gastroenterologist|stomach doctor|docteur du ventre|docteur de l estomac|specialiste de l estomac|gi doctor|gastroenterologo|gastroenterologa|doctor estomago|estomago",
    "gastro",
  ),
  specialty("pneumologue|pneumo|pulmonologist|lung doctor|docteur des poumons|specialiste des poumons", "pneumo|pulmo"),
  specialty(
    "endocrinologue|endocrino|endocrinologist|diabetologue|diabetes doctor|diabete|endocrinologo|endocrinologa|doctor diabetes|diabetes",
    "endocrin|diabet",
  ),
  specialty(
    "nutritionniste|nutritionist|dieteticien|dieteticienne|dietitian|dietician|nutriologo|nutriologa|nutricionista|dietista",
    "nutrition|diet",
  ),
  specialty("radiologue|radio|radiologist|echographie|echo|ultrasound", "radiolog|echograph|imag"),
  specialty("interniste|medecine interne|internist|internal medicine", "interne|internal"),
  specialty("infirmier|infirmiere|nurse|nurse practitioner|enfermera|enfermero", "infirmi|nurs"),
  specialty("allergologue|allergist|allergy doctor|allergies|alergologo|alergologa|alergias", "allerg"),
  specialty("oncologue|cancerologue|oncologist|cancer doctor", "oncolog|cancer"),
  specialty("geriatre|geriatrician", "geriatr"),
  specialty("podologue|podiatrist|foot doctor|docteur des pieds", "podo|podiatr"),
  specialty("osteopathe|osteo|osteopath", "osteopath"),
  specialty("chiropraticien|chiro|chiropractor|back doctor", "chiropr"),
  specialty("orthophoniste|speech therapist", "orthophon|speech"),
  specialty("veterinaire|vet|veterinarian", "veterin"),
];

/** The doctors of the specialty that the caller named, and the words that named it. */
interface SpecialtyMatch<D> {
  readonly doctors: readonly D[];
  readonly words: ReadonlySet<string>;
}

/** The doctors of the named specialty; undefined when the words name none. */
export function matchSpecialty<D extends { readonly specialty: string }>(
  words: readonly string[],
  doctors: readonly D[],
): SpecialtyMatch<D> | undefined {
  const padded = ` ${telling(words).join(" ")} `;
  const longest = longestFirst.find(({ padded: phrase }) => padded.includes(phrase));
  if (longest === undefined) return undefined;
  const found = doctors.filter(({ specialty: written }) => hasStem(written, longest.stems));
  const said = new Set(longest.phrase.split(" "));
  return { doctors: found, words: new Set(words.filter((word) => telling([word]).some((each) => said.has(each)))) };
}

/** Makes "docteur pour les enfants" equal "docteur des enfants", and "obstétricienne" equal "obstétricien". */
function telling(words: readonly string[]): readonly string[] {
  return words.filter((word) => !joints.has(word)).map((word) => word.replace(/ienne$/u, "ien"));
}

function hasStem(written: string, stems: readonly string[]): boolean {
  const folded = ` ${foldText(written).replaceAll(/[-'/,]/gu, " ")}`;
  return stems.some((stem) => folded.includes(` ${stem}`));
}

const longestFirst = specialties
  .flatMap(({ phrases, stems }) => phrases.map((phrase) => ({ phrase, padded: ` ${phrase} `, stems })))
  .toSorted((a, b) => b.phrase.length - a.phrase.length);

function specialty(phrases: string, stems: string): Specialty {
  return { phrases: phrases.split("|").map((phrase) => telling(phrase.split(" ")).join(" ")), stems: stems.split("|") };
}
