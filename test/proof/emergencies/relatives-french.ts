import { lines } from "./sentences.ts";

/** What frightened relatives say first, in French. */
export const relativesFrenchDangers = lines(`
ma mère n'arrive plus à reprendre son souffle
il cherche son air depuis tout à l'heure
papa étouffe, il ne trouve plus d'air
mon fils respire très mal, ça siffle et ses lèvres sont bleues
elle fait une grosse crise d'asthme et sa pompe ne fait rien
sa ventoline ne marche plus, il suffoque
je manque d'air, je n'arrive pas à parler
le bébé respire par à-coups et son ventre se creuse
elle ne respire presque plus
il a le souffle coupé et il devient gris
mon père a les lèvres violettes et il halète
grand-père ne respire plus du tout
mon fils a avalé de travers et il devient tout rouge
il s'est étouffé avec un bonbon, ça ne sort pas
ma fille a une cacahuète coincée dans la gorge
elle a une arête dans la gorge et elle n'arrive plus à avaler sa salive
le petit a un jouet bloqué dans la gorge
il s'étrangle avec sa viande
mamie a fait une fausse route, elle ne peut plus parler
il y a quelque chose de coincé dans sa gorge, il ne tousse plus
le bébé s'étouffe avec son lait
bébé a avalé une pièce, elle est restée coincée
j'ai la poitrine qui serre très fort
ça me serre dans la poitrine et ça descend dans le bras gauche
mon mari a un poids sur la poitrine, il transpire beaucoup
j'ai une barre dans la poitrine depuis une heure
mon cœur fait mal et j'ai le bras engourdi
je crois que mon père est en train de faire une crise cardiaque
la poitrine de papa lui fait très mal, il est tout pâle
ça me brûle dans le thorax et j'ai la mâchoire qui tire
elle a des douleurs au cœur et des sueurs froides
il se tient la poitrine et il est tout blanc
j'ai comme un étau autour de la poitrine
mon patron fait un infarctus, là, au bureau
ma mère a la bouche de travers depuis ce matin
il n'arrive plus à bouger son bras droit et il parle bizarrement
elle a tout un côté du corps paralysé d'un coup
papa bafouille, on ne comprend plus ce qu'il dit
la moitié de son visage est tombée
tout d'un coup je ne vois plus d'un œil
ma femme ne sent plus sa jambe et son bras du côté gauche
il a le visage déformé d'un seul coup
grand-maman parle tout croche depuis tantôt pis elle a la face qui tombe
elle a le pire mal de tête de sa vie, c'est venu d'un coup
on dirait qu'elle fait un AVC
mon père est par terre et il ne répond pas
elle est tombée dans les pommes et elle ne se réveille pas
il ne réagit plus quand je le secoue
ma tante est sans connaissance
il a perdu connaissance dans la douche
elle a fait un malaise, elle ne revient pas à elle
le vieux est tombé, il n'ouvre plus les yeux
il s'est écroulé d'un coup devant nous
mon frère est inanimé
je n'arrive pas à le réveiller, il est tout mou
y'a un monsieur qui a perdu la carte dans le salon
il est dans le coma
ma fille tremble de partout et ses yeux sont révulsés
il fait une crise d'épilepsie qui ne s'arrête pas
le petit convulse à cause de la fièvre
son corps se raidit et il bave
elle a des secousses dans tout le corps et elle ne répond pas
l'enfant fait des convulsions depuis dix minutes
mon cousin est en train de faire une crise, il a de la mousse à la bouche
le bébé a les yeux qui se retournent et il se raidit
elle est tombée et elle se secoue dans tous les sens
il fait une crise de palu avec des convulsions
je perds beaucoup de sang
le sang ne s'arrête pas de couler
il s'est coupé profondément et ça pisse le sang
elle vomit du sang
mon père crache du sang
il y a du sang partout, je n'arrive pas à arrêter
son nez saigne depuis une heure et ça ne veut pas s'arrêter
il s'est coupé un doigt avec la machine, le doigt est tombé
il fait des selles toutes noires et il a failli tomber
ça gicle, il s'est ouvert le poignet sur une vitre
j'ai du sang plein les selles, ça coule sans arrêt
ma fille a avalé toute une boîte de comprimés
le petit a bu de l'eau de Javel
mon fils a avalé de la soude
elle a pris trop de médicaments exprès
il a avalé du pétrole lampant
j'ai pris le double de mes cachets et je me sens partir
mon neveu a bu du pesticide
ma fille a mangé des champignons et elle vomit sans arrêt
on est tous malades, je crois que c'est le monoxyde de carbone
il a fait une overdose
l'enfant a avalé une pile
il s'est fait mordre par un serpent
je veux en finir
je n'ai plus envie de vivre
j'ai envie de me foutre en l'air
ma sœur dit qu'elle va se tuer
mon mari veut se pendre
il menace de sauter du pont
je pense à mettre fin à mes jours
elle s'est ouvert les veines
mon fils a laissé une lettre d'adieu et il a pris ses pilules
j'ai plus le goût de vivre pis j'ai une corde
il s'est tiré une balle
je suis enceinte de sept mois et je perds du sang
ma femme a perdu les eaux
ma sœur est en train d'accoucher à la maison
j'ai des contractions toutes les trois minutes
je suis enceinte et je ne sens plus le bébé bouger
la tête du bébé sort
elle est enceinte et elle a très mal au ventre et elle saigne
je suis à huit mois et je vois des étoiles avec un gros mal de tête
ma belle-fille est en travail, le bébé arrive
je viens d'accoucher et je saigne beaucoup
mon bébé de trois semaines a quarante de fièvre
le bébé est tout mou et il ne veut plus téter
mon nourrisson a de la fièvre et des taches violettes
l'enfant est tombé dans le puits
ma fille s'est noyée, on vient de la sortir de la piscine
le petit est tombé du deuxième étage
le bébé est tout bleu
mon enfant a la nuque raide, de la fièvre et des boutons rouges qui ne s'effacent pas
le petit a mis les doigts dans la prise, il a pris le courant
mon bébé ne se réveille pas pour boire
bébé a la fontanelle gonflée et il vomit
son visage gonfle à vue d'œil après une piqûre de guêpe
j'ai mangé des arachides et ma gorge se ferme
sa langue gonfle, elle a du mal à parler
il fait un choc anaphylactique
elle est allergique et elle gonfle de partout, elle respire mal
mon fils a eu son vaccin et maintenant il gonfle et il est plein de plaques
il s'est fait piquer par une abeille et il a la gorge enflée
on lui a donné un antibiotique et il a les lèvres qui enflent
elle fait une grosse réaction allergique, j'ai pas d'EpiPen
ma fille s'est renversé de l'eau bouillante dessus
il s'est brûlé tout le bras avec l'huile
le réchaud a explosé, mon frère est brûlé au visage
mon fils a reçu de l'acide dans les yeux
elle a pris feu, sa robe a brûlé
le bébé s'est ébouillanté
il a la peau qui part, il est tombé dans le feu
il a touché un fil électrique, il est brûlé aux mains
la marmite s'est renversée sur le petit
mon mari s'est fait renverser par une voiture
il a eu un accident de zem, sa jambe est cassée
mon frère est tombé du toit
elle a reçu un coup de couteau
l'os sort de sa jambe
il a pris un coup sur la tête, il vomit et il est confus
on lui a tiré dessus
mon fils a fait une chute à moto et il ne sent plus ses jambes
il s'est planté un clou dans l'œil
mon collègue a la main prise dans la machine
elle est tombée dans l'escalier et elle ne peut plus bouger
mon garçon n'a plus de souffle, ça tire sous les côtes
il n'a plus d'air, il est assis et il panique
elle étouffe la nuit et là ça ne passe pas
ma voisine respire comme un poisson, elle devient bleue
je peux presque plus respirer
sa respiration s'est arrêtée
ma petite s'est étouffée avec un raisin
un morceau de viande est resté bloqué, il ne respire plus bien
papa a avalé son dentier de travers
mon bébé a quelque chose dans la gorge, il ne pleure plus
elle s'étouffe, elle a mangé du poisson
j'ai un serrement à la poitrine depuis tantôt
mon mari a mal dans la poitrine et le bras gauche
j'ai le cœur qui se serre et je transpire à grosses gouttes
ça appuie très fort sur mon sternum
elle dit que sa poitrine est écrasée
je pense que je fais une crise de cœur
son œil et sa bouche pendent d'un côté
mamie n'arrive plus à parler, elle dit n'importe quoi
mon mari a le bras gauche qui ne répond plus
elle est paralysée de la jambe depuis ce matin, c'est arrivé d'un coup
il a la bouche tordue
mon collègue s'est effondré au travail
ma mère ne répond plus
on ne peut plus la réveiller depuis ce matin
il est évanoui dans la salle de bain
elle est inconsciente
mon oncle est tombé raide par terre
ma nièce fait une crise, elle a tout le corps qui tremble
il a les yeux blancs et il tremble sans s'arrêter
mon bébé a convulsé et il est tout mou
elle s'est mise à trembler et à baver
il fait une autre crise d'épilepsie
il saigne de la tête, ça ne s'arrête pas
ma mère a vomi du sang ce matin et encore maintenant
elle perd du sang par le nez et par la bouche
la plaie est profonde et le sang coule à flots
j'ai la main presque coupée
ma petite fille a mangé la mort aux rats
il a pris vingt pilules d'un coup
elle a bu du détergent
mon ado a trop bu, il ne répond presque plus
mon père s'est trompé, il a pris dix fois sa dose d'insuline
un scorpion a piqué mon fils
je ne veux plus vivre
mon frère a essayé de se pendre
elle veut se jeter par la fenêtre
je vais me faire du mal ce soir
j'ai avalé tous mes médicaments pour mourir
ma femme est enceinte et elle saigne beaucoup
les eaux sont parties et je suis à six mois
ma fille accouche dans la voiture
elle est enceinte et elle convulse
mon bébé ne bouge plus dans mon ventre depuis hier
mon nouveau-né est brûlant et il ne tète plus
mon fils est tombé du balcon
on a sorti le petit de l'eau, il ne respire pas
le bébé est tout gris et tout froid
ma fille a de la fièvre et elle n'arrive plus à plier le cou
j'ai la langue qui enfle
mon mari a été piqué par des guêpes et son visage est tout gonflé
ma gorge se serre depuis que j'ai mangé des crevettes
il est couvert de plaques et il a du mal à respirer
mon fils a mis la main dans l'huile chaude
l'eau bouillante lui est tombée sur le ventre
elle a de la Javel dans l'œil, elle ne voit plus
la bouteille de gaz a explosé, il y a des brûlés
un taxi-moto a renversé ma fille
mon père est tombé de l'échelle, il ne bouge plus
il a le bras qui pend, on voit l'os
mon fils s'est fait poignarder
elle s'est cogné la tête très fort et depuis elle dort et elle vomit
un camion lui a roulé sur le pied
il y a eu un accident devant chez nous, un blessé grave
`);

/** Worries, past events and figures of speech that are no emergency, in French. */
export const relativesFrenchNone = lines(`
j'ai fait un infarctus il y a deux ans et je veux un suivi
ma mère a eu un AVC en 2019, elle a besoin d'un contrôle
mon fils avait convulsé quand il était bébé, je veux en parler au docteur
j'ai saigné du nez la semaine dernière mais c'est fini
je meurs de faim, on peut faire vite ?
je suis mort de rire
ça me tue, ces horaires
je suis tombée enceinte et je voudrais un rendez-vous
je suis tombé sur votre numéro par internet
j'ai mal au dos depuis un mois
c'est pour un renouvellement de ma ventoline
je voudrais un rendez-vous pour mon asthme
ma fille a un peu de fièvre depuis hier
c'est pour une prise de sang
il faut que je fasse un bilan sanguin
j'ai un rhume et je tousse
je tousse un peu la nuit
je veux un rendez-vous pour mon épilepsie, le traitement est à renouveler
je me suis brûlé la langue avec le café hier, ce n'est rien
mon mari ronfle et il respire fort la nuit
je voudrais un vaccin contre la rage
je suis allergique à la pénicilline, il faut le noter
j'ai une allergie au pollen, je veux voir un spécialiste
vous avez un cardiologue ?
j'ai mal aux dents
mon cœur balance entre le mardi et le jeudi
je suis épuisée, j'ai besoin d'un rendez-vous
j'en ai assez d'attendre au téléphone
je m'étouffe de colère avec cette attente
mon fils s'est coupé le doigt il y a une semaine, il faut enlever les fils
il faut enlever les points de suture de mon mari
ma grand-mère est morte l'année dernière
c'est une urgence dentaire ? non, juste un contrôle
est-ce que vous faites les urgences ?
vous êtes ouverts en cas d'urgence ?
c'est un peu urgent, j'aimerais un rendez-vous cette semaine
mon téléphone est tombé, vous pouvez répéter ?
la ligne a coupé tout à l'heure
je ne vous entends plus, ça coupe
je suis enceinte de trois mois, je veux une échographie
je voudrais un rendez-vous de grossesse
j'ai accouché il y a six semaines, c'est pour la visite postnatale
mon bébé a deux mois, c'est pour son vaccin
il a mal au ventre de temps en temps
j'ai des pertes blanches, je veux voir la gynécologue
j'ai mes règles en retard
mon genou me fait souffrir quand je marche
j'ai peur de la piqûre
je prends des comprimés pour la tension
j'ai pris mes médicaments ce matin
est-ce qu'il faut être à jeun pour la prise de sang ?
je voudrais perdre du poids
j'ai une tache sur la peau à montrer
c'est à propos de l'accident du travail de l'an passé, il me faut un certificat
j'ai besoin d'un certificat d'aptitude au sport
mon oreille est bouchée
je dors mal en ce moment
je me sens un peu déprimé, je voudrais parler à quelqu'un du cabinet
je n'ai pas mal à la poitrine, c'est juste un contrôle
ce n'est pas une urgence
mon père a fait une crise cardiaque en mars, il doit revoir le cardiologue
j'ai été opéré du cœur il y a cinq ans
je me suis évanouie une fois l'été dernier, je voudrais un bilan
ma fille faisait de l'asthme petite
j'ai le souffle un peu court quand je monte les escaliers depuis des mois
mon fils a avalé un noyau de cerise la semaine passée, tout va bien
je suis mort de fatigue
il fait une chaleur à mourir
ça me fend le cœur de devoir annuler
j'ai un coup de cœur pour ce docteur
à mourir d'ennui, votre musique
je vais le tuer, il a encore oublié le rendez-vous
je brûle d'impatience
j'ai un feu sauvage sur la lèvre
je saigne un peu des gencives quand je me brosse les dents
mon chat m'a griffé le mois dernier
j'ai une cicatrice de brûlure à faire voir
je veux un test d'allergie
il me faut une ordonnance pour un EpiPen
je suis tombée il y a trois semaines, mon poignet est encore raide
j'ai la jambe un peu engourdie quand je reste assis
c'est pour retirer un plâtre
ma femme est enceinte, premier rendez-vous
le bébé bouge bien, c'est juste pour l'échographie
le docteur m'a dit de rappeler pour ma prise de sang
ma mère ne parle pas français, je peux traduire ?
il ne répond pas au téléphone, le docteur
je suis bloqué dans les embouteillages, je serai en retard
mon fils est un vrai danger public
je suis coincé au travail jusqu'à cinq heures
`);
