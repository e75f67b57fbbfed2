/**
 * Titles and fillers around a doctor's name in French, English and Spanish: folded, with hyphens and apostrophes as
 * blanks.
 */
export const doctorTitles: ReadonlySet<string> = wordSet(
  "docteur docteure doctor dr dre doc professeur professeure professor pr prof madame monsieur mademoiselle mme mlle mr mrs ms m miss sir doctora dra senor senora senorita sr sra srta profesor profesora",
);

export const doctorFillers: ReadonlySet<string> = wordSet(
  "le la les l the un une a an des de d du of avec with chez pour for par by voir see je i j me moi voudrais veux aimerais souhaite prendre rendez vous rdv appointment consulter consultation want would like ll d to s il te plait please merci thanks thank you oui yes ok okay euh um uh bonjour hello hi my mon ma mes name nom is est c ce ca qui who celui celle that it medecin medecins physician specialist specialiste book get dispo disponible available possible si if can could peux puis demain tomorrow lundi mardi mercredi jeudi vendredi samedi monday tuesday wednesday thursday friday matin morning afternoon midi apres soir non no plutot rather finalement actually prefere prefer sera be aller go chercher need besoin ai have had called appelle ici here at on the and et ou or then alors donc bien sur sure el los las del al con una para que quiero quisiera gustaria necesito ver cita consulta favor gracias si hola buenas buenos tardes dias mi nombre se llama es ella lo puede disponible hay hoy manana tarde noche lunes martes miercoles jueves viernes sabado mejor prefiero preferiria verdad entonces pues y o por medico medica especialista a again too also instead encore aussi pareil guess think suppose maybe perhaps let us take pick choose well just fine crois pense suppose dirais disons peut etre prends choisis creo pienso quizas",
);

const anyDoctorPhrases = phraseList(
  "n importe|celui qui peut|le plus disponible|first one free|qui vous voulez|celui qui est la|m importe|pas d importance|n importe quel|n importe lequel|n importe laquelle|n importe qui|peu importe|premier disponible|premiere disponible|premier libre|premier creneau|le premier|any doctor|any of them|any one|anyone|anybody|any provider|any physician|whoever|whichever|first available|next available|no preference|doesn t matter|does not matter|don t care|do not care|sans preference|pas de preference|aucune preference|l un ou l autre|celui qui est disponible|celui qui est libre|qui est disponible|qui est libre|comme vous voulez|ca m est egal|c est egal|tous les medecins|peut importe|le plus tot possible|au plus tot|as soon as possible|soonest|not important|all the same|either|either one|the first one available|m est egal|any|un medecin disponible|un docteur disponible|celui que vous voulez|who is free|who is available|whatever doctor|aucun en particulier|pas de medecin en particulier|no one in particular|nobody in particular|cualquiera|cualquier doctor|cualquier medico|con cualquiera|el que sea|la que sea|el que este disponible|quien este disponible|el que pueda|el que tenga espacio|quien sea|me da igual|me da lo mismo|no importa|da igual|no tengo preferencia|sin preferencia|ninguna preferencia|el primero disponible|el primero que tenga|el que usted quiera|el que usted diga|uno u otro|ninguno en particular|lo antes posible",
);

const lastSeenPhrases = phraseList(
  "derniere fois|que je vois toujours|que je vois d habitude|i always see|i usually see|medecin traitant|mon medecin|ma medecin|mon docteur|ma docteure|ma doctoresse|docteur habituel|medecin habituel|le meme medecin|le meme docteur|meme docteur|meme medecin|la meme|le meme|celui d habitude|comme d habitude|celui que j ai vu|celle que j ai vue|que je vois d habitude|last time|my doctor|my usual|my regular|usual doctor|regular doctor|same doctor|the same one|same one|the one i saw|the one i usually see|same as last time|same as before|my own doctor|my physician|my provider|qui me suit|mon dentiste|my dentist|my pediatrician|mon pediatre|mon gyneco|ma gyneco|mi doctor|mi doctora|mi medico|mi doctor de siempre|el de siempre|la de siempre|el mismo doctor|la misma doctora|el mismo|la misma|el mismo de la otra vez|la ultima vez|el que me atiende|la que me atiende|el que vi|la que vi|el que me vio|la que me vio|como siempre|mi dentista|mi pediatra|mi ginecologo|mi ginecologa|doctor de cabecera|medico de cabecera",
);

/** Whether the caller leaves the choice open. */
export function meansAnyDoctor(words: readonly string[]): boolean {
  return includesPhrase(words, anyDoctorPhrases);
}

/** Whether the caller means the doctor they saw before. */
export function meansLastSeen(words: readonly string[]): boolean {
  return includesPhrase(words, lastSeenPhrases);
}

function includesPhrase(words: readonly string[], phrases: readonly string[]): boolean {
  const padded = ` ${words.join(" ")} `;
  return phrases.some((phrase) => padded.includes(` ${phrase} `));
}

function wordSet(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}

function phraseList(list: string): readonly string[] {
  return list.split("|");
}
