import { lines } from "./sentences.ts";

/** Dangers as bystanders and frightened patients describe them, in Spanish. */
export const toldSpanishDangers = lines(`
mi papá se cayó en el baño y no me habla
mi viejo se agarra el pecho y está sudando frío
se me está poniendo morada la niña
mi hijo se metió una moneda y no puede respirar
se le atoró un pedazo de carne y no puede ni toser
mi esposa tiene siete meses y está sangrando mucho
ya se le ve la cabeza al bebé estamos en la casa
se tomó todo el frasco de pastillas
mi hija se cortó las venas
ya no quiero vivir tengo la pistola aquí
mi hermano dice que se va a colgar
me despedí de todos ya no aguanto más esta vida
a mi mamá se le fue la boca de lado y no mueve el brazo
de repente no puedo hablar bien y se me durmió medio cuerpo
está temblando todo y se le voltearon los ojos
le dio un ataque y echa espuma por la boca
mi abuelita no despierta y está helada
lo picó una abeja y se le está cerrando la garganta
comió camarones y tiene la cara hinchada y le falta el aire
se cortó con el machete y la sangre sale a chorros
le dieron un balazo
lo apuñalaron afuera de la tienda
lo atropelló un carro y no se mueve
se cayó del techo y no siente las piernas
sacamos al niño de la alberca y no respira
le agarró la corriente y se quedó tirado
le cayó agua hirviendo encima al bebé
el niño se tomó el cloro
vomita sangre desde hace rato mucha
mi esposo diabético está sudando y no sabe ni dónde está
mi bebé de un mes está todo guango y no quiere comer con calentura de cuarenta
se golpeó la cabeza y está vomitando y muy dormido
no puedo respirar bien siento que me ahogo
tengo un dolor en el pecho que se me va al brazo
la mordió una víbora en el monte
huele a gas y mi mamá se desmayó
está muy grave mi tío no reacciona
se está ahogando mi abuelito con la comida
mi novio se metió algo y ya no responde
mi marido me está golpeando ayúdenme
tuvo el bebé en la casa y no para de sangrar
me duele el corazón y se me duerme el brazo izquierdo
mi jefe se fue de cara contra el escritorio y tiene los labios morados
mi suegro está bien pálido sudando y dice que le oprime el pecho
no puedo jalar aire ayúdenme por favor
la niña se tragó las pastillas de la presión de su abuela
estoy en la azotea y me voy a tirar
encontramos a mi primo ahorcado
mi esposa está por dar a luz y ya se le salió el cordón
tiene ocho meses de embarazo y le duele mucho la cabeza y ve lucecitas
el recién nacido no llora y está azul
se me salen las palabras mal y no puedo levantar la mano
el perro le destrozó la cara a mi hijo
se le prendió la ropa y está toda quemada
se partió la cabeza en el baño hay sangre por todas partes
mi tía vomitó como café molido y está muy débil
le cayó el tractor encima
está toda llena de ronchas y le silba el pecho
se tomó el raticida
una señora está tirada en la banqueta y no contesta
el bebé se cayó de la cama y quedó como muñeco de trapo
me dispararon en la pierna
hay un señor tirado en el pasillo y no se levanta
se le cayó media cara a mi esposo
mi hijo metió un tenedor en el enchufe
tiene contracciones cada dos minutos y estamos en el tráfico
estuvo todo el día en el sol y está diciendo incoherencias
mi hija se está hinchando después del antibiótico y le pica la garganta
estoy sangrando y empapo una toalla cada diez minutos
tiene un cuchillo y dice que nos va a matar
mi esposa tiembla mucho arde en fiebre y no me reconoce
se me cortó el dedo por completo
se tomó anticongelante pensando que era jugo
hay humo en la casa y mi mamá no puede salir
mi hermana embarazada se rodó por las escaleras
ya no le encuentro sentido a vivir voy a acabar con todo
el corazón se me salta y me desmayé dos veces
mi bebé dejó de respirar un momento y se puso blanco
creo que le está dando una embolia
mi vecino se electrocutó
el niño no para de vomitar y tiene el cuello tieso
mi abuelo se quedó como ido mirando fijo y no contesta
mi suegro se quedó aguado en la silla y no lo podemos hacer reaccionar
mi compañera se está ahogando con un pan
siento una pesadez horrible en el pecho y me duelen los dientes
a mi mamá se le cae el párpado y babea cuando toma agua
se volcó el carro y mi amigo está prensado
mi hijo se picó el ojo con un palo
le brinca la sangre de la pantorrilla le puse un cinturón
dice que quiere irse con su mamá al cielo y tiene las pastillas en la mano
mi vecino le disparó a su esposa
tengo treinta semanas y se me sale líquido con sangre
ya nació el bebé pero no llora
mi sobrina se cayó de cabeza en la cubeta con agua
encontramos al abuelo afuera en el frío y está tieso
mi amigo se metió mucha coca y el corazón le va a mil
toda la familia está mareada y vomitando por el calentador de gas
no orino desde ayer estoy toda hinchada y no puedo respirar acostada
el taxista está desmayado sobre el volante
silba tanto al respirar que no puede terminar una palabra
mi hijo lleva cinco minutos convulsionando
mi esposo me quiere matar tengo miedo
mi compañero mezcló pastillas y respira raro
a la abuela le cuelga el brazo y sonríe chueco
empujaron a mi amigo del segundo piso
mi hijo quedó atrapado debajo del portón
mi mamá dice que de repente no ve nada
estoy pensando en estrellar el carro contra un árbol
pisó un clavo y ahora no puede abrir la mandíbula
mi bebé de seis semanas tiene 39 y no quiere mamar
se le abrió la herida de la operación y se ve por dentro
tengo hormigueo en todo el lado derecho y veo borroso
está teniendo el bebé en el estacionamiento
lo mordió un perro con rabia en la mano
se cayó de la escalera de cabeza y está vomitando
a mi niño se le hunden las costillas al respirar
mi novio me apretó el cuello y va a regresar
le dio toques el refrigerador y quedó tirado
escupe espuma rosada y no puede respirar
mi papá no puede tragar y de repente la voz se le oye rara
los labios de mi hija están al doble
nadie me quiere me voy a cortar las venas
`);

/** Harmless sentences that share words with these dangers. */
export const toldSpanishNone = lines(`
ya estoy mejor de la tos del pecho quiero un control
mi papá murió el año pasado quiero cancelar su cita
quiero la vacuna para el bebé
hacen electrocardiogramas
me muero de hambre puedo comer antes del análisis
se me cayó el celular y no pude llamar
me duele el brazo desde la vacuna de ayer
mi hijo es asmático y necesita su inhalador
necesito quitarme los puntos de la mano
estoy embarazada de dos meses quiero mi primera cita
mi mamá tuvo un derrame hace tres años es para su revisión
se me corta la llamada perdón
el niño tiene mocos
no es urgente nada más una roncha
atienden epilepsia
me corté el dedo la semana pasada y quiero que lo revisen
estoy ahogada de trabajo puede ser otro día
me sangran las encías cuando me cepillo
me da miedo la sangre
quiero cambiar la cita de mi abuelo que es diabético
casi me da un infarto con el precio
mi esposo ronca mucho
necesito un certificado de primeros auxilios
me caí la semana pasada y todavía me duele la rodilla
dónde está la sala de emergencias
puedo llevar a mi mamá que no camina bien
el doctor me cortó la última vez que llamé
casi me muero de risa con la música
quiero que me quiten un lunar
perdí mi tarjeta del seguro
ya respiro mucho mejor con el tratamiento
mi hijo tuvo convulsiones de bebé y necesita seguimiento
se me quemó la comida y voy a llegar tarde
a mi esposo lo operaron del corazón en mayo y necesita revisión
tengo gripa desde ayer
mi mamá tiene la presión un poco alta y quiere una cita
hacen pruebas de embarazo
me duele la garganta desde hace tres días
mi papá no habla inglés hay problema
ella nunca contesta el teléfono llámeme a mí
se me ponchó la llanta no puedo llegar
cuál es el número de emergencias
me duele la rodilla desde el partido
le tiene pánico a las agujas
necesito que me saquen sangre el martes
ya se me bajó la hinchazón del tobillo
tuve dolor de pecho el mes pasado pero ya no
pueden vacunar a mi hijo contra la meningitis
necesito una cita por mi arritmia
mi esposo se cansa al subir las escaleras
hubo un fallecimiento en la familia y queremos cancelar
aceptan tarjetas de crédito
mi bebé tiene dos semanas y necesita su primera consulta
me duele el brazo de cargar a mi hija
puedo hablar con una enfermera
se tragó una semilla la semana pasada y está bien
se me está cayendo el pelo
el año pasado me desmayé y quieren revisarme
quiero una prueba de VIH
abren en navidad
me corté el pelo y mi foto ya no coincide
no me puedo levantar en las mañanas necesito un chequeo
me tomo todas mis pastillas antes del análisis
mi hija salió embarazada y queremos un ultrasonido
no hay estacionamiento en su calle
mi esposo no se bajó del carro está afuera
qué puedo comer antes de la colonoscopía
mi hijo tomó mucho refresco y le duele la panza
el doctor habla francés
no me contestan cuando llamo a la clínica
me rebané tantito el dedo con un cuchillo no es nada
me quedé atorada no puedo salir de la aplicación
el bebé está sacando los dientes y anda molesto
ustedes están por el puente en la calle río
vivo cerca de las vías del tren
quiero dejar de tomar
les agradezco de todo corazón
me resfrié y tengo tos
todavía viene en el metro va a llegar tarde
me pica un poco el ojo
me dijeron que mi corazón está bien
mi compañero toma vitaminas hay problema para el análisis
se me duermen las piernas cuando estoy sentada mucho
están en el segundo piso
mi bebé de seis semanas tiene cita para sus vacunas
mi cicatriz sanó muy bien
necesito lentes veo un poco borroso de lejos
puedo llevar a mi perro de servicio
vomitó una vez anoche pero ya está bien
mi novio les llama después
se descompuso el refrigerador y tengo que esperar al técnico
estoy ronco por la gripa
tengo los labios partidos
nadie contesta en la recepción
me torcí el tobillo jugando fútbol el domingo
mi bebé llora mucho en la noche
el doctor me dijo que bajara de peso
mi regla es muy abundante y quiero ver a la ginecóloga
voy manejando luego les llamo
me quedan dos pastillas necesito más
me picó una abeja ayer y todavía me da comezón
mi niña se lastimó la muñeca
tengo ronchas en el pecho
vengo a sacarme sangre para el doctor
tomo ácido fólico
la caída del pelo no para
se me cayó el celular y no contesta
tengo la garganta inflamada después de la gripa
me picó un mosquito y tiene ronchas
estoy comiendo no puedo hablar
estoy atorada entre el tráfico
tomo mucha coca cola
mi bebé tiene alergia al detergente
nació mi bebé y llora mucho
tengo que salir a poner gas
mi esposa está en el baño no contesta el celular
`);
