import { lines } from "./sentences.ts";
import { spanishTranscribedDangers } from "./spanish.ts";

/**
 * What people in danger say, as speech recognition writes it: without capitals, commas and apostrophes, and with
 * errors.
 */
export const transcribedDangers = {
  fr: lines(`
ma mere respire plus elle est toute blanche
il respir plus aidez moi
mon mari est tombé il bouge pu
elle a les yeux ouverts mais elle repond pas
mon fils s etouffe avec une piece
j'ai la poitrine qui serre et ça descend dans le bras
ça me lance dans la poitrine jusque dans la mâchoire
j ai une douleur au coeur très forte depuis ce matin
mon père a le visage qui tombe d'un côté
ma femme a la bouche tordue elle parle bizarrement
il dit n'importe quoi depuis une heure et il a un bras mort
elle voit double et elle a un mal de tête terrible d'un coup
le mal de tête de ma vie, ça m'a pris d'un coup
mon bebe a avale de l'eau de javel
mon enfant a bu du pétrole
il a avalé un tube entier de cachets
ma fille a pris plein de médicaments
elle a fait une tentative de suicide
j'en peux plus je vais me foutre en l'air
je veux plus être là
j'ai plus envie d'être en vie
je veux m'ôter la vie
j'ai un couteau et je vais me couper les veines
il s'est pendu
il saigne de partout
il pisse le sang
ça saigne énormément depuis l'accident
le sang coule sans arrêt
y a du sang dans ses selles, beaucoup, et elle est pâle
elle vomit noir comme du café
accident de moto, il y a un blessé grave
on a eu un accident de voiture, ma soeur est coincée
mon fils est tombé du deuxième et il dort
il s'est cogné la tête, il vomit et il somnole
le bébé a 40 de fièvre et il convulse
mon nourrisson de trois semaines a 39 de fièvre
bébé de deux mois ne tète plus et geint
mon bébé ne se réveille pas pour manger
il tremble de partout, il bave
il a les lèvres bleues
crise d'asthme, sa ventoline marche pas
mon fils asthmatique n'arrive plus à finir ses phrases
elle a été piquée par une abeille et elle gonfle de partout
j'ai mangé des cacahuètes et ma gorge gratte et gonfle
un serpent m'a mordu au pied
il s'est brûlé avec l'eau bouillante
il a pris une décharge électrique
ma femme enceinte de huit mois a très mal au ventre et saigne
elle perd les eaux
le bébé arrive
je sens plus bouger mon bébé depuis hier
sa plaie est profonde on voit l'os
l'os sort de la jambe
il s'est coupé le doigt il est parti
mon diabétique est en hypo il répond à peine
ma grand mère est confuse, elle ne nous reconnaît plus depuis ce matin
j'ai du mal à avaler ma salive, je bave et j'ai de la fièvre
elle a une raideur de la nuque et des taches violettes
il s'est noyé
on étouffe il y a de la fumée partout
j'ai une douleur atroce au testicule depuis deux heures
mon mari me frappe en ce moment, j'ai peur
appelez le samu s'il vous plaît
venez vite il va mourir
je fais un malaise là, ça tourne, je vais tomber
il est tout froid et il ne bouge plus
mon bébé devient tout bleu et ne pleure plus
papi a fait un arrêt
elle n'a plus de pouls
on lui fait un massage cardiaque là
mon voisin est en train de s'étrangler
il a un truc bloqué dans la gorge, il devient rouge
j'étouffe
je manque d'air
j'ai du mal à reprendre mon souffle
ma fille a avalé de la mort aux rats
il a sniffé un produit et il délire
il est tombé la tête la première et il saigne de l'oreille
il y a du sang qui sort de ses oreilles
ma soeur a une hémorragie après l'accouchement
elle a perdu beaucoup de sang pendant ses règles et elle s'évanouit
mon copain s'est planté un couteau dans la main
il s'est fait tirer dessus
je suis en train de faire une crise d'angoisse je veux mourir
ma mère a tout d'un coup du mal à parler
son bras ne répond plus
il a une jambe paralysée depuis tout à l'heure
j'ai une barre dans la poitrine
mon coeur s'emballe et je vais m'évanouir
il est violet
sa langue gonfle
mon petit a mis les doigts dans la prise
il s'est renversé la casserole d'eau bouillante dessus
la voiture l'a percuté
elle ne tient plus debout et tient des propos incohérents
mon fils a de la fièvre et une éruption qui ne disparaît pas, il est mou
il a le cou raide et vomit avec de la fièvre
j'ai les eaux qui viennent de se rompre
j'ai des contractions très rapprochées
elle a sauté par la fenêtre
il menace de se jeter du pont
mon père est dans le cirage, il ouvre plus les yeux
mon mari a une grosse douleur au milieu de la poitrine et il transpire
elle est toute pâle et glacée et elle parle plus
mon père ne bouge plus et ronfle bizarrement
ma fille a perdu connaissance deux minutes
il a plus l'air de respirer
la petite a mis un haricot dans la gorge
il est bleu
je crois que mon frère a pris de la drogue et il se réveille pas
il y a quelqu'un par terre inconscient devant chez nous
mon bébé est tombé de la table à langer et il vomit
un chien a mordu mon fils au visage, ça saigne beaucoup
j'ai la moitié du corps engourdie d'un coup
ma vue s'est brouillée d'un coup et j'ai mal à la tête
il délire avec quarante et un de fièvre
j'ai pris trente doliprane
mon ado s'est ouvert les veines
je suis enceinte de sept mois et je perds du sang
ma femme accouche
y a le feu
il convulse encore
`),
  en: lines(`
he aint breathing
my husband cant breath
shes not breathing right
my dad just collapsed in the kitchen
i think hes having a stroke
her face is drooping on one side
his words are all slurred
she cant lift her arm and shes talking funny
worst headache of my life came on all of a sudden
my chest is tight and my jaw hurts
theres like an elephant sitting on my chest
crushing pain in my chest going down my arm
my heart is racing and i'm about to pass out
my baby swallowed bleach
my toddler drank some cleaning stuff
he took a bunch of pills
she took all of her sleeping pills
my daughter tried to kill herself
i don't wanna be here anymore
i want to end it
i'm going to hurt myself
i have a gun and i'm going to use it on myself
he hung himself
blood is gushing out of his leg
i can't stop the bleeding
it won't stop bleeding
she's throwing up blood
he's coughing up blood
black tarry stool and i'm dizzy and weak
there's been a car accident and she's trapped
a car hit my son
he fell off the ladder and he's not waking up
she hit her head and keeps vomiting
he hit his head and he's really sleepy and confused
my two week old has a fever of 101
my newborn won't wake up to eat
the baby is limp
my kid is having a fit
she's shaking all over and foaming at the mouth
his lips are turning blue
asthma attack and the inhaler isn't working
she can't finish a sentence she's so out of breath
bee sting and his throat is closing
ate peanuts and her face is swelling up
bitten by a rattlesnake
he got burned with boiling oil
he got shocked by a wire and passed out
i'm pregnant and bleeding a lot
my water broke
the baby's coming
i haven't felt the baby move since yesterday
the bone is sticking out
he cut off his finger
my diabetic husband is barely responding
grandma is confused and doesn't know who we are all of a sudden
stiff neck, high fever and a purple rash
he drowned in the pool
there's smoke everywhere and we can't breathe
somebody stabbed my brother
my husband is hitting me right now
call 911 please
i need an ambulance
i think i'm dying
he's turning purple
can you send someone he's unconscious
she is unresponsive
there is no pulse
we're doing cpr on him
he's choking on a piece of steak
i can't catch my breath
i can't get any air
she's wheezing and can't talk
my son ate rat poison
he's bleeding from his ear after a fall
blood is coming out of her ears
she's hemorrhaging after the birth
he stuck a knife in his hand
he's been stabbed in the stomach
i feel like my heart is going to stop
my heart is pounding and i feel like i'm going to faint
there's a band around my chest
pain in my chest and i'm sweating
my mom suddenly can't speak
his arm went limp
half her body is numb
her speech is all jumbled
he can't move his legs
his skin is grey and clammy
my kid stuck a fork in the outlet
she spilled boiling water all over herself
the car ran him over
he's talking nonsense and can't stand up
my son has a fever and a rash that doesn't fade and he's floppy
my water just broke
contractions are three minutes apart
she jumped out of the window
he's threatening to jump off the bridge
he won't open his eyes
my husband had too many pills
she drank antifreeze
he's in and out of consciousness
i swallowed a battery
he's got bad pain in the middle of his chest and he's sweating
she's pale and cold and not talking
my father isn't moving and he's snoring weird
my daughter blacked out for two minutes
he doesn't seem to be breathing
the little one has a bean stuck in her throat
he's blue
my brother took drugs and won't wake up
there's somebody lying on the ground unconscious outside
my baby fell off the changing table and is vomiting
a dog bit my son in the face and it's bleeding a lot
half my body went numb
my vision went blurry all of a sudden and my head is pounding
he's delirious with a fever of 105
i took thirty tylenol
my teenager slit her wrists
i'm seven months pregnant and losing blood
my wife is in labor
the house is on fire
he's seizing again
`),
  es: lines(spanishTranscribedDangers),
};
