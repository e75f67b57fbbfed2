import { spanishDangers, spanishNone } from "./spanish.ts";

/** What people in danger say, one sentence per line. */
const frenchDangers = `
C'est une urgence, venez vite
C'est une urgence vitale, mon voisin est par terre
Au secours, ma maison, mon fils !
Il faut une ambulance tout de suite
Envoyez les pompiers chez moi
J'ai l'impression que je vais mourir
Ma tante est en train de mourir
Mon frère n'arrive plus à respirer
Je respire très mal depuis une heure
Ma fille a du mal à respirer, elle siffle
Papa ne respire presque plus
Elle respire avec beaucoup de peine
Il s'est arrêté de respirer
Mon neveu suffoque
Ma grand-mère s'étouffe avec un morceau de viande
Il a avalé de travers et il ne tousse plus
Un os est coincé dans sa gorge
Sa gorge gonfle après une piqûre de guêpe
Ses lèvres sont toutes bleues
Le bébé devient bleu
Son visage enfle et sa langue aussi
Il fait un choc anaphylactique
Je manque de souffle, je ne peux plus parler
J'ai une grosse douleur dans la poitrine
Ça me serre la poitrine très fort
J'ai comme un poids sur le thorax
Mon mari fait un infarctus
Je crois que c'est une crise cardiaque
Son cœur s'est arrêté
J'ai mal dans le bras gauche et je transpire
Ma mère fait un AVC je crois
La moitié de son visage est paralysée
Sa bouche est de travers depuis dix minutes
Il n'arrive plus à parler d'un coup
Elle ne bouge plus son bras droit
Je ne sens plus mon côté gauche
Il parle, mais les mots sont incompréhensibles
Je ne vois plus rien d'un œil, d'un coup
Mon collègue a perdu connaissance
Elle vient de s'évanouir dans la cuisine
Mon grand-père est inconscient
Il est tombé dans les pommes et il ne se relève pas
Elle ne répond plus quand je l'appelle
Le petit ne réagit plus
On n'arrive pas à le réveiller
Mon patron s'est écroulé au bureau
Mon oncle est dans le coma
Ma fille convulse
Il fait une crise d'épilepsie depuis cinq minutes
Ses yeux sont révulsés et il tremble
Son corps est tout raide et il tremble
Je saigne beaucoup
Sa plaie saigne et ça n'arrête pas
Elle fait une hémorragie
Il y a du sang partout
Il vomit du sang
Je crache du sang
Il s'est tranché la main avec une scie
J'ai une plaie très profonde à la jambe
On l'a poignardé dans la rue
Mon ouvrier est tombé du toit
Une moto l'a renversé devant la maison
Elle est brûlée au visage avec de l'huile
Il s'est électrocuté
Mon fils a été mordu par un serpent
La petite a bu de la javel
Il a avalé une pile
Elle a pris toute la boîte de comprimés
Mon ami a fait une overdose
On est intoxiqués au monoxyde
J'ai pris trop de somnifères
Je veux mourir
Je pense à me suicider
Je vais en finir ce soir
Il veut se tuer
Je n'ai plus envie de vivre
Elle dit qu'elle va se pendre
J'ai envie de me faire du mal
Je suis enceinte et je saigne
Ma femme vient de perdre les eaux
Elle est en train d'accoucher à la maison
J'ai des contractions toutes les deux minutes
Je vois la tête du bébé
Mon bébé est tout mou
L'enfant s'est noyé dans le bassin
Quelqu'un frappe l'enfant d'à côté, il est en danger
Il a eu mal hier à la poitrine et ça recommence maintenant
`;

const englishDangers = `
This is an emergency, please hurry
We have an emergency here
Somebody help us!
Please help, my wife is on the floor
I need an ambulance right away
Send the paramedics
I think I'm going to die
My uncle is dying
My brother can't breathe
I have trouble breathing since this morning
She stopped breathing
He is barely breathing
I'm short of breath and I can't talk
She's gasping for air
My grandson is choking on a grape
Something is stuck in her throat
His throat is closing up
Her lips have turned blue
The baby is going blue
My tongue is swelling
She is in anaphylactic shock
I've got terrible chest pain
There's a crushing pressure in my chest
My chest feels really tight
My dad is having a heart attack
He went into cardiac arrest
My left arm is numb and I'm sweating
I think my mom is having a stroke
One side of his face is drooping
His speech is slurred all of a sudden
He suddenly can't move his arm
She can't speak anymore, it was sudden
I suddenly can't see out of one eye
My coworker is unconscious
She passed out in the kitchen
My neighbor collapsed
He fainted and he is still on the floor
She won't wake up
He's not responding to me
My aunt lost consciousness
My daughter is having a seizure
He's convulsing
Her eyes rolled back and she is stiff
He's shaking uncontrollably
I'm bleeding badly
The bleeding will not stop
There is blood everywhere
He's throwing up blood
I'm coughing up blood
She cut her wrists
He sliced his hand open with a saw
I have a deep wound in my leg
My cousin was stabbed
He's been shot
A worker fell off the roof
She was hit by a car
The kid scalded himself with boiling water
He got electrocuted
My son was bitten by a snake
The toddler drank bleach
She swallowed a battery
He overdosed
I took a whole bottle of pills
She took too many sleeping pills, a handful
We may have carbon monoxide in the house
I want to die
I'm feeling suicidal
I'm going to kill myself
He says he will end his life
I don't want to live anymore
I want to hurt myself
She is about to jump off the bridge
I'm pregnant and I'm bleeding
My water just broke
The baby is coming right now
I can see the head
Contractions every two minutes
My newborn is limp
My nephew fell into the pool and drowned
The man next door is hitting his child
Yesterday she passed out and now it is happening again
`;

/** Sentences with the same words in which nobody is in danger now. */
const frenchNone = `
Je voudrais un rendez-vous demain matin
C'est urgent, je dois voir un médecin aujourd'hui
J'ai eu un infarctus l'an dernier, je veux un contrôle
Ma mère avait mal à la poitrine le mois dernier
Mon père a fait un AVC il y a trois ans
J'ai perdu connaissance la semaine dernière
Avez-vous un service d'urgences ?
Ce n'est pas une urgence
Ce n'est rien d'urgent
Je viens pour une prise de sang
C'est pour les résultats de mes analyses de sang
Mes gencives saignent quand je me brosse les dents
Je n'ai pas de douleur à la poitrine
Il respire bien maintenant, merci
Il va mieux et il ne saigne plus
Personne ne répond au téléphone
Vous ne répondez jamais
Soignez-vous l'épilepsie ?
Que faire en cas de malaise ?
Mon grand-père est mort d'un infarctus il y a longtemps
J'ai une radio de la poitrine à passer
J'ai mal au dos depuis un mois
J'ai mal à la tête
Ma fille a de la fièvre depuis deux jours
Je suis enceinte de trois mois, je voudrais un suivi
Je dois accoucher en mars
C'est pour un vaccin pour mon bébé
Je voudrais renouveler mon ordonnance pour la tension
J'ai mal au cœur en voiture
Je suis essoufflé quand je monte les escaliers, je voudrais consulter
C'est bien mon nom
Non merci, au revoir
Le mardi à neuf heures me convient
Mon numéro est le zéro un quatre-vingt-dix-sept
Vous avez quelqu'un pour les enfants ?
`;

const englishNone = `
I'd like an appointment tomorrow
It's urgent, I need to see a doctor today
I had a heart attack last year and want a check-up
My mother had chest pain last month
My dad had a stroke three years ago
I passed out last week
Do you have an emergency department?
It's not an emergency
It's nothing urgent
I'm coming for a blood test
I'm calling about my blood work
My gums bleed when I brush my teeth
I have no chest pain
He is breathing fine now, thank you
The cut has stopped bleeding
Nobody answers the phone
Do you treat seizures?
What should I do if somebody faints?
My grandfather died of a heart attack
I need a chest x-ray
My back has hurt for a month
I have a headache
My daughter has had a fever for two days
I'm three months pregnant and need a visit
I'm due in March, the date of birth is not known yet
It's for my baby's vaccination
I need a refill of my blood pressure pills
I get car sick
Can you help me book an appointment?
Please help me with my appointment
Who is my emergency contact on file?
That is my name
No thanks, goodbye
Tuesday at nine works for me
My number is five one two, five five five
`;

/** Splits a text into its lines, one sentence each. */
export function lines(text: string): readonly string[] {
  return text.trim().split("\n");
}

export const dangers = { fr: lines(frenchDangers), en: lines(englishDangers), es: lines(spanishDangers) };
export const noDangers = { fr: lines(frenchNone), en: lines(englishNone), es: lines(spanishNone) };
