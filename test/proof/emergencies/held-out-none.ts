import { lines } from "./sentences.ts";

/** Harmless sentences, excluded from the signs and from the training of the weights. */
export const heldOutNone = {
  fr: lines(`
Ma cousine vient d'accoucher, c'est pour la visite du bébé
Mon grand père ne voit plus très bien, il lui faut des lunettes
La petite refuse de manger la viande
Mon fils a changé d'école et il faut un certificat
Elle est partie acheter le pain, elle revient
Il ne dort pas bien en ce moment
Ma tante passe la semaine chez nous, elle voudrait voir un dentiste
Mon mari ronfle beaucoup
Elle consulte aussi le samedi la gynéco ?
Et le docteur Codjo, il est là mardi ?
Il n'est pas là le mercredi je crois ?
Bon, elle ne peut pas avant dix heures
Mon fils n'a plus de fièvre, c'est juste pour le vaccin
Non, ça ne marche pas pour moi
Vous êtes encore là ?
Je ne vous entends pas bien
Ah mince, je n'ai plus de batterie
Il y a quelqu'un d'autre ce jour-là ?
Ma belle-mère est arrivée du village, elle veut consulter
On est trois dans la famille à passer
Je suis dehors, je cherche le portail
Le gardien ne veut pas me laisser entrer
Je tombe toujours sur la messagerie
Mon mari est au travail, il rappellera
Elle a huit mois et elle fait ses dents
Il a un peu mal au genou depuis le match
Vous pouvez me dire si le docteur est arrivé ?
Ça fait une heure que j'attends
Personne ne répond au secrétariat
C'est la troisième fois que j'appelle
Elle est toute petite, elle a peur des piqûres
Il faut qu'il soit à jeun ?
Je ne peux pas me déplacer ce jour-là
Mon père ne conduit plus, vous faites des visites à domicile ?
je voudrais un rendez-vous pour ma mère qui a de l'arthrose
mon fils a besoin d'un vaccin pour l'école
j'ai fait une chute il y a un mois, mon dos me gêne encore
mon père a été hospitalisé pour un AVC au printemps dernier
c'est pour un contrôle de la vue
ma fille a eu une bronchiolite l'hiver dernier
j'ai souvent mal à la tête le soir
je me sens fatigué depuis quelques semaines
c'est une visite pour le permis de conduire
on m'a volé ma carte d'assurance
mon mari ne peut pas venir mardi, il travaille
je suis tombé malade la semaine passée mais ça va mieux
j'ai mal à la gorge et je tousse
je voudrais avoir le cœur net, est-ce que mon rendez-vous est bien noté
j'ai eu chaud, je croyais avoir raté mon rendez-vous
il pleut des cordes, je vais arriver en retard
mon bébé fait ses nuits maintenant
c'est pour enlever une verrue au pied
vous pouvez me rappeler, je suis en voiture
mon fils est né en mai, c'est pour la visite du neuvième mois
le docteur a dit de revenir si la tension monte
j'aimerais parler de contraception
je voudrais une attestation pour la salle de sport
je n'ai plus d'ordonnance pour mes comprimés
le rendez-vous de ma sœur tombe un jour férié
je n'ai rien de grave, juste un petit rhume
`),
  en: lines(`
My aunt just had a baby, it's for the well visit
Grandpa can't see well, he needs new glasses
My daughter won't eat meat anymore
He hasn't been sleeping well lately
My husband snores a lot
She went to the store, she'll be right back
Is Dr. Specimen there on Friday?
She's not available before ten
My son's fever is gone, it's just the shot
Nobody's picking up at the front desk
I've been waiting for an hour
He's a little nervous about needles
My dad doesn't drive anymore, do you do home visits?
Are you still there?
I can barely hear you
My phone's about to die
She's eight months and teething
He tweaked his knee at practice
I'm outside and can't find the door
It's the third time I've called
My husband's at work, he'll call back
Does he have to be fasting?
We're three in the family coming in
The kids can't miss school
Could he be seen by somebody else that day?
She won't take pills, do you have a syrup?
I'd like an appointment for my mother who has arthritis
my son needs a shot for school
I had a fall a month ago and my back still bothers me
my father was hospitalized for a stroke last spring
it's for an eye check
my daughter had bronchiolitis last winter
I often get headaches in the evening
I've been feeling tired for a few weeks
it's a visit for my driver's license
somebody stole my insurance card
my husband can't come Tuesday, he works
I got sick last week but I'm better
I have a sore throat and a cough
my heart sank when you cancelled
that was close, I thought I missed my appointment
it's raining cats and dogs so I'll be late
my baby sleeps through the night now
I need a wart taken off my foot
call me back, I'm in the car
my son was born in May, it's his nine month visit
the doctor said come back if my blood pressure goes up
I'd like to talk about birth control
I need a note for the gym
I'm out of refills on my tablets
my sister's appointment falls on a holiday
it's nothing serious, just a little cold
`),
  es: lines(`
Mi abuelo ya no ve bien, necesita lentes
Mi esposo ronca mucho
Mi hija no quiere comer carne
¿El doctor Prueba está el viernes?
Ella no puede antes de las diez
Mi hijo ya no tiene fiebre, es solo la vacuna
Nadie contesta en recepción
Llevo una hora esperando
Mi papá ya no maneja, ¿hacen visitas a domicilio?
¿Sigue ahí?
No le oigo bien
Se me va a acabar la batería
Tiene ocho meses y le están saliendo los dientes
quiero una cita para mi mamá que tiene artritis
mi hijo necesita una vacuna para la escuela
me caí hace un mes y todavía me molesta la espalda
mi papá estuvo hospitalizado por un derrame la primavera pasada
es para un examen de la vista
mi hija tuvo bronquiolitis el invierno pasado
me duele la cabeza seguido en las tardes
me siento cansado desde hace unas semanas
es una consulta para la licencia de manejo
me robaron la tarjeta del seguro
mi esposo no puede venir el martes, trabaja
me enfermé la semana pasada pero ya estoy mejor
tengo dolor de garganta y tos
se me hizo chiquito el corazón cuando cancelaron
qué susto, pensé que había perdido mi cita
está lloviendo a cántaros y voy a llegar tarde
mi bebé ya duerme toda la noche
quiero quitarme una verruga del pie
llámeme luego, voy en el carro
mi hijo nació en mayo, es su visita de nueve meses
el doctor dijo que volviera si sube la presión
quiero hablar de anticonceptivos
necesito un papel para el gimnasio
ya no tengo receta para mis pastillas
la cita de mi hermana cae en día feriado
no es nada grave, solo un resfriado
`),
};
