import { lines } from "./sentences.ts";

/** What a receptionist hears all day. */
export const everyday = {
  fr: lines(`
et la pédiatre, elle est là samedi
le docteur est là cet après-midi
il est là demain le généraliste
elle est encore chez vous la sage-femme
elle ne travaille plus chez vous
le docteur n'est pas là aujourd'hui
il est en congé jusqu'à quand
y a pas plus tard dans la journée
y a pas plus tôt
vous n'avez plus rien cette semaine
il n'y a plus de place jeudi
c'est pas possible demain matin
ça ne va pas, je travaille ce jour-là
non pas ce jour-là, je ne suis pas là
ma fille ne peut plus venir jeudi
mon mari ne pourra pas être là
je n'arrive pas à vous joindre le matin
je n'arrive pas à trouver la clinique
j'arrive dans dix minutes
on est devant la porte, c'est fermé
je ne trouve pas l'entrée
je suis dans la salle d'attente, on m'a dit d'appeler
elle n'est pas encore arrivée, elle est dans le bus
le docteur n'a pas répondu à mon message
je n'ai pas reçu le message
je n'ai pas compris, vous pouvez parler plus fort
ma mère n'entend pas bien, c'est moi qui appelle
c'est mon fils qui m'a donné votre numéro
il a besoin d'un papier pour l'école
elle a perdu son carnet de santé
il a mal nulle part, c'est juste un contrôle
est-ce qu'elle parle anglais, la dermatologue
est-ce que quelqu'un peut la voir aujourd'hui
vous pouvez le prendre entre deux
on peut venir à deux
je peux venir avec mon bébé
il me faut combien de temps pour venir
c'est loin de la gare
c'est pour la petite, elle va à l'école le matin
d'accord, je vais demander à ma femme
quel jour passe le dermatologue
la pédiatre vient les lundis ?
y a-t-il quelqu'un de vivant au bout du fil
passez-moi un être humain
vous vivez où, à quelle adresse
c'est vivant chez vous le matin ?
le docteur est là quel jour
je viens à quelle heure
il vient quand, le spécialiste
ma mère vient demain
vous êtes là jusqu'à quelle heure
il y a du monde le samedi ?
je suis en retard de dix minutes
mon fils ne viendra pas
elle ne peut pas venir
il a oublié son carnet
je ne sais plus quand je viens
on m'a appelé de ce numéro
je voudrais laisser un message au docteur
mon adresse a changé
je paie comment
vous prenez la carte
combien coûte une visite
est-ce qu'il y a un parking
c'est à quel étage
je voudrais mes résultats
le docteur peut m'appeler ?
je cherche un rendez-vous pour mon mari
mon enfant doit passer une visite pour l'école
c'est pour la petite, elle a un contrôle
il faut amener quoi
je veux changer de médecin
je voudrais le même docteur que la dernière fois
pouvez-vous répéter plus lentement
attendez, je prends un stylo
mon petit s'est fait piquer par une fourmi et ça démange
ma fille a été piquée par un moucheron, c'est juste un peu rouge
il s'est fait griffer par le chat, rien de grave
il a attrapé froid et il est un peu enrhumé
j'ai pris froid hier et je suis fatigué
elle est fatiguée en ce moment, ce serait pour un bilan
il est un peu pâlot ces temps-ci, je voudrais une prise de sang
elle a mauvaise mine depuis la rentrée
mes enfants sautent partout, ils ne tiennent pas en place
mon fils est très agité à l'école, la maîtresse veut un avis
il est tout excité et il ne dort pas bien
elle est née en mille neuf cent quatre-vingt-huit
je suis née le neuf mai mille neuf cent soixante et un
mettez-le au nom de mon mari, c'est lui qui vient
elle a une petite toux sèche et un rhume
il a un bouton qui gratte sur le bras
elle a pris un coup de soleil et elle pèle un peu
il a pris son sirop et il va mieux
elle a pris ses vitamines et elle mange bien
il a pris du poids et il voudrait un régime
elle s'est enrhumée et elle se mouche sans arrêt
il s'est coupé les cheveux et il a un bouton au cou
elle s'est fait opérer en juin et elle veut un contrôle
ma sœur s'est fait vacciner et elle veut son carnet
mon fils s'est fait mal au genou au foot et il boite un peu
mon mari s'est fait arracher une dent et il veut un arrêt
elle s'est levée avec le nez bouché et elle a pris une tisane
il s'est inscrit au judo et il lui faut un certificat
elle est rentrée de voyage et elle est un peu patraque
il est enrhumé et il a le nez qui coule
ma mère est fatiguée et elle dort mal en ce moment
mon père est constipé et il voudrait un avis
elle a mal au genou et elle voudrait une infiltration
il a mal aux dents et il a pris rendez-vous ailleurs
ma fille a des poux et elle s'est fait renvoyer de l'école
elle a pris la pilule et elle veut en changer
il a perdu son ordonnance et il n'a plus de sirop
elle a perdu sa carte et elle veut la refaire
elle a fini ses antibiotiques et elle va bien
il a terminé son traitement et il veut refaire le test
mon bébé a fait ses premières dents et il bave beaucoup
elle a vu le docteur mardi et elle a oublié de demander un papier
`),
  en: lines(`
and the pediatrician, is she there on Saturday
is the doctor there this afternoon
is he still with you, the family doctor
she doesn't work there anymore
the doctor's not in today, is he
how long is he on vacation
is there nothing later in the day
is there nothing earlier
you don't have anything left this week
that's not going to work, I'm at work that day
no, not that day, I'm not in town
my daughter can't come Thursday anymore
my husband won't be able to be there
I can't get through to you in the mornings
I can't find the clinic
I'm ten minutes away
we're at the door and it's locked
I can't find the entrance
I'm in the waiting room, they told me to call
she's not here yet, she's on the bus
the doctor hasn't answered my message
I never got the message
I didn't get that, can you speak up
my mother can't hear well, so I'm calling for her
my son gave me your number
he needs a note for school
she lost her card
nothing hurts, it's just a checkup
does she speak Spanish, the dermatologist
can someone see her today
could somebody take a look at him this afternoon
can two of us come
can I bring my baby along
how long does it take to get there
is it far from the station
my little one's at school in the morning
okay, let me ask my wife
my toddler's got a thing with her ear again
our kid needs her shots
he'd rather come after work
what day is the dermatologist in
does the pediatrician come on Mondays
is anybody alive on this line
put me through to a human being
where do you live, I mean the clinic
what day does the doctor come
what time do I come
when does the specialist come in
my mother's coming tomorrow
how late are you there
is it busy right now
I'm running ten minutes late
my son won't be coming
she can't come
he forgot his card
I don't know when I'm coming anymore
somebody called me from this number
I'd like to leave the doctor a message
my address changed
how do I pay
do you take cards
how much is a visit
is there parking
what floor is it
I'd like my results
can the doctor call me
I need an appointment for my husband
my kid needs a school physical
it's for the little one, she has a checkup
what do I bring
I want to change doctors
I'd like the same doctor as last time
can you say it again slower
hold on, let me get a pen
he drives an ambulance and gets off at six
my daughter got bitten by a mosquito and it itches
he got stung by an ant last weekend, it's just a little red
the cat scratched him, nothing serious
she caught a cold and she's a bit tired
I've been run down lately and want some blood work
he's been looking a little pale these days, could he get checked
my boys are bouncing around all day, I'd like an evaluation
my son can't sit still at school and the teacher wants a doctor's opinion
she's climbing the walls with boredom, can she come in for her forms
he's a handful and never stops moving
put it under my maiden name, please
you can put it under my wife's name
she was born in nineteen fifty-nine
I was born on the ninth of May, two thousand and one
she has a dry cough and a stuffy nose
he has an itchy bump on his arm
she took her vitamins and she's eating fine
he took his cough syrup and he's feeling better
she's put on some weight and she'd like a diet plan
he's caught a bug and he's got the sniffles
she twisted her ankle last week and it's still a bit sore
he lost his prescription and he's out of cough syrup
her nose is stuffed up and she's sneezing a lot
his ear is plugged and he'd like it cleaned
she finished her antibiotics and she's doing great
he's got pink eye and his school sent him home
she's got a wart on her foot and she wants it off
my mom is tired and she isn't sleeping well lately
my dad's knee is sore and he wants a shot for it
he had his tooth pulled and he needs a work note
she got her ears pierced and one is a bit crusty
he's teething and he's a little fussy
`),
  es: lines(`
y la pediatra, está el sábado
el doctor está esta tarde
todavía trabaja ahí la ginecóloga
ya no trabaja con ustedes
el doctor no está hoy, verdad
hasta cuándo está de vacaciones
no hay más tarde
no hay nada más temprano
ya no tienen nada esta semana
no me queda bien, ese día trabajo
ese día no, no estoy
mi hija ya no puede ir el jueves
mi esposo no va a poder estar
mi hijo está enfermo y no podemos ir
no logro comunicarme por la mañana
no encuentro la clínica
llego en diez minutos
estamos en la puerta y está cerrado
no encuentro la entrada
estoy en la sala de espera, me dijeron que llamara
todavía no llega, viene en el camión
el doctor no me ha contestado el mensaje
no me llegó el mensaje
no le entendí, puede hablar más fuerte
mi mamá no oye bien, por eso llamo yo
mi hijo me dio su número
necesita un papel para la escuela
perdió su carnet
no le duele nada, es solo un chequeo
habla inglés la dermatóloga
alguien la puede ver hoy
podemos ir los dos
puedo llevar a mi bebé
cuánto se tarda en llegar
queda lejos de la estación
la niña va a la escuela por la mañana
bueno, le pregunto a mi esposa
qué día viene el dermatólogo
¿la pediatra viene los lunes?
¿hay alguien vivo en la línea?
páseme con una persona
¿dónde están ustedes?
qué día viene el doctor
a qué hora vengo
cuándo viene el especialista
mi mamá viene mañana
hasta qué hora están
¿hay mucha gente ahorita?
voy diez minutos tarde
mi hijo no va a venir
ella no puede venir
se le olvidó la tarjeta
ya no sé cuándo me toca
me llamaron de este número
quiero dejarle un recado al doctor
cambié de dirección
cómo pago
¿aceptan tarjeta?
cuánto cuesta la consulta
¿hay estacionamiento?
en qué piso es
quiero mis resultados
¿me puede llamar el doctor?
busco cita para mi esposo
mi hijo necesita examen para la escuela
es para la niña, tiene revisión
qué tengo que llevar
quiero cambiar de doctor
quiero el mismo doctor de la última vez
¿puede repetir más despacio?
espere, busco una pluma
`),
} as const;
