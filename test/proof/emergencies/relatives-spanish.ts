import { lines } from "./sentences.ts";

/** What frightened relatives say first, in Spanish. */
export const relativesSpanishDangers = lines(`
mi mamá no puede respirar bien
se está ahogando, le falta el aire
mi hijo respira muy rápido y se le hunden las costillas
me falta el aire y no puedo hablar
tiene los labios morados y casi no respira
mi abuelo dejó de respirar
el inhalador no le hace nada y está jadeando
no puedo tomar aire
siento que me asfixio
mi bebé hace un silbido al respirar y está azulito
le cuesta mucho respirar
está agitada y no le entra el aire
mi niño se atragantó con una uva
tiene algo atorado en la garganta
se está ahogando con un pedazo de carne
se tragó una moneda y no le pasa
mi esposo se atoró comiendo y no puede hablar
la bebé se atraganta y se pone morada
tengo una espina clavada en la garganta y no puedo tragar
se le quedó la comida atascada y no tose
se tragó una canica y se está poniendo azul
tengo una presión muy fuerte en el pecho
me aprieta el pecho y me duele el brazo izquierdo
siento como un peso encima del pecho
mi papá se agarra el pecho y está sudando frío
creo que a mi esposa le está dando un infarto
me duele el corazón y estoy mareado
le está dando un ataque al corazón
tengo un dolor en el pecho que me llega a la mandíbula
a mi marido le duele muchísimo el pecho
me arde el pecho y se me duerme el brazo
tengo punzadas en el pecho
se le cayó un lado de la cara
mi mamá habla como borracha y no se le entiende
de repente no puede mover el brazo derecho
tiene la boca torcida
se le paralizó medio cuerpo
creo que le está dando un derrame
no puede hablar y tiene la cara chueca
de pronto no veo por un ojo
perdió la fuerza en el lado izquierdo
tengo el peor dolor de cabeza de mi vida, empezó de golpe
le está dando una embolia
mi esposa se desmayó y no despierta
no me responde
se cayó al piso y no reacciona
mi papá está inconsciente
encontré a mi hermano tirado y no se mueve
perdió el conocimiento
mi abuela se desplomó
no la puedo despertar
se quedó sin sentido
está como muerto, no abre los ojos
se me desvaneció en los brazos
mi hijo está convulsionando
le está dando un ataque de epilepsia
tiembla todo y echa espuma por la boca
se le voltearon los ojos y se puso tieso
la niña tiene convulsiones por la fiebre
no para de temblar y no contesta
se sacude todo el cuerpo
lleva tres ataques seguidos
el bebé se puso rígido y empezó a temblar
estoy sangrando mucho
no le para la sangre
se cortó con la sierra y le sale la sangre a chorros
está vomitando sangre
mi papá tose sangre
hay sangre por todas partes
se cortó un dedo completo
le sale sangre de la nariz desde hace una hora y no se detiene
está perdiendo mucha sangre
se abrió la muñeca con un vidrio
hace popó con mucha sangre
se está desangrando
mi hija se tomó un frasco entero de pastillas
mi niño tomó cloro
se tragó todas sus pastillas para dormir
mi hermano tuvo una sobredosis
el bebé se comió veneno para ratas
se tragó una pila
me inyecté demasiada insulina
creo que nos estamos intoxicando con gas
lo mordió una víbora
lo picó un alacrán
bebió lejía
tomó raticida
ya no quiero vivir
quiero acabar con todo
mi hermano dice que se va a matar
mi hija se corta los brazos y dice que se quiere morir
estoy pensando en quitarme la vida
tiene una pistola y dice que se va a disparar
mi hijo intentó ahorcarse
tengo ganas de hacerme daño
se quiere tirar del puente
me voy a matar
dejó una carta de despedida
estoy embarazada y estoy sangrando
a mi esposa se le rompió la fuente
está dando a luz en la casa
ya se le ve la cabeza al bebé
tengo contracciones cada tres minutos
estoy embarazada y el bebé no se ha movido en todo el día
tengo ocho meses de embarazo y veo lucecitas con dolor de cabeza
acabo de parir y sangro mucho
estoy embarazada y tengo un dolor muy fuerte en el vientre
mi hermana está de parto
ha roto aguas
mi recién nacido tiene fiebre de 39
mi bebé no despierta
mi bebé está flojito y no quiere comer
la sacamos de la alberca y no respira
mi hijo casi se ahoga en la piscina
se cayó de la ventana del segundo piso
tiene el cuello rígido y manchas moradas
metió los dedos en el enchufe y le dio la corriente
mi bebé está morado
el bebé se cayó de la cama y está vomitando
tiene la mollera hinchada
se le está hinchando la cara por una picadura de abeja
se me cierra la garganta
mi hija comió cacahuates y se le hincha la lengua
está en choque anafiláctico
le puse la EpiPen y no le hace efecto
tiene ronchas por todo el cuerpo y no puede respirar
tengo los labios hinchados y la garganta apretada
le está dando una reacción alérgica muy fuerte
se le volteó la olla de agua hirviendo encima
se quemó con aceite caliente toda la mano
se le prendió la ropa
me cayó ácido en los ojos
le explotó el tanque de gas en la cara
mi bebé se quemó con agua caliente
se electrocutó
se le está cayendo la piel por la quemadura
atropellaron a mi esposo
se cayó por las escaleras y no puede mover las piernas
lo apuñalaron
le dieron un balazo
se le ve el hueso de la pierna
se cayó del techo
se pegó en la cabeza y está vomitando y confundido
se le atoró la mano en la máquina
tuvimos un choque y mi mamá está muy lastimada
tiene un clavo en el ojo
le cayó un árbol encima
recibió una puñalada
a mi mamá le cuesta trabajo respirar
no le entra aire
está jadeando y tiene la boca azul
mi bebé deja de respirar por ratos
me estoy quedando sin aire
respira muy raro, como roncando, y no despierta
mi esposa se está atragantando con pollo
tiene un dulce atorado
se le fue la comida por otro lado y no puede respirar
mi hija se ahoga, ayúdeme
mi niño se tragó un imán
siento el pecho muy apretado y estoy sudando
a mi esposo le duele el pecho
me duele justo en medio del pecho y me hormiguea el brazo
siento que me aplastan el corazón
mi papá tiene un paro cardíaco
tengo un dolor fuerte en el pecho cuando respiro
tiene media cara caída
de repente mi papá no puede hablar
se le durmió todo el lado izquierdo
no puede levantar el brazo y habla raro
perdí la vista de un ojo hace una hora
mi tío está desmayado
no abre los ojos
cayó al suelo y no contesta
no consigo que despierte
mi compañera se desmayó y sigue sin reaccionar
perdió el sentido
tiene convulsiones
está en el suelo temblando y babeando
le dan convulsiones una tras otra
se le sacude todo el cuerpo
mi niño tiene los ojos en blanco y está tieso
no puedo parar el sangrado
mi papá vomitó sangre
tiene una herida profunda y no deja de sangrar
le sale mucha sangre de la cabeza
se arrancó el dedo
tomé demasiadas pastillas
mi niña bebió líquido de limpieza
mi amigo se metió heroína y no despierta
se tomó todo el frasco
lo mordió una serpiente
mi nene se comió mis medicinas
me quiero morir
ya no quiero estar aquí, quiero desaparecer
mi hija se cortó las venas
quiere suicidarse
no vale la pena vivir, ya tengo un plan
estoy sangrando y tengo veinte semanas de embarazo
se me rompió la bolsa
ya viene el bebé
mi esposa está embarazada y está convulsionando
no siento a mi bebé moverse desde ayer
mi bebé de tres semanas tiene 39 de temperatura
mi bebé se puso azul
mi hijo se cayó a la piscina
se cayó de un tercer piso
la bebé no para de gritar y tiene la mollera abultada
es alérgico a las nueces y se le hinchan los labios
tiene la lengua tan hinchada que no habla
la picó una avispa y se le cierra la garganta
tengo una reacción alérgica y no puedo tragar
se le cayó la sopa caliente encima
se quemó la cara con gas
le salpicó ácido en el ojo
mi hijo metió la mano en aceite hirviendo
un carro golpeó a mi niño
mi esposo se cayó de la escalera y no se mueve
se cortó la pierna con una motosierra
tuvo un accidente de moto
mi papá se cayó y creo que se rompió la cadera
apuñalaron a mi amigo
tiene un cuchillo clavado en la panza
`);

/** Worries, past events and figures of speech that are no emergency, in Spanish. */
export const relativesSpanishNone = lines(`
tuve un infarto hace dos años y necesito un control
mi mamá tuvo un derrame en 2019, necesita una revisión
mi hijo convulsionó de bebé y quiero preguntarle al doctor
me sangró la nariz la semana pasada pero ya pasó
me muero de hambre, ¿podemos ser rápidos?
me muero de risa
me muero por ver a la doctora otra vez
estos precios me matan
me quedé embarazada y quiero una cita
tengo dolor de espalda desde hace un mes
necesito receta para mi inhalador
quiero una cita por mi asma
mi hija tiene un poco de fiebre
necesito un análisis de sangre
quiero que me revisen la presión
tengo gripe y tos
necesito renovar la medicina de la epilepsia
me quemé la lengua con el café, no es nada
mi esposo ronca
quiero la vacuna de la gripe
soy alérgico a la penicilina, anótelo por favor
quiero una prueba de alergia
¿tienen cardiólogo?
me duele una muela
tengo el corazón dividido entre el martes y el jueves
estoy cansada y necesito una cita
estoy harto de esperar
se cortó el dedo hace una semana y hay que quitarle los puntos
mi abuela murió el año pasado
¿atienden urgencias?
¿hay una sala de urgencias cerca?
es un poco urgente, quisiera una cita esta semana
se me cayó el teléfono, ¿puede repetir?
se cortó la llamada
no la oigo, se corta
tengo tres meses de embarazo y quiero un ultrasonido
quiero una consulta prenatal
di a luz hace seis semanas, es para la revisión
mi bebé tiene dos meses y le toca vacuna
le duele la barriga de vez en cuando
tengo un retraso en la regla
me duele la rodilla cuando camino
me dan miedo las agujas
tomo pastillas para la presión
tomé mi medicina esta mañana
¿tengo que venir en ayunas para el análisis de sangre?
quiero bajar de peso
tengo un lunar que quiero mostrar
es por el accidente del año pasado, necesito un papel
necesito un certificado deportivo
tengo el oído tapado
duermo mal últimamente
ando un poco triste y quiero hablar con la doctora
no me duele el pecho, es solo un control
no es una emergencia
mi hijo es un peligro con la pelota
me ahogo en trabajo, necesito una cita tarde
me quedé sin palabras, gracias
me rompe el corazón cancelar
estoy atorado en el tráfico
a mi papá le dio un infarto en marzo y tiene que ver al cardiólogo
me operaron del corazón hace cinco años
me desmayé una vez el verano pasado y quisiera un chequeo
de niña tenía ataques de epilepsia
me canso un poco al subir escaleras desde hace meses
mi hijo se tragó una semilla la semana pasada y está bien
estoy muerto de cansancio
hace un calor que me muero
me parte el alma cancelar
no me sé el número de memoria
voy a matar a mi marido, se olvidó otra vez
esa música me mata
ardo en ganas de saber los resultados
tengo un fuego en el labio
me sangran un poco las encías al cepillarme
mi gato me arañó el mes pasado
tengo una cicatriz de quemadura
necesito receta de EpiPen
me caí hace tres semanas y la muñeca sigue rígida
se me duerme el pie cuando me siento mucho
quiero que me quiten el yeso
mi esposa está embarazada, es la primera visita
el bebé se mueve bien, es solo para el ultrasonido
el doctor me dijo que llamara por mi análisis de sangre
mi mamá no habla inglés, ¿puedo traducir?
el doctor no contesta el teléfono
estoy en el tráfico y llegaré tarde
estoy en el trabajo hasta las cinco
mi hija tiene un salpullido que pica
perdí el papel de la cita
`);
