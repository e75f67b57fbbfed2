import type { Translated } from "../../../src/domain/language/language.ts";
import { lines } from "./sentences.ts";

interface Told {
  readonly who: readonly string[];
  readonly what: readonly string[];
  readonly and: string;
}

/** Whom a caller speaks about does not affect the danger: every statement is made about every person. */
const told: Translated<Told> = {
  fr: {
    and: "et",
    who: lines(`
mon fils
ma fille
mon mari
ma femme
ma mère
mon père
ma belle-mère
le petit
la petite
mon bébé
mon frère
ma sœur
mon oncle
ma grand-mère
mon grand-père
ma voisine
elle
il
notre fils
ma nièce
mon ami
la dame
`),
    what: lines(`
a huit mois
fait ses dents
a peur des piqûres
est arrivé du village hier
veut consulter
va à l'école le matin
a un rhume
tousse un peu
a besoin de lunettes
veut changer de médecin
est suivi chez vous
va mieux maintenant
n'a plus de fièvre
a rendez-vous mardi
ne peut pas avant dix heures
travaille jusqu'à dix-sept heures
est en vacances
a perdu sa carte
ne conduit plus
vit chez nous
est diabétique, c'est pour le suivi
doit faire ses vaccins
a besoin d'une ordonnance
préfère une femme médecin
est déjà venu l'an dernier
arrive dans dix minutes
attend dehors
a mal au genou depuis le match
a des boutons
voudrait un bilan
est au travail
a quatre-vingts ans
n'est pas disponible demain
est encore au bureau
ne parle pas bien français
est tout petit
a oublié son carnet
n'est pas là jeudi
vient à jeun
passe son permis, il faut un certificat
`),
  },
  en: {
    and: "and",
    who: lines(`
my son
my daughter
my husband
my wife
my mom
my dad
my mother-in-law
the little one
my baby
my brother
my sister
my uncle
my grandma
my grandpa
my neighbor
she
he
our kid
my niece
my roommate
`),
    what: lines(`
is eight months old
is teething
is scared of needles
just got here from out of town
wants a checkup
has school in the morning
has a cold
has a bit of a cough
needs glasses
wants to change doctors
is a patient of yours
is doing better now
has no fever anymore
has an appointment on Tuesday
is not available before ten
works until five
is on vacation
lost the card
doesn't drive anymore
lives with us
is diabetic, it's for the follow-up
needs the shots for school
needs a refill
would rather see a woman
came in last year
is ten minutes away
is waiting outside
tweaked a knee at practice
has a rash
would like a physical
is at work
is eighty years old
can't do Thursday
is still at the office
doesn't speak much English
is very small
forgot the form
won't be there on Friday
comes on an empty stomach
needs a note for school
`),
  },
  es: {
    and: "y",
    who: lines(`
mi hijo
mi hija
mi esposo
mi esposa
mi mamá
mi papá
mi suegra
el niño
la niña
mi bebé
mi hermano
mi hermana
mi tío
mi abuela
mi abuelo
mi vecina
ella
él
mi sobrina
un amigo
`),
    what: lines(`
tiene ocho meses
está echando los dientes
le tiene miedo a las inyecciones
llegó ayer del pueblo
quiere consultar
va a la escuela por la mañana
tiene un resfriado
tose un poco
necesita lentes
quiere cambiar de doctor
es paciente de ustedes
ya está mejor
ya no tiene fiebre
tiene cita el martes
no puede antes de las diez
trabaja hasta las cinco
está de vacaciones
perdió su tarjeta
ya no maneja
vive con nosotros
es diabética, es para el control
necesita sus vacunas
necesita una receta
prefiere una doctora
vino el año pasado
llega en diez minutos
está esperando afuera
se lastimó la rodilla jugando
tiene ronchas
quisiera un chequeo
está en el trabajo
tiene ochenta años
no puede el jueves
sigue en la oficina
no habla bien español
es muy pequeña
olvidó el papel
no está el viernes
viene en ayunas
necesita un justificante
`),
  },
};

/** Every statement about a few people, alone and together with the next statement. */
function calmRelatives({ who, what, and }: Told): readonly string[] {
  return what.flatMap((said, index) => {
    const [one = "", other = "", third = ""] = [0, 7, 13].map((step) => who[(index + step) % who.length] ?? "");
    const next = what[(index + 1) % what.length] ?? "";
    return [`${one} ${said}`, `${other} ${said}`, `${third} ${said} ${and} ${next}`];
  });
}

export const saidOfRelatives: Translated<readonly string[]> = {
  fr: calmRelatives(told.fr),
  en: calmRelatives(told.en),
  es: calmRelatives(told.es),
};
