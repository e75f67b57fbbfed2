import type { PartyWords, VisitReasons } from "../language-words.ts";
import { phrasesOf } from "../word-lists.ts";

export const spanishVisits: VisitReasons = {
  kinds: {
    first: phrasesOf(
      "primera visita|primera consulta|primera cita|primera vez|paciente nuevo|paciente nueva|nuevo paciente|nueva paciente|nunca he ido|nunca he venido|nunca hemos ido|no he ido nunca|no he venido nunca|soy nuevo|soy nueva|cita inicial|abrir expediente",
    ),
    followUp: phrasesOf(
      "seguimiento|control|revision|chequeo de seguimiento|visita de control|resultados|resultado de analisis|resultados de analisis|resultados del laboratorio|volver a verme|que me vuelva a ver|darle seguimiento",
    ),
    vaccine: phrasesOf(
      "vacuna|vacunas|vacunacion|vacunar|vacunarme|vacunarlo|vacunarla|vacuna de la gripe|vacuna de la influenza|vacuna contra la gripe|refuerzo|inyeccion|inyecciones|tetano",
    ),
    prescription: phrasesOf(
      "receta|recetas|resurtir|resurtido|surtir|renovar|renovar la receta|renovar mi receta|refill|medicamento que se acabo|se me acabo la medicina",
    ),
    certificate: phrasesOf(
      "certificado|certificados|certificado medico|constancia|constancia medica|justificante|justificante medico|incapacidad|nota medica|nota del doctor|nota para el trabajo|nota para la escuela|forma de la escuela|examen fisico deportivo",
    ),
    bloodTest: phrasesOf(
      "analisis|analisis de sangre|examen de sangre|examenes de sangre|prueba de sangre|pruebas de sangre|estudios de sangre|sacarme sangre|laboratorio|laboratorios",
    ),
    imaging: phrasesOf(
      "ultrasonido|ecografia|eco|radiografia|radiografias|rayos x|placa|tomografia|resonancia|resonancia magnetica|mamografia|mastografia",
    ),
    pregnancy: phrasesOf(
      "embarazo|embarazada|prenatal|control prenatal|consulta prenatal|control del embarazo|estoy esperando",
    ),
    dental: phrasesOf(
      "limpieza|limpieza dental|limpieza de dientes|caries|muela|empaste|tapar una muela|sacar una muela|extraccion",
    ),
    yearly: phrasesOf(
      "chequeo|chequeo anual|chequeo general|revision anual|examen fisico|examen anual|fisico|papanicolau|papanicolaou",
    ),
    dressing: phrasesOf("curacion|curaciones|herida|puntos|quitar los puntos|quitarme los puntos|puntadas|vendaje"),
    remote: phrasesOf(
      "teleconsulta|videollamada|por video|videoconsulta|consulta en linea|consulta virtual|telemedicina",
    ),
    consultation: phrasesOf(
      "consulta|consultas|consulta general|consultar|dolor|dolores|duele|duelen|me duele|le duele|fiebre|calentura|temperatura|tos|resfriado|resfrio|gripe|gripa|catarro|infeccion|diarrea|vomito|vomitos|vomitando|ronchas|sarpullido|alergia|mareo|mareos|mareado|mareada|cansancio|enfermo|enferma|malo|mala|me siento mal|se siente mal",
    ),
  },
  fillers:
    "visita visitas cita citas medica medico doctor doctora paciente pacientes con para por los las una uno mis sus hijo hija hijos nino nina esposo esposa buenos buenas dias tardes hola motivo tipo clinica quisiera quiero gustaria necesito favor gracias vengo viene",
  denials:
    "no (?:es )?(?:un|una|el|la|los|las|de|para(?: (?:un|una|el|la|los|las))?|por(?: (?:un|una|el|la|los|las))?)",
  contrasts: ["pero", "sino", "mas bien", "mejor"],
  newcomer: phrasesOf("nunca fui|jamas he ido|no he estado ahi|no he ido antes|no hemos ido antes"),
  regular: phrasesOf(
    "ya he ido|ya fui|ya soy paciente|ya es paciente|ya me atienden|ya me conoce|ya me conocen|no es la primera vez|no es mi primera vez|no es mi primera visita|ya he ido antes|ya he venido|soy paciente de ahi|paciente regular",
  ),
  yes: "si|claro|asi es|exacto|correcto|efectivamente",
  no: "no|para nada|tampoco",
};

export const spanishParty: PartyWords = {
  numbers: { dos: 2, tres: 3, cuatro: 4, cinco: 5, seis: 6, ambos: 2, ambas: 2, gemelos: 2, gemelas: 2, mellizos: 2 },
  people:
    "personas?|hijos?|hijas?|ninos?|ninas?|bebes|hermanos?|hermanas?|pacientes?|de nosotros|de ellos|citas|consultas|seguidas|seguidos",
  before: "nosotros|ellos|ellas|para|los|las",
  adjectives: "pequenos? |pequenas? |chiquitos? ",
  pair: "ambos|ambas|gemelos|gemelas|mellizos",
  andMe:
    "mi (?:esposa|esposo|marido|mujer|hija|hijo|mama|papa|madre|padre|bebe) y (?:yo|mi)\\b|(?:para mi y|yo y|para mi y para) mi \\p{L}+|mi \\p{L}+ y mi \\p{L}+",
  notPeople: " horas?| de la| en punto",
};
