import { lines } from "./sentences.ts";

/** People in no danger who use the words of danger. */
export const saidCalmly = {
  fr: lines(`
ma poitrine va mieux depuis le traitement je voudrais un contrôle
c'est pour une mammographie de la poitrine
ça me fait chaud au cœur que vous rappeliez
j'ai un souffle au cœur depuis toujours c'est pour la visite annuelle
je suis à bout de patience avec votre musique d'attente
je suis mort de fatigue je préfère l'après-midi
mes enfants me rendent folle vous avez quelque chose mercredi
mon téléphone va mourir je rappelle
c'est pour mon fils il saigne du nez de temps en temps rien de grave
je voudrais une prise de sang à jeun
mon groupe sanguin figure dans le dossier
je suis enceinte de trois mois et je voudrais un suivi
j'ai accouché en mars c'est pour la visite du bébé
ma femme doit accoucher le quinze
je me suis coupé les cheveux ça change tout
il me faut un certificat pour la plongée
je dois passer un électrocardiogramme
c'est pour un test d'allergie aux cacahuètes
mon père a eu un AVC il y a trois ans et c'est pour le renouvellement
mon mari a fait une crise d'épilepsie l'an dernier c'est pour le suivi
je voudrais arrêter de fumer
j'ai pris tous mes médicaments il me faut une nouvelle ordonnance
ma boîte de comprimés est vide
mon fils a avalé son petit déjeuner avant l'analyse c'est gênant
la petite étouffe de rire quand elle voit le docteur
on crève de chaud dans votre salle d'attente
je tombe toujours sur le répondeur
je suis tombé sur votre numéro par un ami
ma carte vitale ne passe plus
le docteur ne répond plus à mes mails
mon fils ne se réveille pas le matin c'est pour ça que je veux l'après-midi
je ne sens pas bien le rendez-vous de lundi
je me sens un peu fatiguée rien d'urgent
ce n'est pas urgent du tout
pas d'urgence quand vous voulez
j'ai mal au bras depuis le sport il y a un mois
j'ai une brûlure d'estomac après les repas
c'est pour une brûlure de soleil qui pèle
je voudrais enlever un grain de beauté au visage
une abeille m'a piqué avant-hier ça gratte un peu
mon chat m'a griffé ça va
j'ai le nez bouché et je respire par la bouche la nuit
je ronfle et ma femme veut que je consulte
j'ai arrêté la pilule
j'ai perdu le goût après le covid il y a deux ans
mon frère est décédé le mois dernier il faut annuler son rendez-vous
ma voisine est morte l'an passé et je garde son chien
c'est pour une visite d'embauche chez les pompiers
je travaille au SAMU c'est pour un vaccin
mon mari est ambulancier il finit à dix-huit heures
je voudrais réserver une ambulance pour le transport à la radio de mardi
vous êtes près de l'hôpital
c'est où les urgences dentaires le dimanche
je suis aveugle pouvez-vous me lire le courrier
mon bébé pleure quand on le vaccine
il a fait trente-huit de fièvre après le vaccin la semaine passée et c'est fini
j'ai la gorge un peu irritée
j'ai le visage rouge à cause de la crème
ma mère oublie des choses je voudrais un bilan mémoire
mon ado ne parle plus à personne je voudrais un psychologue
on m'a retiré les points ma cicatrice est belle
il est tombé amoureux de votre clinique
j'ai froid dans votre salle d'attente
mon fils est tombé hier une égratignure
je dois uriner dans un flacon pour l'analyse
`),
  en: lines(`
my chest is better since the treatment I'd like a check-up
it's for a chest x-ray for my job
it warms my heart that you called back
I've had a heart murmur all my life it's for the yearly visit
your hold music is killing me
I'm dead tired so afternoons are better
my kids drive me crazy do you have anything Wednesday
my phone's about to die I'll call back
it's for my son he gets nosebleeds now and then nothing serious
I'd like a fasting blood test
my blood type is in the file
I'm three months pregnant and I want prenatal care
I gave birth in March it's for the baby's check
my wife is due on the fifteenth
I cut my hair so the photo doesn't match
I need a certificate for diving
I have to do an ECG for work
it's for a peanut allergy test
my father had a stroke three years ago and needs a refill
my husband had a seizure last year it's for follow-up
I'd like to quit smoking
I've taken all my pills and need a new prescription
my pill bottle is empty
my son swallowed his breakfast before the test is that a problem
the little one chokes with laughter when she sees the doctor
we're roasting in your waiting room
I keep getting the answering machine
I fell upon your number through a friend
my insurance card won't go through
the doctor isn't responding to my emails
my son won't wake up in the mornings so I want an afternoon
I have a bad feeling about Monday's appointment
I feel a bit tired nothing urgent
it's not urgent at all
no emergency whenever you can
my arm's been sore since the gym a month ago
I get heartburn after meals
it's for a sunburn that's peeling
I want a mole on my face removed
a bee stung me the day before yesterday it itches a little
my cat scratched me it's fine
my nose is blocked and I breathe through my mouth at night
I snore and my wife wants me to see someone
I stopped the pill
I lost my taste after covid two years ago
my brother passed away last month please cancel his appointment
my neighbour died last year and I keep her dog
it's a physical for the fire department
I work as a paramedic it's for a vaccine
my husband drives an ambulance and he's off at six
can I book transport by ambulance for Tuesday's x-ray
are you near the hospital
where's the dental emergency on Sundays
I'm blind could you read me the letter
my baby cries when she gets her shots
he had a fever of a hundred after his shot last week and it's gone
my throat's a bit scratchy
my face is red from the cream
my mother forgets things I'd like a memory check
my teenager doesn't talk to anyone I'd like a counselor
my rash is almost gone
my stitches need to come out
she fell off her bike last week she's fine but wants a check
the baby sleeps a lot is that a reason to book
`),
  es: lines(`
mi pecho está mejor desde el tratamiento quiero un control
es para una radiografía de tórax del trabajo
me alegra el corazón que hayan llamado
tengo un soplo en el corazón de siempre es para la revisión anual
su música de espera me mata
estoy muerto de cansancio mejor en la tarde
mis hijos me vuelven loca tiene algo el miércoles
se me va a morir el teléfono ahorita vuelvo a llamar
es para mi hijo le sangra la nariz de vez en cuando nada grave
quiero un análisis de sangre en ayunas
mi tipo de sangre está en el expediente
tengo tres meses de embarazo y quiero control prenatal
di a luz en marzo es para la revisión del bebé
mi esposa da a luz el quince
me corté el pelo y no coincide la foto
necesito un certificado para bucear
me tienen que hacer un electrocardiograma para el trabajo
es para una prueba de alergia al cacahuate
mi papá tuvo un derrame hace tres años y necesita su receta
mi marido tuvo una convulsión el año pasado es para seguimiento
quiero dejar de fumar
ya me tomé todas mis pastillas y necesito otra receta
mi frasco de pastillas está vacío
mi hijo se tragó el desayuno antes del análisis hay problema
la niña se ahoga de risa cuando ve al doctor
nos morimos de calor en su sala de espera
siempre me contesta la grabadora
caí con su número por un amigo
mi tarjeta del seguro no pasa
el doctor no responde mis correos
mi hijo no se despierta en las mañanas por eso quiero en la tarde
no me late la cita del lunes
me siento un poco cansada nada urgente
no es urgente para nada
no es emergencia cuando pueda
me duele el brazo por el gimnasio desde hace un mes
me da acidez después de comer
es por una quemadura de sol que se está pelando
me quiero quitar un lunar de la cara
me picó una abeja antier y me da un poco de comezón
me arañó mi gato pero estoy bien
tengo la nariz tapada y respiro por la boca en la noche
ronco y mi esposa quiere que me revisen
dejé la pastilla anticonceptiva
perdí el gusto con el covid hace dos años
mi hermano falleció el mes pasado hay que cancelar su cita
mi vecina murió el año pasado y yo cuido a su perro
es un examen médico para entrar a los bomberos
soy paramédico es para una vacuna
mi marido maneja una ambulancia y sale a las seis
puedo reservar ambulancia para llevarlo a la radiografía del martes
están cerca del hospital
dónde hay urgencias dentales los domingos
soy ciego me puede leer la carta
mi bebé llora cuando la vacunan
le dio fiebre de treinta y ocho con la vacuna la semana pasada y ya se le quitó
tengo la garganta un poco irritada
tengo la cara roja por la crema
a mi mamá se le olvidan las cosas quiero una revisión de memoria
mi hijo adolescente no habla con nadie quiero un psicólogo
quiero una cita para mi hijo que tiene tos
se me cayó el teléfono al agua por eso no contesté
mi niña se cayó en el patio ayer solo tiene un raspón
me duele el tobillo me lo torcí jugando futbol
tengo la pierna con yeso y quiero que me lo quiten
me sacaron los puntos de la cirugía y quiero revisión
tengo manchas en la piel desde hace meses
se abrió una vacante para la mañana
tomo diez pastillas al día por mi tratamiento
quiero orinar para el análisis en casa o allá
mi bebé duerme mucho pero está bien
`),
} as const;
