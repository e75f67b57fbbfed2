import { lines } from "./sentences.ts";

/** Dangers as bystanders and frightened patients describe them, in French. */
export const toldFrenchDangers = lines(`
venez vite le vieux est tombé dans la douche il parle pas
mon gars il est pas bien du tout il cherche à respirer comme un poisson
la dame d'à côté elle gît dans sa cour les yeux ouverts mais elle dit rien
ma soeur elle saigne en bas et elle est enceinte de trois mois
le bébé a le souffle coupé depuis qu'il a mangé la cacahuète
papa a la bouche qui part d'un côté et il bave
j'ai comme une barre sur l'estomac qui monte dans la mâchoire et je sue à grosses gouttes
ma mère raconte n'importe quoi depuis tantôt et son bras droit pend
mon conjoint y file pas pantoute y'a mal dans l'chest pis dans l'bras
y'a avalé de travers pis y'est en train de virer bleu
mon chum répond pus y'est couché su'l plancher d'la cuisine
la p'tite fait une crise elle shake de partout
j'ai pris toutes mes pilules je veux juste m'endormir pour toujours
ma fille m'a écrit qu'elle nous disait adieu et elle répond plus
y a quelqu'un qui s'est jeté du pont devant nous
on a trouvé mon oncle pendu il est encore chaud
le petit est tombé dans le puits on vient de le sortir il respire presque pas
l'enfant a bu le pétrole qui était dans la bouteille
mon fils il a la fièvre trop il se raidit et ses yeux tournent
le palu l'a pris il convulse depuis la nuit
ma femme a accouché sur la natte le sang coule trop
le placenta est pas sorti et elle perd beaucoup de sang
un zem l'a cogné sa jambe est ouverte on voit l'os
on l'a coupé avec une machette au bras ça pisse le sang
un serpent l'a piqué au champ son pied enfle jusqu'au genou
il a touché le fil électrique il est tombé net
la casserole d'huile s'est renversée sur le bébé
docteur mon coeur bat trop trop fort et j'ai des vertiges je vais tomber
j'arrive pu à parler j'ai pu de souffle
elle est toute jaune et elle délire depuis ce matin on la reconnaît plus
mon père diabétique est dans le coma je crois
je sens plus mon côté gauche depuis tout à l'heure
mon mari m'a frappée à la tête je vois flou et je vomis
il menace de me tuer il a un couteau
mon ado a pris des pilules à un party y'est pus réveillable
ma gorge se referme depuis la piqûre de guêpe
y crache du sang par la bouche beaucoup
la bonne a inhalé le gaz elle est tombée dans la cuisine
ma grand-mère ne se réveille pas ce matin elle est froide
la tête du bébé sort on est dans le taxi
elle a perdu les eaux à six mois et le cordon est sorti
mon petit de deux mois est tout mou il tète plus et il est gris
c'est mon patron il s'est affalé sur le bureau et il a les lèvres mauves
allo allo envoyez quelqu'un ma femme étouffe
ça fait dix minutes que mon père a un malaise il est trempé et tout gris
j'ai plus de force dans le bras et mes mots sortent de travers
ma grande a fait une tentative elle a avalé tout le Doliprane
je vais faire une bêtise je suis au bord du balcon
le pépé a glissé il s'est ouvert le crâne y a du sang partout
mon garçon s'est fait mordre par un chien au visage ça saigne fort
on a retrouvé la voisine sans réaction dans son lit
y'a pas d'air qui rentre aidez-moi
ma blonde est enceinte de huit mois elle voit des étoiles et elle a mal à la tête épouvantable
le nouveau-né ne pleure pas il est tout bleu
la petite a avalé des comprimés de sa grand-mère on ne sait pas combien
le feu a pris sur sa robe elle est brûlée partout
il est tombé du manguier il bouge plus ses pieds
mon père vomit du sang noir et il est très faible
elle fait une réaction à l'arachide elle siffle et elle a des plaques partout
le camion est passé sur son pied il est écrasé
depuis la piqûre de tantôt mon fils gonfle de la figure et il respire court
quelqu'un s'est fait tirer dessus devant la maison
ma poitrine me chauffe trop et je n'arrive pas à dormir tellement ça serre
son souffle est en train de finir faites quelque chose
l'eau chaude s'est versée sur l'enfant
le courant l'a attrapé sur le chantier
ses yeux sont renversés et il ne parle plus
elle a bu Sniper parce que son mari l'a quittée
le sang sort par le bas et elle est en train de faiblir
y saigne à mort ça arrête pas
j'ai de la misère à respirer pis mes lèvres sont bleues
mon grand-père a planté en skidoo y répond pas
la garderie m'appelle mon gars a fait une grosse réaction aux noix y'enfle
mon ami parle de se foutre en bas du pont
j'ai mal en dessous du sein gauche comme un coup de couteau
mon mari travaillait au soleil il délire et il ne transpire plus
ma fille a la méningite je crois elle a la nuque raide
la vieille est tombée du lit elle gémit et sa hanche est de travers
un monsieur vient de tomber raide dans la rue devant chez moi
ma voisine crie que son bébé ne respire plus
j'ai des pertes de sang très abondantes et je suis enceinte
il a les yeux dans le vide et sa main tape toute seule
mon beau-père est tout mou sur sa chaise on n'arrive pas à le faire revenir
ma collègue s'étrangle avec un morceau de pain
j'ai un poids énorme sur le plexus avec des fourmis dans la mâchoire
maman a l'oeil qui tombe et elle bave en buvant
le gosse s'est coincé la tête et il est tout rouge il peut pas respirer
il a fait un tonneau avec la voiture et il est coincé dedans
mon fils s'est planté une fourchette dans l'oeil
le sang gicle de son mollet j'ai mis un garrot
elle dit qu'elle veut rejoindre sa mère au ciel elle a les médicaments dans la main
mon frère a tiré sur sa femme
je suis à sept mois et je perds de l'eau et du sang
le bébé est sorti mais il ne crie pas
ma petite nièce est tombée dans la bassine d'eau
on a trouvé papa gelé dehors il marmonne
mon ami a fait trop de coke son coeur s'emballe et il tremble
elle a mangé du manioc amer toute la famille vomit et a des vertiges
je n'urine plus depuis hier et je suis gonflée de partout j'ai du mal à souffler
le taximan est penché sur son volant il a perdu connaissance
ma mère cardiaque a les chevilles enflées et suffoque quand elle s'allonge
le voisin tape sa femme on entend des cris elle saigne
mon coloc a pris un mélange de pilules il respire par à-coups
la mamie a le bras qui pendouille et elle sourit de travers
quelqu'un a poussé mon ami du deuxième étage
mon fils est bloqué sous le portail
on dirait que ma mère ne voit plus rien d'un seul coup
j'ai envie de me foutre en l'air avec ma voiture
il s'est enfoncé un clou dans le pied et il a la mâchoire bloquée
ma fille de six semaines a 39 et elle ne tète pas
la blessure de son opération s'est rouverte
j'ai des fourmillements dans tout le côté droit et je vois flou
elle est en train d'accoucher sur le parking
un chien enragé l'a mordu à la main
il est tombé sur la tête depuis l'échelle et il vomit
le petit a du mal à reprendre son souffle il tire au niveau des côtes
mon conjoint me serre le cou il va revenir
il s'est électrisé avec le congélateur
elle crache une mousse rose et elle étouffe
mon papa n'arrive plus à avaler et sa voix est toute bizarre d'un coup
les lèvres de ma fille sont en train de doubler de volume
je vais me tailler les veines personne ne m'aime
`);

/** Harmless sentences that share words with these dangers. */
export const toldFrenchNone = lines(`
mon rhume de poitrine va mieux je veux juste un contrôle
mon père est mort l'an dernier d'une crise cardiaque je voudrais un bilan
c'est pour le vaccin contre la mort subite du nourrisson
est-ce que vous faites des électrocardiogrammes
je meurs de faim je peux manger avant la prise de sang
j'ai le nez bouché je respire mal la nuit à cause du rhume depuis deux semaines
il me faut un certificat pour le club de plongée
ma fille a peur du sang pour la prise de sang
je voudrais déplacer le rendez-vous de mon fils asthmatique
mon bras gauche me fait mal depuis que j'ai repris le tennis
je suis enceinte de trois mois je voudrais une échographie
c'est pour enlever les points de suture de ma main
j'ai cassé mon téléphone alors j'ai pas pu rappeler
mon coeur balance entre mardi et jeudi
j'ai une petite coupure au doigt c'est déjà cicatrisé
vous avez un médecin qui suit l'épilepsie
mon mari ronfle beaucoup je voudrais une consultation
je suis tombé amoureux de votre clinique
ma mère a fait un AVC il y a deux ans c'est pour son suivi
je saigne des gencives quand je me brosse les dents
c'est urgent il me faut une ordonnance pour mes lunettes
mon enfant tousse un peu depuis hier
il faut que je prenne mes comprimés à quelle heure
on m'a volé ma moto hier je peux pas venir
j'étouffe de chaleur dans votre salle d'attente vous avez la clim
je suis mort de fatigue cette semaine
la ligne a coupé tout à l'heure
j'attends un bébé pour février
le docteur m'a coupé la parole la dernière fois
j'ai failli mourir de rire au téléphone avec votre robot
c'est pour faire enlever un grain de beauté
j'ai perdu ma carte d'assurance
je respire mieux depuis le traitement merci
mon fils a eu des convulsions quand il était bébé c'est pour le suivi
j'ai brûlé mon gâteau bref je serai en retard
mon mari s'est fait opérer du coeur en mai il faut un contrôle
je suis tombée malade hier j'ai un rhume
la tension de maman est un peu haute on voudrait un rendez-vous
vous faites le test de grossesse
j'ai mal à la gorge depuis trois jours
je me suis coupé les cheveux vous n'allez pas me reconnaître
elle ne répond jamais à ses messages rappelez-moi plutôt
je n'ai plus d'air dans mes pneus je vais arriver en retard
quel est le numéro des urgences de l'hôpital
mon père ne parle pas français est-ce un problème
j'ai une douleur au genou depuis le match
mon fils a une peur bleue des piqûres
est-ce que le docteur fait les frottis
j'ai eu mal à la poitrine il y a un mois mais plus maintenant
c'est possible de faire vacciner mon fils contre la méningite
je voudrais un rendez-vous pour mon arythmie
mon mari a le souffle court quand il monte les escaliers
on a un décès dans la famille il faut annuler
vous prenez la carte bancaire
mon bébé a deux semaines il lui faut sa première visite
j'ai mal au bras droit à force de porter ma fille
je voudrais parler à une infirmière s'il vous plaît
mon fils a avalé un noyau de cerise la semaine dernière il va bien
le prix du pétrole m'empêche de venir en voiture
je perds mes cheveux
elle a perdu connaissance l'année dernière, il faut un bilan
je veux un test VIH
est-ce que la clinique est ouverte à Noël
je n'arrive pas à me lever le matin j'ai besoin d'un bilan
il faut que je prenne tous mes comprimés avant la prise de sang
ma fille est tombée enceinte on voudrait une échographie
il n'y a plus de place dans la rue pour se garer devant chez vous
mon mari n'est pas descendu de la voiture il attend dehors
on mange quoi avant la coloscopie
mon fils a bu trop de soda et il a mal au ventre
je voudrais savoir si le médecin parle anglais
il ne répond pas quand je l'appelle chez vous
j'ai acheté un couteau de cuisine et je me suis un peu entaillé le doigt rien de grave
mon compte est bloqué je ne peux pas sortir de l'application
le bébé fait ses dents il est grognon
vous êtes où exactement sur la route du pont
j'habite près de la rivière c'est loin
je voudrais arrêter de boire
le traitement m'a beaucoup aidé je vous remercie du fond du coeur
j'ai pris froid je tousse
il n'est pas encore arrivé au rendez-vous il est dans le métro
mon oeil gratte un peu
on m'a dit que mon coeur était bon
mon coloc prend des vitamines est-ce un problème pour la prise de sang
j'ai des fourmis dans les jambes quand je reste assise
vous êtes au deuxième étage
ma fille de six semaines a rendez-vous pour ses vaccins
ma cicatrice a bien guéri
j'ai besoin de lunettes je vois un peu flou de loin
on a un chien il peut venir
il a vomi une fois hier soir mais là ça va
mon conjoint va vous rappeler
le congélateur est en panne je dois attendre le réparateur
j'ai la voix enrouée depuis mon rhume
j'ai les lèvres gercées
personne ne me répond au standard
je me suis tordu la cheville en jouant au foot dimanche
mon bébé pleure beaucoup la nuit
le médecin m'a dit de perdre du poids
mes règles sont abondantes je voudrais voir la gynéco
je suis au volant je vous rappelle
il me reste deux comprimés il faut renouveler
une abeille m'a piqué hier ça gratte encore un peu
ça tombe pas bien le docteur dit quoi
je tombe sur votre répondeur vous ne répondez pas
mon mari est dans la cuisine il peut pas parler
je suis bloqué au feu rouge
je prends de l'acide folique
j'ai pris un traitement pour des champignons
mon fils tire sur son oreille
le bébé ne pleure pas beaucoup
j'ai pris froid à la gorge il me faut un rendez-vous
la clinique est au bord du pont
j'ai une crise d'eczéma partout
j'ai une allergie les yeux me piquent
il n'est pas au courant on l'a pris hier
j'ai les boutons et la gorge qui gratte
je retourne à la voiture
ça me brûle quand j'urine
le rendez-vous tombe un mardi on peut le bouger
le rendez-vous est fixé pour ses yeux
toute la famille vomit depuis hier c'est une gastro
j'ai des fourmis dans la jambe gauche quand je marche
`);
