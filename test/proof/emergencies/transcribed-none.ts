import { lines } from "./sentences.ts";
import { spanishTranscribedNone } from "./spanish.ts";

/** The same for people in no danger who use similar words. */
export const transcribedNone = {
  fr: lines(`
je veux prendre rendez-vous pour un check-up
j'ai un rhume depuis trois jours
c'est pour mon asthme, je voudrais un contrôle
je suis asthmatique et j'ai besoin d'une ordonnance
ma fille tousse un peu la nuit
j'ai mal à la gorge
j'ai le nez qui saigne parfois
c'est pour une analyse de sang
j'ai rendez-vous pour ma prise de sang
mon tensiomètre affiche 14/8
je dors mal en ce moment
je respire mieux depuis le traitement
il ne tousse plus et respire bien
mon père a fait un infarctus en 2019, il doit voir le cardiologue
ma mère est morte d'un cancer
quel est le numéro des urgences
vous fermez à quelle heure
j'ai perdu ma carte de patient
j'ai perdu mon ordonnance
je suis tombé de vélo la semaine dernière, ça va
je me suis coupé le doigt il y a un mois, je viens enlever les points
c'est pour retirer des fils
mon fils a été vacciné hier
ma femme est enceinte de quatre mois, on voudrait une échographie
elle doit accoucher en juin
je n'ai plus de médicaments
j'ai pris mes médicaments ce matin
j'ai avalé mon comprimé avec de l'eau
est-ce que je peux boire avant la prise de sang
je meurs de faim à cause du jeûne, c'est encore loin mon rendez-vous
ça me tue d'attendre au téléphone
c'est mort pour mardi, plutôt mercredi
j'ai la tête qui tourne un peu quand je me lève
la douleur au genou est revenue
mon dos me fait mal
j'ai mal aux dents
mon bébé a besoin de son vaccin des deux mois
le petit ne mange pas bien
c'est pour le suivi de ma grossesse
je voudrais parler au docteur de mes résultats
mon mari ne peut pas venir mardi
il ne répond pas à mes messages
votre ligne coupe, j'entends mal
il n'y a plus de place jeudi ?
je ne peux plus venir lundi
je ne peux plus attendre, je rappellerai
je voudrais annuler, je suis malade
vous n'arrêtez pas de me rappeler
arrêtez de m'appeler
j'ai peur des piqûres
mon chien a mordu le voisin, il veut un vaccin antitétanique
c'est pour un certificat de bonne santé
le cœur du problème, c'est l'horaire
j'ai une question sur le don de sang
mon visage a une petite rougeur
j'ai des boutons sur le bras gauche
il a mal à la jambe après le sport
mon numéro finit par 112
je vous appelle de la rue des Pompiers
c'est pour le docteur Samu
je suis secrétaire médicale aux urgences de l'hôpital, je voudrais un rendez-vous pour moi
ma fille veut apprendre les premiers secours
non il ne saigne pas
je n'ai pas mal à la poitrine et je respire normalement
bonjour je voudrais voir le docteur pour mon diabète
j'ai mal au bras depuis une semaine
mon fils s'est cogné au sport il y a deux semaines, il faut un certificat
est-ce que le docteur fait des infiltrations
j'ai le coeur qui bat vite quand je cours, je voudrais un bilan
je suis à bout de souffle d'avoir monté vos escaliers
il me faut un arrêt de travail
on m'a parlé d'un dépistage du cancer du sein
ma fille fait du somnambulisme
c'est pour enlever un plâtre
je vous entends pas bien, ça coupe
ma femme fait des migraines, elle veut un rendez-vous
j'ai un bouton sur la lèvre
mon fils a une otite
je dois faire un électrocardiogramme
le docteur m'a prescrit des somnifères, je n'en ai plus
mon mari ronfle et s'arrête de respirer la nuit, on veut un rendez-vous pour l'apnée du sommeil
je saigne un peu des gencives
c'est pour un test de grossesse
on attend un bébé pour mars
je suis allergique à la pénicilline
j'ai mangé quelque chose qui ne passe pas, j'ai mal au ventre
mon bras gauche me gratte
je voudrais parler d'une vieille blessure au genou
mon père a été opéré du coeur
ma mère est à l'hôpital, je voudrais décaler son rendez-vous
c'est pour le vaccin contre la rage, on voyage
je me suis brûlé légèrement le doigt hier
j'ai une allergie au pollen, le nez coule
peut-on venir sans rendez-vous
je m'appelle Bleu, Martin Bleu
c'est le docteur Lecoeur que je veux voir
rue du Puits, numéro quinze
mes règles sont abondantes, je voudrais consulter
il faut que j'arrête de fumer
c'est pour un rappel de vaccin
mon fils saigne du nez de temps en temps
j'ai des palpitations parfois, je voudrais un avis
ma mère a fait un malaise il y a un mois, on veut un bilan
je voudrais un rendez-vous pour mon père qui a la maladie d'Alzheimer
mon mari a mal à l'épaule droite
ma fille est née en mars
il est gris le bâtiment ?
mon dossier est bloqué
le docteur a sauté mon rendez-vous
j'ai pris deux doliprane et ça va mieux
le bus est en retard, j'arrive
je suis coincé dans les bouchons, je serai en retard
j'ai un accident de parcours, je dois décaler
ma voiture est en panne
mon code de la carte est bloqué
je n'ai pas compris, vous parlez trop vite
vous pouvez parler plus fort
c'est trop cher
d'accord pour jeudi
`),
  en: lines(`
i'd like to book a checkup
i've had a cold for three days
it's about my asthma i need a refill
my inhaler is almost empty
my daughter coughs a little at night
my nose bleeds sometimes
blood work please
my blood pressure is 140 over 80
i'm not sleeping well
i'm breathing better since the treatment
my dad had a heart attack in 2019 and needs a follow up
my mother died of cancer
what's the number for the emergency room
what time do you close
i lost my insurance card
i lost my prescription
i fell off my bike last week, it's fine
i cut my finger a month ago, i need the stitches out
i need my stitches removed
my son got his shots yesterday
my wife is four months pregnant, we need an ultrasound
she's due in june
i'm out of pills
i took my pills this morning
i swallowed the pill with water
can i drink before the blood test
i'm dying to see doctor smith
i'm starving from fasting
this wait is killing me
tuesday is dead for me, wednesday works
i get a bit dizzy when i stand up
my knee pain is back
my back hurts
i have a toothache
my baby needs the two month vaccines
the little one isn't eating well
it's for my prenatal visit
i want to talk to the doctor about my results
my husband can't make it tuesday
he is not responding to my texts
your line is cutting out
is there nothing left on thursday
i can't come monday anymore
i can't wait any longer, i'll call back
i want to cancel, i'm sick
stop calling me
i'm scared of needles
a dog bit my neighbor last month, he wants a tetanus shot
i need a health certificate
the heart of the matter is the schedule
i have a question about donating blood
my face has a little rash
i have a rash on my left arm
my leg is sore after running
my number ends in 911
i live on hospital road
i work in the emergency room and need an appointment for myself
my daughter wants a first aid course
no he is not bleeding
i don't have chest pain and i'm breathing normally
can you help me
i need help with my bill
help me reschedule please
i had a panic attack last year
i want to live healthier
hi i want to see the doctor about my diabetes
my arm has been sore for a week
my son bumped his knee at soccer two weeks ago, he needs a note
do you do steroid injections
my heart beats fast when i run, i want a checkup
i'm out of breath from your stairs
i need a sick note
i was told to get a mammogram
my daughter sleepwalks
i need a cast removed
i can't hear you, the line is breaking up
my wife gets migraines and wants an appointment
i have a pimple on my lip
my son has an ear infection
i need an ekg
the doctor prescribed sleeping pills and i'm out
my husband snores and stops breathing at night, we want a sleep apnea appointment
my gums bleed a little
i need a pregnancy test
we're expecting a baby in march
i'm allergic to penicillin
i ate something bad and my stomach hurts
my left arm itches
i want to talk about an old knee injury
my dad had heart surgery
my mom is in the hospital and i need to move her appointment
i need a rabies shot for travel
i burned my finger a little yesterday
i have a pollen allergy and a runny nose
can i walk in
my name is Blue, Martin Blue
i want doctor Hart
fifteen Shooter street
my periods are heavy, i'd like to see someone
i want to quit smoking
it's for a booster shot
my son gets nosebleeds now and then
i get palpitations sometimes and want advice
my mother fainted a month ago, we want a checkup
i need an appointment for my dad who has alzheimer's
my husband has pain in his right shoulder
my daughter was born in march
is the building grey
my account is blocked
the doctor skipped my appointment
i took two tylenol and i feel better
the bus is late, i'm on my way
i'm stuck in traffic, i'll be late
i ran out of gas, i need to reschedule
my car broke down
my card is blocked
i didn't understand, you speak too fast
can you speak up
that's too expensive
thursday is fine
`),
  es: lines(spanishTranscribedNone),
};
