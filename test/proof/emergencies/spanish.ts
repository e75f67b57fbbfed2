/** What people in danger say in the Spanish of Texas and Mexico, one sentence per line. */
export const spanishDangers = `
Es una emergencia, vengan rápido por favor
Tenemos una emergencia aquí en la casa
¡Auxilio, mi hijo!
Ayúdenme, mi esposo está tirado en el piso
Necesito una ambulancia ya
Manden una ambulancia a mi casa por favor
Siento que me voy a morir
Mi abuelita se está muriendo
Mi mamá no puede respirar
Me cuesta mucho trabajo respirar desde en la mañana
Mi hija está batallando para respirar y le silba el pecho
Ya no respira
Mi papá dejó de respirar
Casi no respira y está muy pálido
Me falta el aire y no puedo hablar bien
No le entra aire
Mi nieto se está ahogando con una uva
Mi suegra se atragantó con un pedazo de carne
Se le atoró un hueso en la garganta
Se le está cerrando la garganta
Tiene los labios morados
El bebé se está poniendo morado
Se le está hinchando la lengua
Se le hinchó toda la cara después de la inyección
Le dio un choque alérgico
Tiene un ataque de asma y el inhalador no le hace nada
Me duele mucho el pecho
Siento una presión muy fuerte en el pecho
Siento como un elefante en el pecho
Me aprieta el pecho y me duele la quijada
Creo que a mi papá le está dando un infarto
Le está dando un ataque al corazón a mi esposo
Se le paró el corazón
No le encuentro el pulso
Tengo el brazo izquierdo dormido y estoy sudando
Creo que mi mamá tiene un derrame
A mi papá le dio una embolia
Se le fue la boca de lado y la tiene chueca
Tiene media cara dormida
Se le paralizó un lado del cuerpo
De repente ya no puede mover el brazo
Mi esposa ya no puede hablar, fue de repente
Habla todo enredado y se le cae la boca
De repente no veo nada con un ojo
Tengo el peor dolor de cabeza de mi vida, me empezó de repente
Tiene el cuello tieso y mucha fiebre
Está confundido y no me reconoce, fue de repente
Mi compañero está inconsciente
Mi hermana perdió el conocimiento
Se acaba de desmayar mi mamá en la cocina
Se desmayó y no despierta
Mi vecino se desplomó en la calle
No puedo despertar a mi papá
Le hablo y no responde, tiene los ojos abiertos
El niño no reacciona
Mi hijo está convulsionando
Le está dando un ataque epiléptico
Se le voltearon los ojos y está temblando
Le sale espuma de la boca
Mi papá es diabético y no reacciona
Está sangrando mucho
No para de sangrar
Hay mucha sangre por todos lados
Está vomitando sangre
Estoy tosiendo sangre
Se cortó un dedo con la sierra
Se cortó muy profundo en el brazo
Tiene una herida muy profunda en la pierna
Tiene un cuchillo enterrado en la mano
Lo apuñalaron afuera de la tienda
Le dieron un balazo
Se cayó del techo
Mi esposo se cayó de la escalera y no se mueve
Atropellaron a mi hijo
Se quemó con aceite hirviendo
Mi bebé se quemó la cara con agua caliente
Se electrocutó arreglando la luz
Tuvimos un accidente y mi esposa está atrapada
Se le salió el hueso de la pierna
Se golpeó la cabeza y está vomitando
El bebé se cayó de la cama y se pegó en la cabeza
Se está quemando la casa
Lo mordió una víbora
Le picó un alacrán a mi niña
Le picó una abeja y se le está hinchando la garganta
La niña se tomó el cloro
Mi hijo se tragó una pila de botón
El niño tomó veneno para ratas
Se tomó todas las pastillas
Me tomé un frasco de pastillas
Mi hija se tomó como veinte pastillas
Tuvo una sobredosis
Creo que nos estamos intoxicando con monóxido
Me quiero morir
Me quiero matar
Estoy pensando en suicidarme
Ya no quiero vivir
Voy a acabar con todo esta noche
Mi hijo dice que se quiere matar
Quiero quitarme la vida
Se quiere aventar del puente
Mi hermano dice que se va a ahorcar
Tengo ganas de hacerme daño
Se cortó las venas
Ya no aguanto más, quiero acabar con mi vida
Estoy embarazada y estoy sangrando
A mi esposa se le rompió la fuente
Mi hija está dando a luz en la casa
Ya viene el bebé
Se le ve la cabeza al bebé
Tengo contracciones cada dos minutos
Mi bebé está todo flojito y no reacciona
Se ahogó mi niño en la alberca
Mi recién nacido tiene fiebre
Mi bebé de dos semanas tiene calentura
Estoy embarazada y ya no siento que el bebé se mueva
El vecino está golpeando a su niña
Mi marido me está golpeando
Me amenaza con una pistola
Ayer le dolía el pecho y ahorita le duele otra vez
`;

/** As speech recognition writes it: without capitals, commas and accents, and with errors. */
export const spanishTranscribedDangers = `
mi mama no respira esta toda blanca
ya no esta respirando ayudeme
mi esposo se cayo y no se mueve
tiene los ojos abiertos pero no contesta mi hijo
mi hijo se esta ahogando con una moneda
me duele el pecho y se me va para el brazo
me duele aqui en el pecho hasta la quijada
mi papa tiene la cara caida de un lado
mi esposa tiene la boca torcida y habla raro
no puede levantar el brazo derecho y habla raro
mi bebe trago cloro
mi niño se tomo la gasolina
se tomo un monton de pastillas
se tomo todas sus pastillas para dormir
mi hija se intento matar
ya no quiero estar vivo me quiero morir
me voy a hacer daño quiero lastimarme
hay sangre por todos lados no se que hacer
esta sangrando de la cabeza
le salio mucha sangre del oido
se mocho el dedo
se cayo de la azotea
lo atropello una camioneta
se le cayo agua hirviendo encima
le dieron toques electricos y no responde mi papa
mi esposo no despierta
mi mama esta en el suelo y no me contesta
se desmayo ahorita en el baño
esta convulsionando otra vez
se le pusieron los labios azules
se le hincho la cara y no puede respirar
estoy sola y me falta el aire
me estoy ahogando
no puedo respirar
mi bebe no respira
se me esta muriendo mi papa
mandenme una ambulancia rapido
esta embarazada y le salio mucha sangre
se me rompio la fuente
ya va a nacer
`;

/** People in no danger who use similar words. */
export const spanishNone = `
Quisiera una cita para un chequeo
Tengo gripa desde hace tres días
Es por mi asma, quisiera una revisión
Necesito la receta de mi inhalador
Mi hija tose un poco en la noche
Me duele la garganta
A veces me sangra la nariz
Me sangran las encías cuando me lavo los dientes
Es para unos análisis de sangre
Tengo cita para que me saquen sangre
Tengo la presión alta
Quisiera revisarme el azúcar en la sangre
Duermo mal últimamente
Ya respiro mejor con el tratamiento
Mi mamá ya respira bien
Mi papá murió de un infarto hace años, quiero una cita
¿Cuál es el número de emergencias?
¿Tienen sala de emergencias?
Perdí mi receta
Se me acabaron las pastillas
¿Me puede ayudar a cambiar mi cita?
Ayúdeme con una cita por favor
Necesito ayuda para cancelar la cita
No es una emergencia, solo quiero una cita
No es nada grave, es una revisión
No me duele el pecho, es nada más tos
Nunca me he desmayado
Estoy embarazada y quiero una cita de control
Es para mi control del embarazo
Quiero informes de las clases de parto
Mi fecha de nacimiento es el tres de mayo
Se cortó la llamada hace rato
Nadie contesta en la recepción
Necesito una radiografía de pecho
El doctor me pidió una placa de pecho
Me muero por unas vacaciones, pero primero el doctor
Me duele la espalda
Me duele la cabeza desde ayer
Me duele un poco el estómago
Mi niño tiene ronchas
Me pica la piel
Tomo dos pastillas para la presión
Me tomo la pastilla con agua
Quiero dejar de fumar
Me corté el pelo y se me irritó la piel
Me quitaron los puntos de la herida la semana pasada
Quisiera que me quiten los puntos
Es para vacunar a mi bebé
Mi bebé tiene un mes y le toca su vacuna
Estoy muy cansada últimamente
Quiero hablar con la recepcionista
El contacto de emergencia es mi esposa
¿Qué hago si me da un infarto en la clínica?
¿Ustedes atienden derrames?
Necesito un certificado para el curso de primeros auxilios
Quisiera cambiar mi cita de hoy
No puedo mover mi cita
Quiero cancelar mi cita de mañana
¿A qué hora cierran?
¿Hay estacionamiento?
Me llamo Ana Prueba
Es el 512 555 0101
Sí, es correcto
El lunes en la mañana
Mejor a las diez y media
La primera está bien
`;

/** Without capitals and accents. */
export const spanishTranscribedNone = `
quiero una cita para mi mama
es para un examen de sangre
me duele la rodilla cuando camino
mi hijo tiene calentura desde ayer quiero una cita
no es nada urgente
ando con tos y mocos
necesito que me renueven la receta de la presion
se me olvido mi cita
me pueden mandar los resultados
quiero que me llamen
no le entendi me repite la hora
ya no quiero la cita
`;
