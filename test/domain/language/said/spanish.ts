/**
 * What Spanish-speaking callers of Texas and Mexico say, by what is meant; days on Thursday 18 June 2026. Meanings were
 * worked out from a calendar before any code read them; persons and numbers are invented. The wordings are our own, of the
 * kinds that courses for medical offices practise ("¿qué día le queda bien?", "lo más pronto posible", "de hoy en ocho"),
 * and that differ from the Spanish of Spain: "ahorita", "en la mañana", "cuarto para las diez", "¿bueno?".
 */
export const spanishDates: Readonly<Record<string, string>> = {
  "2026-06-18": "hoy | hoy mismo, si se puede | ahorita | el día de hoy | ¿puedo ir ahorita mismo? | de inmediato",
  "2026-06-18 morning": "esta mañana | hoy en la mañana",
  "2026-06-18 afternoon": "hoy en la tarde | esta tarde, por favor",
  "2026-06-18 evening": "hoy en la noche | esta noche",
  "2026-06-19":
    "mañana | mañana, por favor | mañana mismo | el viernes | este viernes | el viernes 19 | el 19 de junio | 19 de junio",
  "2026-06-19 morning":
    "mañana en la mañana | mañana por la mañana | el viernes en la mañana | el viernes por la mañana",
  "2026-06-19 afternoon": "mañana en la tarde | mañana por la tarde | el viernes en la tarde",
  "2026-06-20": "pasado mañana | el sábado | este sábado",
  "2026-06-20 afternoon": "pasado mañana en la tarde | el sábado en la tarde",
  "2026-06-22":
    "el lunes | el lunes que viene | el próximo lunes | este lunes | para el lunes | el lunes 22 | el 22 | el 22 de junio",
  "2026-06-22 morning": "el lunes en la mañana | el lunes por la mañana, por favor | el próximo lunes en la mañana",
  "2026-06-23":
    "el martes | el martes 23 de junio | el veintitrés de junio | martes veintitrés | no puedo el lunes, mejor el martes | el lunes no, mejor el martes",
  "2026-06-24": "el miércoles | el próximo miércoles | el miércoles que entra",
  "2026-06-25":
    "de hoy en ocho | en ocho días | en una semana | dentro de una semana | el jueves de la próxima semana | el jueves de la semana que viene",
  "2026-07-02":
    "en quince días | en dos semanas | dentro de dos semanas | en un par de semanas | el 2 de julio | el dos de julio",
  "2026-07-01": "el primero de julio | el 1 de julio | el primero de julio, por favor",
  "2026-07-15":
    "el 15 de julio | el quince de julio | el 15 de julio de 2026 | el quince de julio del dos mil veintiséis",
  "2026-07-18": "en un mes | dentro de un mes",
  "2026-06-21": "en tres días | dentro de tres días",
  "2026-12-24": "el día de nochebuena | en nochebuena | el 24 de diciembre",
  "2026-12-25": "el día de navidad | en navidad",
  "2026-12-31": "el último día del año | el 31 de diciembre",
  "2026-11-26": "el día de acción de gracias",
  "2026-07-04": "el día de la independencia",
  "2026-06-22..2026-06-28":
    "la próxima semana | la semana que viene | la semana que entra | la otra semana no, la semana que viene",
  "2026-06-22..2026-06-28 morning": "la próxima semana en la mañana | la semana que viene por la mañana",
  "2026-06-22..2026-06-28 afternoon": "la próxima semana en la tarde | la semana que viene en la tarde",
  "2026-06-18..2026-06-21": "esta semana | esta semana si se puede",
  "2026-06-20..2026-06-21": "el fin de semana | este fin de semana",
  "2026-07-01..2026-07-31": "el próximo mes | el mes que viene | en julio | el mes que entra",
  "2026-07-01..2026-07-10": "a principios de julio | a principios del próximo mes",
  "2026-07-11..2026-07-20": "a mediados de julio",
  "2026-06-21..2026-06-30": "a fin de mes | a fines de este mes | a finales de junio",
  soonest:
    "lo antes posible | cuanto antes | lo más pronto posible | la primera cita disponible | lo primero que tenga | es urgente | en cuanto haya espacio | la fecha más cercana | cualquier día | cuando sea | el día que sea | me da igual | cuando usted diga | cualquier día está bien",
  "2026-06-18..2026-09-16 morning": "en la mañana | por la mañana | en las mañanas, por favor",
  "2026-06-18..2026-09-16 afternoon": "en la tarde | por la tarde | en las tardes",
  "2026-06-18..2026-09-16 1": "un lunes | cualquier lunes | los lunes",
  "2026-06-18..2026-09-16 2": "cualquier martes | los martes",
  "2026-06-18..2026-09-16 12345": "entre semana | un día entre semana",
  "2026-06-18..2026-09-16 1020-1440": "después de las cinco | después de las 5 de la tarde | salgo a las cinco",
  "2026-06-18..2026-09-16 0-600": "antes de las diez | antes de las 10 de la mañana",
  "2026-06-18..2026-09-16 540-660": "entre las nueve y las once | de las nueve a las once",
  "2026-06-18..2026-09-16 123567": "cualquier día menos el jueves | todos menos el jueves",
  "not heard": "no sé | este… | ¿cómo dice? | con la doctora Muestra | ¿bueno?",
};

export const spanishTimes: Readonly<Record<string, string>> = {
  "08:00 20:00": "a las ocho | a las 8 | las ocho está bien | a las ocho en punto",
  "08:00": "a las ocho de la mañana | a las 8 de la mañana | a las 8 am | las 8 a. m.",
  "08:30": "a las ocho y media de la mañana | 8:30 de la mañana | a las 8 y media de la mañana",
  "09:00 21:00":
    "a las nueve | a las nueve, por favor | mejor a las nueve | como a las nueve | a eso de las nueve | la de las nueve | nueve",
  "09:00": "a las nueve de la mañana | a las 9 am | 9 de la mañana | las 9 de la mañana",
  "09:15 21:15": "a las nueve y cuarto | a las nueve y quince | nueve y cuarto",
  "09:30 21:30": "a las nueve y media | nueve y media | a las nueve y treinta | a las 9:30 | a las nueve treinta",
  "09:30": "a las nueve y media de la mañana | las 9 y media de la mañana | 9:30 am",
  "09:45 21:45": "cuarto para las diez | un cuarto para las diez | diez menos cuarto | a las nueve y cuarenta y cinco",
  "09:50 21:50": "diez para las diez | a las nueve y cincuenta",
  "10:00": "a las diez de la mañana | no a las nueve, a las diez de la mañana | las 10 de la mañana",
  "10:05 22:05": "a las diez y cinco",
  "10:20 22:20": "a las diez y veinte | diez y veinte",
  "11:00 23:00": "a las once | las once, por favor",
  "12:00": "a mediodía | al mediodía | a las doce del día | a las 12 del mediodía",
  "12:30 00:30": "a las doce y media",
  "13:00": "a la una de la tarde | a la 1 de la tarde | la 1 de la tarde | 1 pm",
  "13:30": "a la una y media de la tarde | a la 1:30 de la tarde",
  "14:00": "a las dos de la tarde | a las 2 de la tarde | a las 2 pm | las dos de la tarde",
  "14:30": "a las dos y media de la tarde | 2:30 de la tarde",
  "15:00": "a las tres de la tarde | a las 3 de la tarde, si se puede",
  "15:15": "a las tres y cuarto de la tarde",
  "16:00": "a las cuatro de la tarde | a las 16 horas",
  "17:00": "a las cinco de la tarde | a las 5 pm",
  "19:00": "a las siete de la noche | a las 7 pm",
  "1020-1440": "después de las cinco | a partir de las cinco | pasadas las cinco",
  "0-600": "antes de las diez",
  "540-660": "entre las nueve y las once | de nueve a once",
  first: "la primera | la primera hora que dijo | el primero | lo más pronto posible | la primera opción",
  second: "la segunda | la segunda opción",
  last: "la última | el último",
  morning: "en la mañana | mejor en la mañana | por la mañana",
  afternoon: "en la tarde | mejor en la tarde | por la tarde | prefiero en la tarde",
  evening: "en la noche | por la noche",
  "not heard": "no sé | ninguna | ¿cómo dice? | no importa",
};

export const spanishTelephones: Readonly<Record<string, string>> = {
  "+15125550147":
    "512 555 0147 | es el 512 555 0147 | mi número es el 512 555 0147 | (512) 555-0147 | 512-555-0147 | 5125550147 | 1 512 555 0147 | +1 512 555 0147 | cinco uno dos, cinco cinco cinco, cero uno cuatro siete | cinco doce, cinco cincuenta y cinco, cero uno cuarenta y siete | quinientos doce, quinientos cincuenta y cinco, cero uno cuarenta y siete | es el cinco uno dos cinco cinco cinco cero uno cuatro siete | mi celular es cinco uno dos, cinco cinco cinco, cero uno, cuarenta y siete | código de área 512, 555 0147 | eh cinco uno dos este cinco cinco cinco cero uno cuatro siete | cinco uno dos, triple cinco, cero uno cuatro siete | cinco uno dos tres veces cinco cero uno cuatro siete | mi teléfono es 512 555 0147 | anote: 512 555 0147 | me puede llamar al 512 555 0147 | 512 555 0148, no perdón, 512 555 0147 | el número es 512.555.0147",
  "+19155550122":
    "915 555 0122 | nueve quince, quinientos cincuenta y cinco, cero uno veintidós | nueve uno cinco cinco cinco cinco cero uno dos dos",
  "+526561234567":
    "+52 656 123 4567 | más cincuenta y dos, seis cinco seis, uno dos tres, cuatro cinco seis siete | 011 52 656 123 4567",
  caller:
    "este mismo | a este número | el número del que le llamo | el mismo del que estoy llamando | este número | el que le aparece ahí | de donde le estoy llamando | a este celular | el mismo número | a este mismo número",
  ask: "555 0147 | cinco cinco cinco cero uno cuatro siete | 512 555 014 | 512 555 01 | 512 555 0147 8 9",
  "not heard": "no me lo sé | espéreme | ¿mi número? | no tengo | ahorita se lo doy",
};

export const spanishNames: Readonly<Record<string, string>> = {
  "Ana Muestra":
    "Ana Muestra | me llamo Ana Muestra | soy Ana Muestra | mi nombre es Ana Muestra | a nombre de Ana Muestra | está a nombre de Ana Muestra | habla Ana Muestra | le habla Ana Muestra | es para Ana Muestra | para Ana Muestra, por favor | se llama Ana Muestra | la paciente es Ana Muestra | la paciente se llama Ana Muestra | la cita es para Ana Muestra | señora Ana Muestra | Sra. Ana Muestra | ana muestra | ANA MUESTRA | sí, soy Ana Muestra | hola, soy Ana Muestra | buenas tardes, me llamo Ana Muestra | Ana Muestra, y mi número es 512 555 0147 | Ana Muestra y mi teléfono es este | mi hija Ana Muestra | mi hija se llama Ana Muestra | es para mi hija Ana Muestra | mi mamá, Ana Muestra | Ana Muestra, nacida el tres de mayo | Muestra, Ana | nombre Ana, apellido Muestra | póngala a nombre de Ana Muestra | claro, Ana Muestra | Ana Muestra, por favor",
  "Juan Carlos Ejemplo":
    "Juan Carlos Ejemplo | me llamo Juan Carlos Ejemplo | don Juan Carlos Ejemplo | soy el señor Juan Carlos Ejemplo",
  "José Luis Prueba Ensayo":
    "José Luis Prueba Ensayo | mi nombre completo es José Luis Prueba Ensayo | es José Luis Prueba Ensayo",
  "María de la Luz Modelo": "María de la Luz Modelo | soy María de la Luz Modelo",
  "Ana Prueba y Muestra": "Ana Prueba y Muestra",
  ask: "La que usted quiera. | Lo que usted diga | Como usted quiera. | Cualquiera | La de siempre | El mismo | Los dos | La misma | Las dos cosas | no sé | quién sabe | mi hija | mi esposo | para mi mamá | no quiero decirlo | desconocido | paciente | a nombre de mi hijo | quiero una cita | mande | sí",
};

export const spanishBirthDates: readonly (readonly [string, string | undefined])[] = [
  ["el 4 de abril de 1991", "1991-04-04"],
  ["cuatro de abril de mil novecientos noventa y uno", "1991-04-04"],
  ["nací el 4 de abril del 91", "1991-04-04"],
  ["4 de abril de 1991", "1991-04-04"],
  ["el primero de mayo de 2015", "2015-05-01"],
  ["el quince de septiembre de dos mil tres", "2003-09-15"],
  ["04/25/1991", "1991-04-25"],
  ["no me acuerdo", undefined],
  ["el 4 de abril", undefined],
];

export const spanishAnswers: Readonly<Record<"yes" | "no" | "ask" | "not heard", string>> = {
  yes: "sí | si | claro | claro que sí | por supuesto | así es | exacto | correcto | es correcto | está bien | sale | ándele pues | órale | de acuerdo | perfecto | me parece bien | me queda bien | sí, por favor | con mucho gusto | ¿por qué no? | ahí voy a estar | sí, confirmo | simón | ajá",
  no: "no | no, gracias | para nada | claro que no | no puedo | no voy a poder | no me queda | no es correcto | está mal | mejor no | ya no | ahorita no | tampoco | de ninguna manera",
  ask: "no sé | a lo mejor | quizás | tal vez | depende | déjeme ver | espéreme | un momentito | creo que sí | ¿mande? | quién sabe",
  "not heard": "Ana Muestra | el martes | con la doctora",
};

export const spanishDoctors = {
  doctors: [
    { id: "muestra", name: "Dra. Lucía Muestra", specialty: "Medicina familiar" },
    { id: "modelo", name: "Dr. Tomás Modelo", specialty: "Cardiología" },
    { id: "ejemplar", name: "Dra. Inés Ejemplar", specialty: "Pediatría" },
    { id: "quintana", name: "Dr. Raúl Quintana", specialty: "Ginecología" },
    { id: "huerta", name: "Ximena Huerta", specialty: "Odontología" },
  ],
  said: {
    muestra:
      "con la doctora Muestra | la doctora Muestra, por favor | Muestra | doctora Lucía Muestra | Lucía Muestra | con Lucía | quiero ver a la doctora Muestra | con la Dra. Muestra | la doctora Lucía | el médico familiar | la doctora familiar | un médico general | medicina general | mejor con la doctora Muestra",
    modelo:
      "con el doctor Modelo | el doctor Modelo | Tomás Modelo | doctor Tomás | el cardiólogo | con el cardiólogo, por favor | el doctor del corazón | un especialista del corazón | quisiera ver al doctor Modelo | Dr. Modelo",
    ejemplar:
      "con la doctora Ejemplar | la pediatra | el pediatra | Inés Ejemplar | un doctor para mi hijo | la doctora de los niños | el doctor de niños | la doctora Inés | una pediatra para mi hija",
    quintana: "con el doctor Quintana | el ginecólogo | un ginecólogo | Raúl Quintana | el doctor Raúl | ginecología",
    huerta:
      "con la doctora Huerta | la dentista | el dentista | Ximena Huerta | Jimena Huerta | quiero ver al dentista | el doctor de los dientes | me duele una muela, el dentista",
    any: "cualquiera | con cualquiera | cualquier doctor | el que sea | me da igual | el que esté disponible | no tengo preferencia | el que usted diga | el primero disponible | quien sea | el que tenga espacio",
    "last seen":
      "el mismo de la otra vez | mi doctor de siempre | la misma doctora | mi doctora | el que me atiende | la de siempre",
    none: "con el doctor Fulano | el dermatólogo | el neurólogo | con la doctora Zavala",
  },
} as const;
