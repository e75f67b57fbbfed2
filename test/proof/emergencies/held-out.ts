import { heldOutNone } from "./held-out-none.ts";
import { lines } from "./sentences.ts";

/**
 * Written after the signs and weights were final, and excluded from both: they measure the recognition of unseen
 * sentences.
 */
export const heldOut = {
  fr: {
    dangers: lines(`
mon fils fait une bronchiolite et il lutte pour respirer
elle étouffe, je vous en prie faites quelque chose
papa ne respire plus bien depuis cette nuit, il a les ongles bleus
j'ai l'impression qu'on m'étrangle, je n'ai plus d'air
ma mère souffle comme une locomotive et elle est toute moite
il fait des pauses quand il respire et il est gris
le petit s'étrangle avec un morceau de saucisse
mon bébé a avalé un capuchon de stylo et il tousse sans arrêt
elle ne peut plus parler, elle a quelque chose en travers de la gorge
il s'est étouffé à table, il est violet
mon mari se plaint d'une grosse douleur dans la poitrine
ça me comprime la poitrine et j'ai du mal à souffler
mon oncle a très mal au cœur et au bras gauche
j'ai des palpitations et je vais tomber
ma femme a la poitrine qui brûle et elle est en nage
je crois que c'est le cœur, mon père est tout pâle et il a mal
mon grand-père a la bouche qui tombe d'un côté
ma sœur ne peut plus bouger la moitié de son corps
il s'est mis à parler n'importe comment
elle a perdu la vue d'un seul coup
mon père ne comprend plus ce qu'on lui dit et sa main est molle
ma mère a eu un malaise et maintenant elle parle bizarrement
il est tombé et il ne se relève pas, il ne répond pas
je l'ai trouvée inconsciente dans son lit
mon mari vient de s'évanouir
ma fille a perdu connaissance à l'école
il dort mais je n'arrive pas à le réveiller
elle respire à peine et elle ne réagit pas quand je la pince
mon neveu est tombé sans connaissance au marché
mon fils convulse, il a de la fièvre
elle est en pleine crise d'épilepsie
il est tout raide et ses yeux partent en arrière
mon frère tremble de tout son corps et il ne m'entend pas
la petite a fait une convulsion, elle est encore toute molle
il y a beaucoup de sang, il s'est ouvert la tête
mon mari saigne beaucoup, il s'est coupé avec la scie
elle vomit du sang noir
ça saigne sans arrêt depuis ce matin
mon père a du sang qui sort de l'oreille
il perd énormément de sang à la jambe
ma fille a bu de la Javel
mon fils a pris les médicaments de sa grand-mère
il a avalé des comprimés pour mourir
elle a pris trop de paracétamol
mon voisin s'est empoisonné avec du pesticide
j'ai respiré du gaz et j'ai la tête qui tourne
un serpent a mordu mon père au pied
je veux mourir
ma fille parle de se suicider
mon ami a dit qu'il allait se tirer une balle
j'ai pris une lame et je vais me couper
mon mari menace de se pendre
je n'en peux plus de vivre
ma femme est enceinte et elle perd du sang
elle a des contractions très rapprochées et ce n'est pas le terme
le travail a commencé et la tête est là
j'ai perdu les eaux
mon bébé ne bouge plus depuis ce matin dans mon ventre
mon bébé d'un mois a trente-neuf
mon bébé est tout mou et tout pâle
le petit est tombé dans la piscine
mon fils a la nuque raide et de la fièvre
ma fille a avalé une pile bouton
le visage de ma femme est tout gonflé, elle a mangé des fruits de mer
il fait une allergie grave, sa gorge se serre
il s'est fait piquer et il a des plaques partout, il respire mal
mon bébé s'est brûlé avec du café
mon fils s'est brûlé avec de l'eau chaude, il a des cloques partout
elle a reçu un produit dans l'œil
mon frère s'est électrocuté
ma mère s'est fait renverser par une moto
mon fils est tombé de l'arbre, il a le bras tordu
il a reçu un coup de machette
mon mari est tombé de l'échafaudage
il y a eu un accident grave, ma sœur est coincée dans la voiture
`),
    none: heldOutNone.fr,
  },
  en: {
    dangers: lines(`
my son has bronchiolitis and he's working so hard to breathe
she's suffocating, please do something
dad hasn't been breathing right all night and his nails are blue
it feels like somebody's strangling me, I've got no air
my mother's huffing and puffing and she's all sweaty
he stops between breaths and he's gray
the little guy's choking on a piece of sausage
my baby swallowed a pen cap and won't quit coughing
she can't talk, something's stuck across her throat
he choked at dinner and he's purple
my husband's complaining of a big pain in his chest
my chest is squeezing and it's hard to get a breath
my uncle's got really bad pain in his chest and left arm
I've got palpitations and I'm about to drop
my wife's chest is burning and she's dripping sweat
I think it's his heart, my dad's all pale and hurting
my grandfather's mouth is drooping on one side
my sister can't move half of her body
he started talking all wrong
she lost her sight all of a sudden
my father doesn't understand what we say and his hand is limp
my mother had a spell and now she's talking funny
he fell and he isn't getting up, he won't answer
I found her unconscious in her bed
my husband just fainted
my daughter lost consciousness at school
he's asleep but I can't wake him
she's hardly breathing and doesn't react when I pinch her
my nephew fell down unconscious at the store
my son's convulsing, he has a fever
she's right in the middle of a seizure
he's all stiff and his eyes are going back
my brother's shaking all over and can't hear me
the baby had a convulsion and she's still limp
there's so much blood, he split his head open
my husband's bleeding a lot, he cut himself with the saw
she's vomiting black blood
it's been bleeding nonstop since this morning
there's blood coming out of my father's ear
he's losing a ton of blood from his leg
my daughter drank bleach
my son took his grandma's pills
he swallowed pills to die
she took too much acetaminophen
my neighbor poisoned himself with pesticide
I breathed in gas and my head's spinning
a snake bit my father on the foot
I want to die
my daughter's talking about suicide
my friend said he was going to shoot himself
I've got a razor and I'm going to cut myself
my husband is threatening to hang himself
I can't live like this anymore
my wife's pregnant and losing blood
her contractions are real close and it's too early
labor started and the head is right there
my water broke
my baby hasn't moved in my belly since this morning
my one month old has a fever of 102
my baby's all floppy and pale
the kid fell in the pool
my son's neck is stiff and he's got a fever
my daughter swallowed a button battery
my wife's face is all swollen, she ate seafood
he's having a bad allergic reaction, his throat's getting tight
he got stung and he has hives everywhere and can't breathe well
my baby got burned with coffee
my son got burned with hot water and he's blistered all over
something splashed in her eye and it's burning
my brother got electrocuted
my mother was hit by a motorcycle
my son fell out of a tree and his arm is twisted
he got hit with a machete
my husband fell from the scaffolding
there's been a bad accident and my sister's trapped in the car
`),
    none: heldOutNone.en,
  },
  es: {
    dangers: lines(`
mi hijo tiene bronquiolitis y está luchando por respirar
se asfixia, por favor haga algo
mi papá no respira bien desde anoche y tiene las uñas azules
siento que me estrangulan, no tengo aire
mi mamá está bufando y toda sudada
hace pausas al respirar y está gris
el chiquito se ahoga con un pedazo de salchicha
mi bebé se tragó la tapa de una pluma y no deja de toser
no puede hablar, tiene algo atravesado en la garganta
se atragantó en la mesa y está morado
mi esposo se queja de un dolor fuerte en el pecho
se me oprime el pecho y me cuesta respirar
a mi tío le duele mucho el pecho y el brazo izquierdo
tengo palpitaciones y me voy a caer
a mi esposa le arde el pecho y está bañada en sudor
creo que es el corazón, mi papá está pálido y con dolor
a mi abuelo se le cae la boca de un lado
mi hermana no puede mover la mitad del cuerpo
empezó a hablar todo enredado
se quedó ciega de repente
mi padre no entiende lo que le decimos y tiene la mano floja
a mi mamá le dio un mareo y ahora habla raro
se cayó y no se levanta, no contesta
la encontré inconsciente en la cama
mi esposo se acaba de desmayar
mi hija perdió el conocimiento en la escuela
está dormido pero no lo puedo despertar
apenas respira y no reacciona cuando la pellizco
mi sobrino cayó inconsciente en el mercado
mi hijo está convulsionando, tiene fiebre
está en plena crisis de epilepsia
está todo tieso y se le van los ojos para atrás
mi hermano tiembla todo y no me oye
la niña tuvo una convulsión y sigue floja
hay muchísima sangre, se abrió la cabeza
mi esposo sangra mucho, se cortó con la sierra
vomita sangre negra
sangra sin parar desde la mañana
a mi papá le sale sangre del oído
está perdiendo un montón de sangre de la pierna
mi hija tomó cloro
mi hijo se tomó las pastillas de la abuela
se tragó pastillas para morirse
tomó demasiado paracetamol
mi vecino se envenenó con pesticida
respiré gas y me da vueltas la cabeza
una víbora mordió a mi papá en el pie
quiero morirme
mi hija habla de suicidarse
mi amigo dijo que se iba a dar un balazo
tengo una navaja y me voy a cortar
mi esposo amenaza con ahorcarse
ya no aguanto vivir
mi esposa está embarazada y pierde sangre
tiene contracciones muy seguidas y todavía no le toca
empezó el parto y ya está la cabeza
se me rompió la fuente
mi bebé no se mueve en mi panza desde la mañana
mi bebé de un mes tiene 39
mi bebé está flojito y pálido
el niño se cayó a la alberca
mi hijo tiene el cuello tieso y fiebre
mi hija se tragó una pila de botón
mi esposa tiene la cara hinchada, comió mariscos
tiene una alergia grave, se le aprieta la garganta
le picaron y tiene ronchas por todos lados y respira mal
mi bebé se quemó con café
mi hijo se quemó con agua caliente y tiene ampollas por todos lados
le cayó un líquido en el ojo y le arde
mi hermano se electrocutó
a mi mamá la atropelló una moto
mi hijo se cayó del árbol y tiene el brazo torcido
le dieron un machetazo
mi esposo se cayó del andamio
hubo un accidente grave y mi hermana está atrapada en el carro
`),
    none: heldOutNone.es,
  },
} as const;
