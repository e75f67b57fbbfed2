import { lines } from "./sentences.ts";

/** Dangers as frightened people say them and speech recognition writes them. */
export const saidInFear = {
  fr: lines(`
mon voisin est tombé dans l'escalier il ne bouge plus du tout
ma grand-mère fait un malaise elle est toute blanche et en sueur
il a le visage tout tordu d'un côté et il bafouille
j'ai la bouche de travers depuis ce matin et mon bras pend
ma fille a avalé une pile bouton
le petit a mis une bille dans sa bouche elle est restée coincée il devient bleu
elle siffle en respirant et n'arrive pas à dire trois mots
j'ai l'impression qu'un éléphant est assis sur ma poitrine
ça me serre dans la poitrine et ça descend dans le bras gauche
mon cœur bat n'importe comment et je vais tomber dans les pommes
mon père vient de s'écrouler en mangeant
il est par terre les yeux révulsés et il tremble de partout
elle convulse depuis dix minutes ça ne s'arrête pas
mon bébé de trois semaines a quarante de fièvre et il est tout mou
le bébé gémit et ne veut plus téter depuis hier il ne réagit presque pas
ma femme perd énormément de sang et elle est enceinte de sept mois
j'ai perdu les eaux à six mois et j'ai très mal
la tête du bébé est en train de sortir
elle vient d'accoucher à la maison et ça saigne sans s'arrêter
je me suis ouvert le poignet avec la vitre ça gicle
il s'est coupé l'artère à la cuisse avec la tronçonneuse
on vient de le poignarder dans le ventre
il a reçu une balle dans la jambe
une voiture l'a renversé il ne parle plus
accident de moto il a la jambe qui part dans l'autre sens
il est tombé du toit et il ne sent plus ses jambes
ma mère a pris toute sa boîte de somnifères
j'ai avalé trente comprimés de paracétamol
mon fils a bu de l'eau de javel
la petite a bu le produit pour déboucher les toilettes
mon mari s'est pendu je viens de couper la corde
je vais me jeter sous le train
j'ai envie d'en finir ce soir
je n'en peux plus je veux mourir
mon frère menace de se tirer une balle
ma copine s'est taillé les veines dans la salle de bain
il a été piqué par une guêpe et sa gorge gonfle
ses lèvres ont doublé de volume après les crevettes
il a des plaques partout et il respire mal depuis l'antibiotique
un serpent vient de mordre mon garçon
on l'a sorti de la piscine il ne respire plus
il s'est noyé dans le puits on l'a remonté
il a pris le courant en touchant le câble et il est inconscient
de l'huile bouillante sur tout le bras de ma fille la peau part
sa chemise a pris feu il est brûlé au visage et au torse
on a tous mal à la tête à cause du poêle et ma femme s'est évanouie
ça sent le gaz et les enfants n'arrivent pas à se réveiller
il vomit du sang noir comme du café
elle crache du sang à pleine bouche
il a du sang dans les selles plein la cuvette et il tourne de l'œil
mon diabétique de mari ne répond plus, il transpire et il est froid
son sucre est à zéro trente et il ne se réveille pas
elle ne se souvient plus de son nom depuis une heure et elle parle de travers
d'un coup je ne vois plus rien d'un œil et j'ai la main morte
le pire mal de tête de ma vie c'est venu d'un coup comme un coup de tonnerre
il a la nuque raide de la fièvre et des taches violettes sur les jambes
ma fille a des taches rouges qui ne partent pas quand j'appuie et elle somnole
il ne respire que par à-coups
je crois qu'il est mort aidez-moi
il n'a plus de pouls
il râle et il ne me reconnaît pas
elle étouffe avec un os de poulet
un morceau de viande est resté en travers il ne peut plus parler
la petite a une cacahuète dans les bronches elle tousse et devient grise
mon bébé s'est arrêté de respirer pendant son sommeil
j'ai secoué le bébé il ne bouge plus
il est tombé de la table à langer il vomit et il dort tout le temps
il s'est cogné la tête il saigne de l'oreille
un pot est tombé sur sa tête il a le crâne ouvert
son doigt est arraché par la machine
il s'est coincé le bras dans la presse
il a une barre de fer plantée dans la cuisse
j'ai un couteau planté dans la main
mon œil a pris de l'acide je ne vois plus
on m'a violée cette nuit j'ai besoin d'aide
mon mari me frappe il est dans la maison il va me tuer
il m'étrangle quand il boit il vient de recommencer
mon père a pris deux fois sa dose d'insuline il est tout confus
elle a pris son anticoagulant en double et elle saigne du nez sans s'arrêter
je saigne depuis l'opération et le pansement est trempé
ma cicatrice s'est ouverte on voit dedans
j'ai une jambe gonflée et d'un coup du mal à respirer
je n'arrive plus à uriner depuis hier soir et j'ai le ventre comme du bois
le ventre dur comme du bois il se tord de douleur il est livide
mon testicule me fait un mal atroce depuis deux heures et je vomis
ma fille enceinte voit des mouches et elle a très mal à la tête
elle est enceinte et elle convulse
je ne sens plus bouger mon bébé depuis hier
il fait une crise d'épilepsie et une autre juste après
il a pris de l'héroïne il est bleu
mon colocataire a fait une overdose
il a bu deux bouteilles et je n'arrive pas à le réveiller
il a trop bu il vomit couché et il ne répond pas
coup de chaleur il délire et sa peau est brûlante
on l'a trouvé dans le froid il ne grelotte même plus
mon père a la bouche bleue et les doigts aussi
faites vite il s'en va
vite une ambulance mon fils
envoyez quelqu'un elle meurt
c'est le cœur c'est sûr il se tient la poitrine
la foudre est tombée sur lui
elle a bu du détergent
la bouteille de gaz lui a explosé au visage
ma grand-mère est tombée elle ne peut plus se relever
`),
  en: lines(`
my neighbour fell down the stairs and he's not moving at all
grandma's come over all pale and sweaty and she can't stand
one side of his face has gone slack and he's talking gibberish
my mouth is droopy since this morning and my arm just hangs there
my daughter swallowed a button battery
he put a marble in his mouth and it's stuck he's turning blue
she's whistling when she breathes and can't get three words out
feels like there's an elephant sitting on my chest
tightness in my chest going down my left arm
my heart is all over the place and I'm about to pass out
my dad just dropped at the dinner table
he's on the floor his eyes rolled back and he's jerking
she's been fitting for ten minutes and it won't stop
my three week old has a fever of a hundred and four and he's floppy
the baby's moaning and won't feed and barely reacts
my wife is losing loads of blood and she's seven months pregnant
my water broke at twenty six weeks and it really hurts
I can see the baby's head
she just gave birth at home and the bleeding won't stop
I cut my wrist on the glass and it's spurting
he cut the artery in his thigh with a chainsaw
somebody just stabbed him in the belly
he took a bullet in the leg
a car knocked her over and she isn't talking
motorbike crash his leg is bent the wrong way
he fell off the roof and can't feel his legs
my mom took the whole bottle of her sleeping pills
I swallowed thirty tylenol
my son drank bleach
the little one drank drain cleaner
my husband hanged himself I just cut him down
I'm going to jump in front of a train
I want to end it tonight
I can't take it anymore I want to die
my brother's threatening to shoot himself
my girlfriend slit her wrists in the bathroom
he got stung by a wasp and his throat is swelling
her lips doubled in size after the shrimp
he's covered in hives and breathing badly since the antibiotic
a snake just bit my boy
we pulled him out of the pool and he's not breathing
he nearly drowned in the pond and he's coughing up foam
he got shocked by the cable and he's out cold
boiling oil all over my daughter's arm and the skin's coming off
his shirt caught fire he's burned on the face and chest
we've all got headaches from the heater and my wife fainted
I smell gas and the kids won't wake up
he's vomiting black stuff like coffee grounds
she's spitting up mouthfuls of blood
there's blood filling the toilet and he's going faint
my husband's diabetic and he's cold and clammy and not answering
his sugar is thirty and I can't wake him
she doesn't know her own name since an hour ago and she's talking nonsense
suddenly I can't see out of one eye and my hand's gone dead
worst headache of my life it came on like a thunderclap
stiff neck and fever and purple spots on his legs
my daughter has a rash that won't fade when I press it and she's drowsy
he's only breathing every now and then
I think he's dead help me
he has no pulse
he's gurgling and doesn't recognise me
she's choking on a chicken bone
a piece of steak is stuck and he can't talk
she's got a peanut in her windpipe she's coughing and going grey
my baby stopped breathing in his sleep
I shook the baby and he's not moving
he rolled off the changing table and he keeps throwing up and sleeping
he hit his head and there's blood coming out of his ear
a flower pot fell on her head her skull is open
the machine took his finger off
his arm's caught in the press
he's got a metal rod through his thigh
there's a knife stuck in my hand
I got acid in my eye and I can't see
I was raped last night and I need help
my husband is beating me he's in the house he's going to kill me
he just choked me again
my father took his insulin twice and he's all confused
she doubled her blood thinner and her nose won't stop bleeding
I'm bleeding through the dressing from my surgery
my incision came open and you can see inside
my leg is swollen and all of a sudden I'm short of breath
I can't pee since last night and my belly is hard as a rock
his stomach's rigid he's doubled over and white as a sheet
my testicle has been in agony for two hours and I'm throwing up
my pregnant daughter is seeing spots and has a terrible headache
she's pregnant and having a fit
I haven't felt the baby move since yesterday
he had a seizure and then another one right after
he took heroin and he's blue
my roommate overdosed
he drank two bottles and I can't wake him up
he's drunk and throwing up lying down and not responding
heat stroke he's delirious and his skin is burning
we found him out in the cold and he's not even shivering
my father's lips and fingers are blue
hurry he's slipping away
ambulance quick my son
send someone she's dying
it's his heart he's clutching his chest
he's been struck by lightning
the gas bottle blew up in his face
my grandma fell and can't get up and her hip hurts terribly
`),
  es: lines(`
mi vecino se cayó por las escaleras y no se mueve nada
mi abuela se puso pálida y sudando frío y no se sostiene
tiene la cara torcida de un lado y no se le entiende nada
amanecí con la boca chueca y el brazo se me cae
mi hija se tragó una pila de botón
se metió una canica a la boca y se le atoró se está poniendo azul
le chifla el pecho y no puede decir ni tres palabras
siento como un elefante sentado en el pecho
me aprieta el pecho y me baja al brazo izquierdo
el corazón me late como loco y me voy a desmayar
mi papá se acaba de caer redondo comiendo
está en el piso con los ojos en blanco y temblando
lleva diez minutos convulsionando y no para
mi bebé de tres semanas tiene cuarenta de fiebre y está todo flojito
el bebé se queja no quiere mamar y casi no reacciona
mi esposa está perdiendo muchísima sangre y tiene siete meses de embarazo
se me rompió la fuente a los seis meses y me duele mucho
ya se le ve la cabeza al bebé
acaba de dar a luz en la casa y no para de sangrar
me corté la muñeca con el vidrio y sale a chorros
se cortó la arteria del muslo con la motosierra
lo acaban de acuchillar en la barriga
le dieron un balazo en la pierna
la atropelló un coche y no habla
se accidentó en la moto y tiene la pierna doblada al revés
se cayó del techo y no siente las piernas
mi mamá se tomó todo el frasco de pastillas para dormir
me tragué treinta paracetamoles
mi hijo tomó cloro
la niña se tomó el destapacaños
mi esposo se colgó y lo acabo de bajar
me voy a aventar al tren
quiero acabar con todo esta noche
ya no aguanto quiero morirme
mi hermano dice que se va a pegar un tiro
mi novia se cortó las venas en el baño
lo picó una avispa y se le hincha la garganta
se le pusieron los labios enormes después de los camarones
está lleno de ronchas y respira mal desde el antibiótico
una culebra acaba de morder a mi niño
lo sacamos de la alberca y no respira
casi se ahoga en el estanque y le sale espuma
le dio toques el cable y quedó inconsciente
le cayó aceite hirviendo en el brazo a mi hija y se le sale la piel
se le prendió la camisa está quemado de la cara y el pecho
a todos nos duele la cabeza por el calentador y mi esposa se desmayó
huele a gas y los niños no despiertan
está vomitando negro como café molido
está escupiendo bocanadas de sangre
hay sangre llenando el escusado y se está mareando
mi marido es diabético está frío y sudando y no contesta
tiene el azúcar en treinta y no lo puedo despertar
hace una hora que no sabe ni cómo se llama y habla puras incoherencias
de repente no veo de un ojo y tengo la mano muerta
el peor dolor de cabeza de mi vida me vino de golpe
tiene el cuello tieso fiebre y manchas moradas en las piernas
mi hija tiene un sarpullido que no se le quita al apretar y está muy adormilada
respira nomás de vez en cuando
creo que está muerto ayúdenme
no le encuentro el pulso
hace un ronquido feo y no me reconoce
se está ahogando con un hueso de pollo
se le atravesó un pedazo de carne y no puede hablar
tiene un cacahuate en los pulmones tose y se está poniendo gris
mi bebé dejó de respirar dormido
sacudí al bebé y ya no se mueve
se cayó del cambiador vomita y se la pasa dormido
se pegó en la cabeza y le sale sangre del oído
le cayó una maceta en la cabeza y tiene el cráneo abierto
la máquina le arrancó el dedo
se le quedó el brazo atorado en la prensa
tiene una varilla clavada en el muslo
tengo un cuchillo enterrado en la mano
me cayó ácido en el ojo y no veo
me violaron anoche necesito ayuda
mi marido me está golpeando está en la casa y me va a matar
me acaba de ahorcar otra vez
mi papá se puso doble insulina y está todo confundido
se tomó doble el anticoagulante y no le para la sangre de la nariz
estoy sangrando de la operación y la venda está empapada
se me abrió la herida y se ve por dentro
tengo la pierna hinchada y de repente me falta el aire
no puedo orinar desde anoche y tengo la panza como piedra
tiene el estómago duro como tabla se retuerce y está blanco como papel
me duele horrible un testículo desde hace dos horas y estoy vomitando
mi hija está embarazada ve lucecitas y le duele mucho la cabeza
está embarazada y está convulsionando
no siento que se mueva mi bebé desde ayer
le dio un ataque epiléptico y luego otro seguido
se metió heroína y está azul
mi compañero de cuarto tiene una sobredosis
se tomó dos botellas y no lo puedo despertar
está borracho vomita acostado y no responde
golpe de calor está delirando y arde
lo encontramos en el frío y ya ni tiembla
mi papá tiene los labios y los dedos morados
apúrense que se nos va
rápido una ambulancia mi hijo
manden a alguien se muere
es el corazón se está agarrando el pecho
mi abuelito se atragantó con la sopa y ya no puede jalar aire
mi niña se comió las pastillas de la presión de su abuela
se le paró el corazón a mi tío
mi hermana está embarazada y le salió un chorro de sangre
me duele el pecho cuando respiro y me falta el aire
mi mamá habla enredado y no puede levantar el brazo
el niño se electrocutó con el enchufe
mi esposo se cayó de la escalera y tiene la pierna rota se le ve el hueso
se me está cerrando la garganta comí mariscos
mi hija adolescente se encerró en el baño con una navaja y dice que se va a matar
hay un señor tirado en la calle y no reacciona
mi bebé está morado
tengo ganas de quitarme la vida
mi suegra se desplomó y le sale baba
me picó un alacrán y se me duerme la lengua
se quemó con agua hirviendo toda la espalda
mi papá no despierta de la siesta
está vomitando sangre
creo que le dio un infarto
se pinchó con la jeringa de heroína y no despierta
mi hijo se golpeó la cabeza y está vomitando
el bebé no respira bien y se le hunde el pecho
se ahogó en la tina
tiene fiebre de cuarenta y uno y está delirando
no siento la mitad de la cara
me corté el dedo completo con la sierra
mi esposa está pariendo en el coche
mi vecina tomó veneno
se metió el dedo en el contacto y le pegó la corriente
lo apuñalaron
está teniendo un ataque al corazón
le explotó el boiler en la cara
mi hermano se está desangrando
tomé muchas pastillas para no despertar
no puedo mover las piernas de repente
mi hija tiene convulsiones
se tragó un imán
lo mordió un perro en el cuello y sangra mucho
mi abuela se cayó y no se puede levantar le duele la cadera muchísimo
le cayó un rayo
mi pequeño se tragó detergente
`),
} as const;
