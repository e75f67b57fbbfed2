import { lines } from "./sentences.ts";

/** What a reception hears all day. */
export const everyday = {
  fr: lines(`
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
`),
  en: lines(`
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
`),
  es: lines(`
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
