import { lines } from "./sentences.ts";

/** Dangers described at more length, or by what people see. */
export const describedDangers: Readonly<Record<string, readonly string[]>> = {
  fr: lines(`
bonjour, excusez-moi de vous déranger, mais mon mari ne se sent pas bien, il a la main qui ne marche plus
ma petite a de la peine à reprendre sa respiration après avoir pleuré, elle devient toute bleue
mon père diabétique est tombé, il transpire et il ne sait plus où il est
allô docteur, il y a trop de sang, elle a accouché il y a une heure
le bébé n'a pas crié à la naissance
mon frère s'est pris un coup de machette
il a reçu un coup sur la tête et il dort tout le temps
il y a quelqu'un d'inanimé devant la pharmacie
j'ai une douleur horrible dans le dos qui m'empêche de respirer
je vois des étoiles et je ne tiens plus sur mes jambes
elle a pris tous ses comprimés de tension
mon fils a bu l'essence de la moto
il a mangé des champignons et il vomit sans arrêt
ma femme veut se jeter dans la lagune
j'ai décidé d'en finir ce soir
il dit qu'il va se pendre
j'ai été mordue par une vipère dans le champ
la marmite d'eau bouillante s'est renversée sur ma fille
le mur est tombé sur lui
il a pris le courant en réparant la prise
mon oncle a le visage déformé d'un coup
ma tante n'entend plus, ne parle plus, elle regarde fixement
il fait une hémorragie du nez depuis une heure, ça ne s'arrête pas
mon bébé a quarante de fièvre et des taches violettes
je n'arrive plus à uriner et j'ai une douleur atroce
sa jambe est devenue froide et blanche d'un coup
j'ai les lèvres qui gonflent depuis que j'ai pris l'antibiotique
un homme est entré et il a frappé ma mère, elle saigne
il s'est coupé la main avec la scie
elle est enceinte et elle a des convulsions
`),
  en: lines(`
excuse me, sorry to bother you, my husband's hand just stopped working
my little girl can't get her breath back, she's gone blue
dad is diabetic, he's sweating and doesn't know where he is
there's too much blood, she gave birth an hour ago
the newborn isn't crying
my brother was hit with a machete
he got hit in the head and keeps falling asleep
there's somebody passed out in front of the store
I have a terrible tearing pain in my back
I can't stay on my feet and I'm seeing stars
she took all of her heart pills
my boy drank lamp oil
he ate wild mushrooms and can't stop throwing up
my wife says she'll jump in the river
I've decided to end it tonight
he says he's going to hang himself
a copperhead got me on the ankle
a pot of boiling water fell on my daughter
a wall fell on him
he was zapped fixing the outlet
my uncle's mouth is all twisted
my aunt just stares and won't answer us
nosebleed for an hour and it won't stop
my baby has a fever and purple spots
I can't pee and the pain is unbearable
his leg turned cold and white
my lips are swelling since I took the antibiotic
a man broke in and beat my mother
he sawed into his hand
she's pregnant and having convulsions
`),
};

/** Ordinary requests in similar words. */
export const describedNone: Readonly<Record<string, readonly string[]>> = {
  fr: lines(`
bonjour, excusez-moi de vous déranger, je voudrais savoir si vous êtes ouverts samedi
mon mari ne se sent pas très bien au travail, il voudrait un bilan
j'ai accouché il y a un an, c'est pour la contraception
mon père diabétique doit voir l'ophtalmo
il a mangé avant sa prise de sang
je regarde l'horloge, je serai là à neuf heures
le docteur m'a dit de revenir si ça ne passe pas
ma fille pleure beaucoup la nuit
mon fils ne mange plus à la cantine
il a des taches sur la peau depuis l'été
j'ai froid aux pieds
la marche me fait du bien
c'est pour vérifier mon audition, j'entends moins bien
je prends l'antibiotique depuis hier, je peux venir quand même
ma tante voudrait un rendez-vous de contrôle
j'ai une dent cassée
`),
  en: lines(`
sorry to bother you, are you open on Saturday
dad is diabetic and needs his feet checked
I gave birth last year, I want to talk about birth control
he ate before the blood draw, can we move it
my daughter cries at night
my hand hurts when I write
I've decided to change doctors
my feet are always cold
it's just a hearing test
I started the antibiotic yesterday, can I still come
the wall of your parking lot is blocking me
I broke a tooth
can I come with my newborn for her first visit
my son stares at screens too much
he keeps falling asleep in class
I have spots on my back
`),
};
