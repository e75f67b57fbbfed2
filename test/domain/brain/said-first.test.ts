import { expect, test } from "vitest";
import { IndexCache } from "../../../src/domain/brain/choose-candidate.ts";
import { offlineBrain } from "../../../src/domain/brain/brain.ts";
import { questionAt, understanding } from "../../simulator/template-flow.ts";

const indexes = new IndexCache();
const countries = { fr: "BJ", en: "US", es: "US" } as const;

/** First sentences of a call as people say them in Cotonou, Montréal and Austin, by where they lead. */
const said = [
  ["fr", "has_doctors", "Allô bonjour, c'est pour un rendez-vous avec le pédiatre pour ma petite"],
  ["fr", "has_doctors", "Bonjour, mon enfant a le corps chaud depuis deux jours, je veux venir"],
  ["fr", "has_doctors", "S'il vous plaît, je veux me faire consulter"],
  ["fr", "has_doctors", "Bonsoir, il y a de la place chez le dentiste cette semaine ?"],
  ["fr", "has_doctors", "Je voudrais prendre un rendez-vous pour mon vieux père, il ne marche plus bien"],
  ["fr", "has_doctors", "Bonjour, j'ai mal aux reins, je peux venir quand ?"],
  ["fr", "has_doctors", "Je suis enceinte de trois mois, c'est pour une consultation prénatale"],
  ["fr", "has_doctors", "Je viens pour la première fois chez vous, comment je fais pour voir un docteur ?"],
  ["fr", "has_doctors", "Ouin bonjour, j'aimerais ça avoir un rendez-vous au plus vite"],
  ["fr", "has_doctors", "Bonjour, avez-vous des disponibilités pour un suivi ?"],
  ["fr", "has_doctors", "C'est pour renouveler ma prescription"],
  ["fr", "has_doctors", "J'aurais besoin de faire vacciner mon bébé"],
  ["fr", "has_doctors", "Mon médecin de famille m'a référé chez vous"],
  ["fr", "has_doctors", "Je tousse depuis une semaine pis j'arrive pas à dormir"],
  ["fr", "has_doctors", "Je voudrais voir le docteur pour ma tension"],
  ["fr", "has_doctors", "On m'a dit de revenir dans un mois pour le contrôle"],
  ["fr", "has_doctors", "Je cherche un créneau demain matin"],
  ["fr", "has_doctors", "C'est pour un certificat médical pour le sport"],
  ["fr", "what_change", "Bonjour, j'ai un rendez-vous demain mais je ne pourrai pas venir"],
  ["fr", "what_change", "Je voudrais savoir à quelle heure est mon rendez-vous"],
  ["fr", "what_change", "Je peux pas venir mardi, je suis en voyage"],
  ["fr", "what_change", "Il faut que je change mon heure de jeudi"],
  ["fr", "what_change", "Annulez-moi le rendez-vous de ma fille"],
  ["fr", "what_change", "Je suis dans les bouchons, je vais arriver en retard"],
  ["fr", "what_change", "J'ai oublié la date de mon rendez-vous"],
  ["fr", "answer_question", "C'est combien la consultation chez vous ?"],
  ["fr", "answer_question", "Vous êtes où exactement, c'est vers quel carrefour ?"],
  ["fr", "answer_question", "Est-ce que vous travaillez le samedi ?"],
  ["fr", "answer_question", "Vous prenez l'assurance ?"],
  ["fr", "answer_question", "Est-ce que la carte soleil est acceptée ?"],
  ["fr", "answer_question", "Êtes-vous ouverts pendant les fêtes ?"],
  ["fr", "answer_question", "On peut payer par mobile money ?"],
  ["fr", "answer_question", "Est-ce que le docteur est là aujourd'hui ?"],
  ["fr", "answer_question", "Il y a un stationnement chez vous ?"],
  ["fr", "take_message", "Je voudrais laisser un message"],
  ["fr", "take_message", "Dites au docteur que l'ordonnance n'est pas passée à la pharmacie"],
  ["fr", "take_message", "C'est pour laisser une commission à l'infirmière"],
  ["fr", "take_message", "Pouvez-vous transmettre un message au docteur ?"],
  ["fr", "take_message", "Est-ce que je peux laisser un mot pour la secrétaire ?"],
  ["fr", "speak_to_human", "Passez-moi la secrétaire s'il vous plaît"],
  ["fr", "speak_to_human", "Je veux parler à quelqu'un, pas à une machine"],
  ["fr", "speak_to_human", "Je veux parler avec le docteur directement"],
  ["fr", "answer_question", "Vous êtes un robot ou quoi ?"],
  ["fr", "goodbye", "Ah pardon, je me suis trompée de numéro"],
  ["fr", "goodbye", "C'est pas la pharmacie ? Excusez-moi"],
  ["fr", "forget_opt_out", "Ne m'appelez plus jamais"],
  ["fr", "emergency", "Venez vite, mon fils ne respire plus"],
  ["fr", "emergency", "Ma mère est tombée et elle ne répond pas"],
  ["en", "has_doctors", "Hi there, I was wondering if I could get my son in to see someone"],
  ["en", "has_doctors", "Yeah I need to see a doctor, my throat's killing me"],
  ["en", "has_doctors", "Do y'all have anything open this Thursday?"],
  ["en", "has_doctors", "I'd like to set something up for my mom"],
  ["en", "has_doctors", "Hi, I just moved here and I'm looking for a primary care doctor"],
  ["en", "has_doctors", "I need a refill and they told me I have to be seen"],
  ["en", "has_doctors", "My kid's running a temperature and I'd like her looked at"],
  ["en", "has_doctors", "Can I get a physical for school?"],
  ["en", "has_doctors", "I want to come in for a flu shot"],
  ["en", "has_doctors", "I've got this rash that won't go away"],
  ["en", "what_change", "I can't make my three o'clock tomorrow"],
  ["en", "what_change", "I need to cancel, my car broke down"],
  ["en", "what_change", "What time am I supposed to be there Friday?"],
  ["en", "what_change", "Can we move Monday's appointment to later in the week?"],
  ["en", "what_change", "I'm running about ten minutes behind"],
  ["en", "what_change", "I think I missed my appointment today"],
  ["en", "answer_question", "Do you guys take Blue Cross?"],
  ["en", "answer_question", "How much does a visit cost if I pay cash?"],
  ["en", "answer_question", "Are you open on Saturdays?"],
  ["en", "answer_question", "What's your address again?"],
  ["en", "answer_question", "Is Dr. Sample in today?"],
  ["en", "take_message", "Can you give the doctor a message for me?"],
  ["en", "take_message", "I'd like to leave a message for the nurse"],
  ["en", "take_message", "Tell the doctor the pharmacy never got my prescription"],
  ["en", "speak_to_human", "Can I talk to a real person please"],
  ["en", "speak_to_human", "Get me the front desk"],
  ["en", "answer_question", "Are you a robot?"],
  ["en", "goodbye", "Oh sorry, wrong number"],
  ["en", "emergency", "My dad's having chest pains and he's sweating"],
  ["en", "forget_opt_out", "Take me off your list"],
  ["es", "has_doctors", "Buenas, quisiera una cita para mi niño que tiene calentura"],
  ["es", "has_doctors", "Necesito ver a un doctor lo más pronto posible"],
  ["es", "has_doctors", "¿Tiene algún espacio para mañana?"],
  ["es", "what_change", "No voy a poder ir a mi cita del viernes"],
  ["es", "what_change", "¿A qué hora tengo mi cita?"],
  ["es", "what_change", "Quiero cambiar mi cita para otro día"],
  ["es", "answer_question", "¿Cuánto cobran por la consulta?"],
  ["es", "answer_question", "¿Aceptan Medicaid?"],
  ["es", "answer_question", "¿Dónde queda la clínica?"],
  ["es", "take_message", "Quiero dejarle un recado a la doctora"],
  ["es", "take_message", "¿Le puede avisar al doctor que no llegó mi receta?"],
  ["es", "speak_to_human", "Quiero hablar con una persona"],
  ["es", "goodbye", "Perdón, número equivocado"],
  ["es", "emergency", "Mi esposo no puede respirar"],
  ["fr", "has_doctors", "Est-ce qu'il vous reste une place demain chez la gynécologue ?"],
  ["fr", "answer_question", "Y a-t-il une place de parking devant la clinique ?"],
  ["fr", "take_message", "Prévenez le docteur que ma fille va mieux"],
  ["fr", "take_message", "Il faudrait dire au médecin que les comprimés sont finis"],
  ["fr", "speak_to_human", "Je voudrais dire deux mots à la secrétaire, passez-la-moi"],
  ["fr", "answer_question", "Les cartes bancaires sont acceptées ?"],
  ["fr", "has_doctors", "J'ai des boutons sur tout le corps, je peux passer ?"],
  ["fr", "has_doctors", "Ça fait trois jours que ma femme vomit"],
  ["fr", "what_change", "Je ne pourrai pas honorer le rendez-vous de cet après-midi"],
  ["fr", "answer_question", "Bonjour, vous fermez à quelle heure ce soir ?"],
  ["fr", "has_doctors", "C'est pour faire voir mon pied au docteur"],
  ["en", "has_doctors", "Any openings with Dr. Sample next week?"],
  ["en", "has_doctors", "Could you get my daughter in to be seen?"],
  ["en", "take_message", "Let the doctor know that the fever is gone"],
  ["en", "take_message", "Please tell the nurse I'm out of test strips"],
  ["en", "what_change", "I can't make my 9 a.m. on Friday"],
  ["en", "what_change", "We're running a bit behind, sorry"],
  ["en", "answer_question", "Are you open late on Thursdays?"],
  ["en", "has_doctors", "We're new in town and need a family doctor"],
  ["en", "speak_to_human", "Let me talk to the doctor"],
  ["es", "has_doctors", "¿Hay algún lugar para hoy en la tarde?"],
  ["es", "take_message", "Dígale a la doctora que ya me siento mejor"],
  ["es", "speak_to_human", "Dígale a la doctora que quiero hablar con ella"],
  ["es", "answer_question", "¿Tienen lugar para estacionar?"],
  ["fr", "has_doctors", "J'aimerais avoir un rendez-vous pour mon chum"],
  ["fr", "has_doctors", "Je file pas bien, j'aimerais voir quelqu'un"],
  ["fr", "has_doctors", "Mon garçon a mal à une oreille"],
  ["fr", "what_change", "Je veux remettre mon rendez-vous à la semaine prochaine"],
  ["fr", "answer_question", "Faut-il un papier pour la prise de sang ?"],
  ["fr", "has_doctors", "On m'envoie pour faire une échographie"],
] as const;

/** The id of the node that it leads to, or why it leads nowhere. */
async function takenAt(node: string, heard: string, language: "fr" | "en" | "es"): Promise<string | undefined> {
  const question = questionAt(node, heard, language);
  const country = countries[language];
  const brain = offlineBrain({ given: {}, indexes, understanding, language, country, today: "2026-11-30" });
  const choice = await brain.choose(question);
  return choice.kind === "take" ? question.candidates.find(({ id }) => id === choice.id)?.destination : choice.kind;
}

test.each(said)("in %s, to %s: “%s”", async (language, way, heard) => {
  expect(await takenAt("greeting", heard, language)).toBe(way);
});

test.each([
  ["fr", "Oui."],
  ["fr", "Oui, s'il vous plaît."],
  ["en", "Yes."],
  ["en", "Yes, please."],
  ["es", "Sí."],
  ["es", "Sí, por favor."],
] as const)("in %s, “%s” asks for nothing yet, so for no message either", async (language, heard) => {
  expect(await takenAt("greeting", heard, language)).not.toBe("take_message");
  expect(await takenAt("need", heard, language)).not.toBe("take_message");
});

test.each([
  ["fr", "present_doctors", "Non merci, c'est tout. Au revoir."],
  ["fr", "ask_date", "Non non, laissez, au revoir."],
  ["fr", "ask_patient_phone", "Non, rien, merci, bonne journée."],
  ["en", "present_doctors", "No thanks, that's all. Goodbye."],
  ["en", "offer_slots", "No thank you, goodbye."],
  ["en", "ask_patient_name", "Never mind. Bye."],
  ["es", "ask_date", "No, gracias, hasta luego."],
  ["es", "offer_new_slots", "No, nada, adiós."],
] as const)("in %s, at %s, who says no and goodbye gives up: “%s”", async (language, node, heard) => {
  expect(await takenAt(node, heard, language)).toBe("drop_request");
});
