import { lines } from "./sentences.ts";

/** Bystanders describe what they see without naming it, in Spanish. */
export const bystandersSpanishDangers = lines(`
apúrese, mi esposo casi no respira y está color ceniza
la niña no alcanza a respirar
parece que no le llega el aire a los pulmones
mi hermana tiene asma y ya nada más dice una palabra a la vez
no se le mueve el pecho
me asfixio desde que mezclé esos productos
tiene un pedazo de manzana en la garganta
la abuela se atoró con el pan y se está poniendo negra
le pego en la espalda y no sale nada
tiene carne atorada y está babeando
siento como un puño que me aplasta el pecho
mi papá de setenta años tiene un dolor que le atraviesa el pecho hasta la espalda
se me va a parar el corazón, estoy empapado en sudor
llevo veinte minutos con dolor de pecho y ganas de vomitar
se le paró el corazón, le estoy dando masaje
medio cuerpo no le funciona
mi mamá quiere hablar pero no le salen las palabras y tiene la sonrisa chueca
se le cayó el tenedor y el brazo no lo mueve
ve doble y se tambalea desde la mañana
se le bajó la cara del lado derecho
creo que es un derrame, no me aprieta la mano
estaba hablando y se fue al suelo, ya no dice nada
mi novio está ido y no lo puedo hacer volver
se desmayó en la iglesia
mi papá no despierta ni con agua
respira pero no reacciona a nada
mi hijo está sin vida en mis brazos
tiene los ojos para arriba y los dientes apretados y tiembla
mi hija está teniendo una convulsión, la tercera hoy
se retuerce en el piso y se mordió la lengua
lleva cinco minutos que le brinca el cuerpo
está convulsionando, vengan
ya van tres toallas y sigue saliendo sangre
mi hijo se cortó el muslo con la desbrozadora
está echando coágulos del tamaño de un puño
escupe sangre desde la mañana
tiene la pierna abierta, se le ve la carne
el abuelo hizo sangre roja en el baño y está blanco como papel
mi niño se tomó el líquido para destapar el baño
la niña masticó las pastillas de la abuela
mezclé todas mis pastillas con tequila
mi hermano se drogó y no contesta
mi marido respiró gas en el trabajo, vomita y se tambalea
me mordió una culebra en el campo
se inyectó demasiada insulina y está raro
ya no puedo más, me quiero morir
adiós, me tomé todas las pastillas
mi hijo se encerró con la escopeta y dice que se mata
intentó suicidarse
me voy a tirar al tren
mi esposo se colgó
tengo ocho meses de embarazo y me baja sangre por las piernas
ya viene el bebé y estamos atorados en la carretera
mi hermana embarazada tiene convulsiones
ya está pujando, veo el pelo
me sale líquido y apenas tengo treinta semanas
no siento al bebé desde hace dos días
mi bebé de diez días está ardiendo
mi bebé está aguadito y tiene la piel manchada
estaba debajo del agua en la tina
mi hijo se cayó del primer piso de cabeza
tiene fiebre y puntitos morados
se está hinchando, comió cangrejo
a mi hijo se le hicieron los labios el doble
desde la medicina tiene ronchas y le silba el pecho
una abeja lo picó en la boca y no puede tragar
se prendió la freidora y tiene las manos quemadas
se le cayó la tetera en las piernas y se le cae la piel
a mi compañero le dio un toque y está tirado
le saltó ácido a los ojos
un camión nos chocó y mi esposa está prensada
apuñalaron al vecino aquí afuera
se cayó de un árbol y no siente las piernas
mi hijo metió la mano en la trituradora
le dieron un balazo en la pierna
bueno, este, es mi papá, se paró y se puso gris, busca aire
mi novia está hiperventilando, dice que se va a morir
hace un ruido raro el bebé cuando respira y se le hunde el cuello
le regresó el asma, diez disparos y nada
mi hermano tiene oxígeno en la casa y ya no le alcanza
duermo sentada y ahora no tengo nada de aire
el niño jugaba con un globo y lo aspiró, no habla
estaba comiendo papas y se agarra la garganta
un caramelo se le fue por el camino equivocado
mi abuelo se ahoga con sus medicinas
papá dice que algo le tritura el pecho
me duele aquí en medio, me sube al cuello y estoy empapado
su corazón late como loco y está por caerse
dejó de correr agarrándose el pecho
me da en el hombro izquierdo y siento que me muero
su desfibrilador le disparó tres veces
mi esposo no encuentra las palabras y se le cuelga la boca
quiso agarrar el vaso, la mano lo soltó y ahora habla como borracha
de un minuto a otro no conoce a nadie
no tengo fuerza en todo el lado derecho
el abuelo amaneció con el ojo caído
mi mamá tiene un dolor de cabeza horrible y vomita, le empezó de golpe
hay alguien tirado en la banqueta y no se mueve
la sacudimos y no abre los ojos
mi amigo fumó de más, está blanco y no responde
se desplomó en la mesa de repente
se nos fue, ya no nos oye
creo que cayó en coma, es diabético
empezó a temblar como una hoja con los ojos perdidos
mi hija es epiléptica y ya lleva más de cinco minutos
el niño está caliente y brinca todo
mi vecino babea y se revuelca en el piso sin vernos
me clavé el cuchillo en la mano y sale a chorros
mi esposa sangra desde que le sacaron la muela y no para
el torniquete no aguanta
mi abuela toma anticoagulantes y se cayó de cabeza
mi hijo atravesó la puerta de vidrio
tiene una arteria cortada
mi hijo chupó gasolina con la manguera y se tragó
la niña vació el frasco de jarabe
tomó antidepresivos, faltan como treinta
lo drogaron, delira y echa espuma
a toda la familia le duele la cabeza desde que prendimos la estufa
mi bebé chupó una tira de pastillas
me cayó pesticida fumigando y estoy vomitando
mi amigo me mandó un mensaje de despedida
estoy en el puente mirando el agua
no vale la pena, me voy a tragar todo esto
mi marido agarró el rifle, se fue al monte y dijo que no lo espere
se está cortando los brazos ahora mismo
tengo pensamientos oscuros y miedo de hacer una locura
estoy embarazada y tengo una hemorragia
se me acaba de romper la fuente y salió verde
siento que se sale el cordón
mi vecina está dando a luz sola en su casa
tengo las manos hinchadas, ocho meses de embarazo y veo borroso
mi hija de cuatro días no despierta para comer
mi bebé batalla para respirar, se le abren las narices
nuestro hijo se perdió en la alberca, apenas lo sacamos
la niña de dos años pasa de cuarenta y está adormilada
el bebé hizo una pausa al respirar
se fue por la ventana, dos pisos
una avispa en el cuello y se hincha rapidísimo
se rasca todo, le cambia la voz y se ahoga
tomé penicilina y se me hinchó la cara
el barniz se prendió en sus manos
mi ayudante se quemó con chapopote
el té hirviendo cayó en el pecho del bebé
hubo una explosión en el taller
mi mamá se resbaló, se le salió la cadera y grita
se le asoma la tibia
le cayó un bloque en la cabeza a mi hijo
el caballo lo pateó en la panza, está doblado y pálido
nos chocaron por atrás y mi pasajero no se mueve
lo golpearon y escupe sangre
`);

/** Everyday calls that use the same words, in Spanish. */
export const bystandersSpanishNone = lines(`
llamo porque mi mamá necesita lentes nuevos
mi esposo estuvo hospitalizado en septiembre por el corazón, le toca revisión
tuve un aborto espontáneo el año pasado y quiero una consulta
tengo un granito en el brazo
hace un mes me mordió un perro y necesito el refuerzo
el martes imposible, mejor el miércoles
se me cayó la cita
el precio me dejó sin aliento
vengo sin aire, corrí a contestar
nos jalamos los pelos para comunicarnos
esta cuenta me está desangrando
espere, mi bebé está llorando
mi niño no quiere comer verduras
mi hijo perdió la tarjeta del seguro
el doctor nunca me contestó
se me va a reventar la cabeza con tanto papeleo
tengo el brazo enyesado y vengo a que me lo quiten
mi hijo tiene un moretón en la rodilla
es para el control de la diabetes
quiero que me vigilen la presión
me raspa la garganta y tengo la nariz tapada
mi hija tose desde hace tres días sin fiebre
necesito un dentista, se me rompió un diente
es para mi hijo de ocho años, moja la cama
mi esposa tiene cinco meses de embarazo, es el segundo ultrasonido
doy a luz en marzo y quiero un lugar
¿ponen la vacuna de la fiebre amarilla?
siento hormigas en las piernas cuando me siento
tomo medicina para el corazón y la tengo que renovar
mi mamá murió hace dos meses y no duermo
me mareo en el carro, ¿algún consejo?
no puedo salir y mañana no llego
se me descompuso el carro y hay que cambiar la cita
mi hijo se cayó de la bici la semana pasada y la rodilla no sana
me operaron del apéndice en agosto
mi doctor habló del riesgo de derrame y quiero un chequeo
quiero dejar de fumar
tengo las manos resecas
se despertó muy tarde para la cita
no le escucho nada
me interrumpió
quiero hablar con alguien, rápido
no, no, nadie está enfermo, quiero la dirección
mi abuela ya no oye muy bien
es para un acta de defunción
atropellaron a mi perro ayer y estoy triste
tomé demasiado café esta mañana
tomo dos pastillas al día, ¿es normal?
estoy bajo mucha presión en el trabajo
me muero de nervios por los resultados
llamo por mi tarjeta del seguro
¿la doctora atiende niños de dos años?
mi papá tiene marcapasos y le toca la revisión anual
tengo asma de toda la vida y quiero un especialista
me dijeron que llamara antes de las nueve
me salvó la vida, gracias
quiero una consulta por migrañas
mi mamá toma anticoagulantes y necesita un análisis de sangre
me duele la rodilla derecha cuando corro
necesito que me quiten los puntos de la mano
mi hija se cayó en la escuela la semana pasada y piden un justificante
tengo acné en la cara
tengo los labios partidos
me picó un mosquito y me da comezón
a mi bebé le están saliendo los dientes y babea mucho
regresa un poquito de leche
mi hijo tiene mocos
quiero ver a alguien por el sueño, me despierto a las tres
mis hijos me vuelven loca
rompí mis lentes
me pica la pierna
busco terapia para el hombro
mi tía se curó de cáncer de seno
se fue la luz, le llamo luego
se me acaba la pila del teléfono
el doctor me dio incapacidad
mi esposo perdió a su papá y necesita unos días
¿me mandan mis resultados de sangre?
tengo eccema en las manos y se me pela la piel
se me hinchan un poco los pies en la tarde
quiero que me vean las várices
tengo colesterol alto
fumo una cajetilla al día y quiero dejarlo
es para un papanicolau
el trabajo me tiene estresada
a mi hija le dan miedo los doctores
mi bebé tiene la piel seca
estoy sordo de un oído, hable más fuerte
tengo cita el martes y no puedo salir de la oficina
a mi marido le duele la espalda desde que cargó un mueble
`);
