import type { NameWords, TelephoneWords } from "../language-words.ts";
import { longestFirst, unnamedByModels, wordsOf } from "../word-lists.ts";

export const spanishNames: NameWords = {
  leadIns: longestFirst(
    "no es|no me llamo|la senora|el senor|la senorita|me llamo|yo me llamo|mi nombre es|mi nombre completo es|el nombre es|el nombre completo es|su nombre es|nombre|nombre y apellido|soy|yo soy|habla|le habla|aqui habla|es|es para|es a nombre de|a nombre de|al nombre de|esta a nombre de|bajo el nombre de|bajo el nombre|para|el paciente es|la paciente es|el paciente se llama|la paciente se llama|se llama|ella se llama|el se llama|que se llama|pongala a nombre de|pongalo a nombre de|ponga|pongale|ponganle|apunte|anote|la cita es para|cita para|una cita para|la cita esta a nombre de|el nombre del paciente es|el nombre de la paciente es|de parte de|si|si es|si soy|si soy yo|si senorita|si senor|si senora|hola|hola soy|bueno|buenos dias|buenas tardes|buenas noches|buenas|claro|claro que si|claro es|ok|okay|pues|eh|este|mire|llamo para|llamo de parte de|estoy llamando para|estoy llamando de parte de|mi hijo se llama|mi hija se llama|mi mama se llama|mi papa se llama|mi esposo se llama|mi esposa se llama|my name is|this is|i'm",
  ),
  relatives: longestFirst(
    "mi hijo|mi hija|mi mama|mi papa|mi madre|mi padre|mi esposo|mi esposa|mi marido|mi mujer|mi senora|mi bebe|mi nino|mi nina|mi hermano|mi hermana|mi abuelo|mi abuela|mi abuelito|mi abuelita|mi tio|mi tia|mi sobrino|mi sobrina|mi nieto|mi nieta|mi suegro|mi suegra|mi primo|mi prima|mi novio|mi novia|mi pareja|mi amigo|mi amiga|mi vecino|mi vecina|mi patron|mis hijos|un amigo|una amiga|para mi|para mi hijo|para mi hija|para mi mama|para mi esposo|para mi esposa",
  ),
  relations: wordsOf(
    "hijo hija esposo esposa marido mujer hermano hermana madre padre mama papa abuelo abuela nieto nieta tio tia sobrino sobrina primo prima suegro suegra cunado cunada bebe gemelo gemela ex exesposo exesposa novio novia pareja amigo amiga vecino vecina viudo viuda tutor tutora patron patrona jefe jefa empleado empleada colega cuidador cuidadora enfermero enfermera chofer abogado asistente",
  ),
  titles: wordsOf(
    "senor senora senorita sr sra srta don dona doctor doctora dr dra doc licenciado licenciada lic ingeniero ingeniera ing profesor profesora profe maestro maestra mr mrs ms",
  ),
  ends: wordsOf(
    "y nacio naci nacido nacida nacimiento numero telefono tel celular cel mi mis favor gracias con tengo que quien anos edad vive vivo cita fecha el al para por pero porque su es ella ok este",
  ),
  notNames: wordsOf(
    "quiero quisiera necesito gustaria cita se no si gracias doctor medico hola buenos buenas nada nadie que perdon como puedo puede podria soy estoy manana lunes martes miercoles jueves viernes sabado domingo tarde noche horas hora igual mismo ya dije espere repita repetir entiendo entendi privado confidencial cuando",
  ),
  placeholders: new Set(
    `${unnamedByModels}|no se|no lo se|no sabria decirle|quien sabe|ni idea|desconocido|desconocida|no|si|nadie|nada|anonimo|anonima|sin nombre|ninguno|ninguna|no proporcionado|no especificado|no disponible|no indicado|nombre|nombre del paciente|el paciente|la paciente|paciente|el cliente|cliente|la persona que llama|no quiero decirlo|prefiero no decirlo|prefiero no decir|yo|yo mismo|yo misma|para mi|a lo mejor|tal vez|el nino|la nina|el bebe|la bebe|que|perdon|mande|hola|bueno|espere|ok|okay|como sea|el|ella|no me acuerdo|por confirmar|por definir|se me olvido|su nombre|alguien`.split(
      "|",
    ),
  ),
  introducing:
    /(?:\bme llamo|\bnombre es|\bnombre completo es|\bsoy|\bhabla|\ba nombre de|\bse llama|\bpara mi (?:hijo|hija|mam[áa]|pap[áa]|esposo|esposa)|\bes para) +(?=\p{Lu})/giu,
  questions: {
    whichName: "¿A nombre de quién, por favor?",
    whichOfThem: "¿Para cuál de estas personas es la cita? Deme su nombre y apellido, por favor.",
    spelled: (letters) => `Anoté las letras ${letters}. ¿Cuál es el nombre y cuál es el apellido?`,
    relative: "¿Cómo se llama la persona que viene a la consulta?",
  },
};

export const spanishTelephones: TelephoneWords = {
  caller: [
    "este numero",
    "este mismo",
    "este mismo numero",
    "el mismo numero",
    "mismo numero",
    "el mismo",
    "a este",
    "este telefono",
    "este celular",
    "mi celular este",
    "de donde le llamo",
    "de donde llamo",
    "de donde le estoy llamando",
    "de donde estoy llamando",
    "del que llamo",
    "del que le llamo",
    "del que estoy llamando",
    "del que le estoy llamando",
    "desde el que llamo",
    "desde el que le llamo",
    "con el que llamo",
    "con el que le llamo",
    "con el que estoy llamando",
    "el que le sale",
    "que le sale",
    "que le aparece",
    "que aparece",
    "el que aparece",
    "que ve ahi",
    "que tiene ahi",
    "el que tiene",
    "que tienen registrado",
    "el de esta llamada",
    "numero actual",
  ],
  denials: wordsOf("no ni otro"),
  extension: wordsOf("extension ext"),
  gaps: wordsOf(
    "eh em este y luego despues entonces guion punto espacio es el numero mi seria si area codigo de la con lada area son",
  ),
  repeats: new Map([
    ["doble", 2],
    ["triple", 3],
  ]),
  times: wordsOf("veces"),
  corrections: wordsOf("no perdon disculpe digo mejor corrijo correccion equivoque espere"),
  plus: wordsOf("mas"),
  zeros: wordsOf("o"),
  notDigits: wordsOf("una un"),
  questions: {
    tooShort: (digits) => `Me faltan números: tengo ${digits}. ¿Me repite el número completo, por favor?`,
    tooLong: (digits) => `Anoté números de más: ${digits}. ¿Me repite el número, poco a poco, por favor?`,
    areaCode: (digits) => `Tengo ${digits}. ¿Me da el número con el código de área, por favor?`,
    noSuchNumber: (digits) => `No puedo llamar al ${digits}. ¿Me lo repite, por favor?`,
    withheld: "No veo el número del que llama. ¿Cuál es su número de teléfono?",
    which: (numbers) => `Escuché varios números: ${numbers}. ¿Cuál anoto?`,
  },
};
