import { lines } from "./sentences.ts";

/** Bystanders describe what they see without naming it, in French. */
export const bystandersFrenchDangers = lines(`
vite, mon mari ne respire presque pas, il est couleur de cendre
docteur venez, la petite n'arrive plus à souffler
on dirait que l'air n'arrive plus dans ses poumons
ma sœur asthmatique est en détresse, elle parle plus que par mots
il est allongé, sa poitrine ne se soulève plus
je suffoque depuis que j'ai nettoyé avec ces produits
y a un bout de pomme qui est pris dans le gosier du petit
mamie s'est étranglée avec son pain, elle devient noire
mon garçon s'étouffe, je lui tape dans le dos et rien ne sort
il a une boule de viande coincée et il bave
j'ai un poing qui m'écrase la poitrine
mon père de soixante-dix ans a une douleur qui lui traverse la poitrine jusqu'au dos
mon cœur va s'arrêter, je suis en sueur et j'ai mal partout à gauche
depuis vingt minutes j'ai mal à la poitrine et je vais vomir
il est en arrêt, je lui fais un massage
la vieille a la moitié du corps qui ne marche plus
ma mère veut parler mais les mots ne sortent pas, et son sourire est de travers
il a lâché sa fourchette et son bras ne bouge plus
elle voit tout en double et elle titube depuis ce matin
son visage s'est affaissé à droite
je pense à un AVC, sa main gauche ne serre plus
il était en train de parler et il est tombé comme ça, il ne dit plus rien
mon copain est dans les vapes, je n'arrive pas à le faire revenir
elle est tombée en syncope à l'église
papa ne se réveille pas malgré qu'on l'arrose
il respire mais il ne réagit à rien
mon enfant est sans vie dans mes bras
le petit a les yeux révulsés et il claque des dents
ma fille fait une crise, c'est sa troisième aujourd'hui
il se tord par terre, il s'est mordu la langue
depuis cinq minutes son corps saute tout seul
elle est en train de convulser, venez
j'ai mis trois serviettes et le sang traverse
mon fils s'est entaillé la cuisse avec la débroussailleuse
elle saigne par en bas, des caillots gros comme le poing
il crache du sang depuis ce matin
sa jambe est ouverte, on voit la chair
grand-père a fait du sang rouge dans les toilettes et il est blanc comme un drap
mon enfant a bu le produit pour déboucher les toilettes
la gamine a croqué les comprimés de sa mamie
j'ai mélangé tous mes somnifères avec de l'alcool
mon frère a pris de la drogue et il ne répond plus
mon mari a inhalé des gaz au travail, il vomit et il titube
un serpent m'a mordu au champ
il s'est injecté trop d'insuline, il est tout drôle
je n'en peux plus, je veux mourir
adieu, j'ai pris tous les cachets
mon fils s'est enfermé avec le fusil, il dit qu'il va se tuer
elle a tenté de se suicider
je vais me jeter sous le train
mon mari s'est pendu
enceinte de huit mois, j'ai du sang qui coule entre les jambes
le bébé arrive, on est coincés sur la route
ma sœur enceinte a des convulsions
elle pousse déjà, je vois les cheveux
j'ai perdu du liquide, je suis à trente semaines, et ça n'arrête pas
je ne sens plus mon bébé depuis deux jours
ma fille de dix jours est brûlante
mon bébé est tout flasque et sa peau est marbrée
le petit est resté sous l'eau dans la bassine
mon fils est tombé du premier étage sur la tête
la petite a trente-neuf cinq avec des petites taches violettes
elle gonfle, elle a mangé du crabe
les lèvres de mon fils ont doublé de volume
depuis le médicament il est couvert de boutons et il siffle
une abeille l'a piqué dans la bouche et il ne peut plus avaler
la friteuse a pris feu et il a les mains brûlées
elle a reçu la bouilloire sur les jambes, la peau se décolle
mon collègue a pris une décharge, il est au sol
de l'acide a giclé dans ses yeux
on vient de se faire rentrer dedans par un camion, ma femme est coincée
mon voisin a été poignardé devant la maison
il est tombé du manguier, il ne sent plus ses jambes
mon fils s'est pris la main dans le broyeur
il a reçu une balle dans la jambe
allô, euh, c'est mon père, il s'est levé et il est devenu gris, il cherche sa respiration
ma copine elle hyperventile, elle dit qu'elle va y passer
j'entends un drôle de bruit quand le bébé inspire et son cou se creuse
son asthme est reparti, il a fait dix bouffées et rien
mon frère a l'oxygène à la maison et là ça ne suffit plus
je dors assise et là je n'ai plus d'air du tout
le gamin jouait avec un ballon et il l'a aspiré, il ne parle plus
elle mangeait des frites, elle se tient la gorge
un caramel est parti dans le mauvais tuyau
mon grand-père s'étouffe avec ses médicaments
papa dit que ça lui broie la poitrine
j'ai mal là, au milieu, ça remonte dans le cou, et je suis trempé
son cœur bat n'importe comment et il va tomber
il s'est arrêté de courir en se tenant le cœur
ça me lance dans l'épaule gauche et je me sens mourir
sa pile cardiaque a envoyé plusieurs chocs
mon mari ne trouve plus ses mots et sa bouche penche
elle a voulu prendre le verre, sa main l'a lâché, et maintenant elle parle comme si elle était saoule
d'une minute à l'autre il ne reconnaît plus personne
je n'ai plus de force dans tout le côté droit
papy s'est réveillé avec l'œil qui tombe
ma mère a un mal de crâne horrible et elle vomit, ça a commencé d'un coup
y'a quelqu'un couché sur le trottoir, il ne bouge pas
on la secoue, elle n'ouvre pas les yeux
mon ami a trop fumé, il est tout blanc et il ne répond pas
il s'est affalé sur la table d'un seul coup
elle est partie, elle ne nous entend plus
il a glissé dans le coma je crois, il est diabétique
il s'est mis à trembler comme une feuille, les yeux partis
ma fille est épileptique et ça dure plus de cinq minutes
le petit est chaud et il tressaute de partout
mon voisin bave et se débat par terre sans nous voir
je me suis planté le couteau dans la main et ça pisse
ma femme saigne depuis l'extraction de dent et ça ne tarit pas
le garrot ne tient pas, il se vide
grand-mère prend des anticoagulants, elle est tombée sur la tête
mon fils est passé à travers la baie vitrée
il a une artère coupée
mon fils a siphonné de l'essence et il en a avalé
la petite a vidé le flacon de sirop
elle a avalé des antidépresseurs, il en manque une trentaine
on l'a drogué, il délire et il a la bouche qui mousse
toute la famille a mal à la tête depuis qu'on a allumé le poêle
mon bébé a sucé une plaquette de pilules
j'ai reçu du pesticide en pulvérisant et je vomis
mon ami m'a envoyé un message pour dire adieu
je suis sur le pont et je regarde l'eau
ça ne vaut plus la peine, je vais avaler tout ça
mon mari a pris la carabine et est parti dans le bois, il a dit de pas l'attendre
elle se taillade les bras en ce moment
j'ai des idées noires, j'ai peur de passer à l'acte
je suis enceinte et j'ai un gros saignement
la poche vient de craquer et c'est vert
je sens le cordon qui dépasse
ma voisine accouche toute seule chez elle
j'ai les mains gonflées, enceinte de huit mois, et je vois trouble
ma fille de quatre jours ne se réveille plus pour manger
mon bébé a du mal à respirer, ses narines bougent
notre fils a disparu dans la piscine, on vient de le sortir
la petite de deux ans a plus de quarante et elle est somnolente
le bébé a fait une pause respiratoire
il est passé par la fenêtre, deux étages
une guêpe dans le cou, il enfle à toute vitesse
elle se gratte partout, elle a la voix qui change et elle étouffe
j'ai pris une pénicilline et mon visage a doublé
le vernis a pris feu dans ses mains
mon apprenti s'est brûlé au goudron
le thé bouillant est tombé sur le torse du bébé
il y a eu une explosion à l'atelier
ma mère a glissé, sa hanche est sortie, elle hurle
il a le tibia qui perce
mon fils a reçu un parpaing sur la tête
le cheval lui a donné un coup de sabot au ventre, il est plié et tout pâle
on a été percutés, mon passager ne bouge plus
il s'est fait tabasser, il crache du sang
`);

/** Everyday calls that use the same words, in French. */
export const bystandersFrenchNone = lines(`
je vous appelle parce que ma mère doit refaire ses lunettes
mon mari a été hospitalisé en septembre pour son cœur, il lui faut une visite de contrôle
j'ai eu une fausse couche l'année dernière, je voudrais consulter
j'ai un petit bouton sur le bras
il y a un mois je me suis fait mordre par un chien, j'ai besoin du rappel de vaccin
c'est mort pour mardi, plutôt mercredi
je tombe des nues, le rendez-vous est annulé ?
mon rendez-vous est tombé à l'eau
ça m'a coupé le souffle, le prix
je suis à bout de souffle, j'ai couru pour décrocher
on s'arrache les cheveux pour vous joindre
je me saigne aux quatre veines pour payer ces soins
ne quittez pas, mon bébé pleure
le petit ne veut pas manger ses légumes
mon fils a perdu sa carte vitale
elle a perdu son carnet de santé
le docteur ne m'a pas répondu
j'ai la tête qui va exploser avec ces papiers
j'ai le bras dans le plâtre, je viens pour l'enlever
mon fils a un bleu au genou
c'est pour un suivi de diabète
je voudrais faire surveiller ma tension
j'ai la gorge qui gratte et le nez bouché
ma fille tousse depuis trois jours sans fièvre
j'ai besoin d'un dentiste, j'ai une dent cassée
c'est pour mon fils de huit ans, il fait pipi au lit
ma femme est enceinte de cinq mois, c'est pour la deuxième échographie
je dois accoucher en mars, je voudrais une place
je voudrais savoir si vous faites les vaccins contre la fièvre jaune
j'ai des fourmis dans les jambes quand je reste assise
je prends un traitement pour le cœur, je dois le renouveler
ma mère est morte il y a deux mois et je dors mal
j'ai envie de vomir en voiture, vous avez un conseil ?
je suis coincé, je ne peux pas venir demain
ma voiture est en panne, il faut déplacer
mon fils a fait une chute de vélo la semaine passée, le genou n'est pas guéri
on m'a opéré de l'appendicite en août
mon médecin m'a parlé du risque d'AVC, je veux un bilan
je voudrais arrêter de fumer
j'ai la peau sèche aux mains
il s'est réveillé trop tard pour son rendez-vous
je n'arrive pas à vous entendre
vous m'avez coupé la parole
je veux parler à quelqu'un, vite
non non, personne n'est malade, je veux l'adresse
ma grand-mère n'entend plus très bien
c'est pour un certificat de décès
mon chien a été écrasé hier et je suis triste
j'ai bu trop de café ce matin
je prends deux comprimés par jour, c'est normal ?
j'appelle pour ma carte mutuelle
est-ce que le docteur prend les enfants de deux ans
mon père a une pile cardiaque, il faut la contrôler une fois par an
je suis asthmatique depuis toujours, je voudrais un spécialiste
on m'a dit d'attraper la ligne avant neuf heures
vous me sauvez la vie, merci
je voudrais une consultation pour des migraines
ma mère prend des anticoagulants, elle a besoin d'une prise de sang
j'ai mal au genou droit quand je cours
c'est pour retirer des fils à la main
ma fille est tombée à l'école la semaine dernière, on nous demande un certificat
j'ai des boutons d'acné sur le visage
mes lèvres sont gercées
je me suis fait piquer par un moustique, ça me gratte
mon bébé fait ses dents, il bave beaucoup
il régurgite un peu après le lait
mon fils a le nez qui coule
je voudrais voir quelqu'un pour mon sommeil, je me réveille à trois heures
mes enfants me rendent folle
j'ai cassé mes lunettes
ma jambe me démange
je cherche un kiné pour mon épaule
ma tante a été guérie d'un cancer du sein
on a coupé l'électricité chez nous, je vous rappelle
mon téléphone est presque déchargé
le médecin m'a fait un arrêt de travail
mon mari a perdu son père, il a besoin d'un arrêt
pouvez-vous me faire parvenir mes résultats de sang
j'ai de l'eczéma aux mains, la peau pèle
mes pieds gonflent un peu le soir
je voudrais un rendez-vous pour mes varices
j'ai du cholestérol
je fume un paquet par jour, je veux arrêter
c'est pour un frottis
je suis stressé par le travail
ma fille a peur des médecins
mon bébé a la peau sèche
je suis sourd d'une oreille, parlez plus fort
j'ai un rendez-vous mardi et je suis coincée au bureau
mon mari a mal au dos depuis qu'il a porté un meuble
`);
