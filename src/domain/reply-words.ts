/**
 * The words that replies are read by, Spanish and English. A reply takes, resolves or gives back only when every word
 * of it is listed here: "voy" takes, "voy a almorzar" doesn't. What is missing costs a nurse ten seconds; what is
 * listed wrongly costs a patient.
 */

/** "I have it", plainly. Typing errors are listed beside the word. */
export const TAKE = [
  'voy', 'boy', 'voi', 'boi', 'voy yo', 'voy llegando', 'voy corriendo', 'voy subiendo', 'voy bajando', 'voy caminando', 'voy a ir',
  'voy a verla', 'voy a verlo', 'voy a ver al paciente', 'voy a ver a la paciente', 'voy a atenderla', 'voy a atenderlo',
  'voy donde el paciente', 'voy donde la paciente', 'voy con el paciente', 'voy con la paciente', 'vamos', 'ire', 'acudo', 'asisto',
  'en camino', 'voy en camino', 'estoy en camino', 'tomo', 'la tomo', 'lo tomo', 'me la tomo', 'tomo la alerta', 'acepto', 'la acepto',
  'me encargo', 'me encargo yo', 'me hago cargo', 'la tengo yo', 'yo la tengo', 'atiendo', 'la atiendo', 'lo atiendo', 'yo la veo',
  'la veo yo', 'yo lo veo', 'lo veo yo', 'mia', 'estoy yendo', 'yendo',
  'ack', 'acked', 'acknowledge', 'acknowledged', 'i acknowledge', 'on my way', 'im on my way', 'i am on my way', 'omw', 'coming',
  'im coming', 'i am coming', 'going', 'im going', 'i am going', 'ill go', 'i will go', 'ill take it', 'i will take it', 'i take it', 'taking it',
  'im taking it', 'i have it', 'on it', 'im on it', 'i am on it', 'mine', 'its mine', 'be right there', 'ill be right there',
  'heading there', 'heading over', 'im heading over', 'accept', 'i accept',
];

/** A yes that means what was asked; with a word of receipt beside it ("sí, recibido") it means only that. */
export const YES = [
  'sip', 'sipo', 'si po', 'sep', 'claro que si', 'por supuesto que si', 'afirmativo', 'yes', 'yep', 'yeah', 'yup', 'affirmative',
];

/** "Sí" is "if" as well: it counts at the beginning alone. */
export const YES_OR_IF = ['si'];

export const EVERYTHING = ['todas', 'todos', 'las tomo todas', 'todas las alertas', 'all', 'all of them'];

/** Said of work that is over, and of nothing else. */
export const DONE = [
  'atendida', 'atendido', 'atendidas', 'atendidos', 'esta atendida', 'esta atendido', 'quedo atendida', 'quedo atendido', 'fue atendida',
  'fue atendido', 'paciente atendida', 'paciente atendido', 'la atendi', 'lo atendi', 'resuelta', 'resuelto', 'todo listo', 'esta listo',
  'hecho', 'terminado', 'terminada', 'completado', 'completada', 'cerrada', 'caso cerrado', 'done', 'all done', 'its done', 'resolved',
  'finished', 'completed', 'attended', 'closed',
];

/** "Done", and also "all right": alone it resolves, beside a word that takes it is only an agreement. */
export const READY = ['listo'];

export const GIVE_BACK = [
  'deshacer', 'deshago', 'la devuelvo', 'lo devuelvo', 'devuelvo', 'devolver', 'devolverla', 'undo', 'give back', 'give it back', 'giveback',
];

/** Seen, not taken, and says nothing else. */
export const RECEIPT = [
  'visto', 'vista', 'la vi', 'lo vi', 'recibido', 'recibida', 'recibidos', 'recibi', 'leido', 'leida', 'lei', 'enterado', 'enterada',
  'copiado', 'copio', 'entendido', 'entiendo', 'comprendido', 'anotado', 'confirmado', 'seen', 'read', 'received', 'got it', 'i got it',
  'noted', 'understood', 'copy', 'copy that', 'roger', '👀', '🫡',
];

/** Seen, not taken; harmless beside a yes. */
export const AGREEMENT = [
  'ok', 'oka', 'oki', 'okis', 'okey', 'okay', 'okei', 'k', 'ya', 'dale', 'bueno', 'bien', 'perfecto', 'vale', 'de acuerdo', 'gracias',
  'muchas gracias', 'thanks', 'thank you', 'thx', 'ty', 'great', 'fine', 'good', '👍', '👌', '🙏', '✅', '✔', '☑', '🆗',
];

/** Says nothing about who takes it. */
export const FILLER = [
  'yo', 'yo mismo', 'yo misma', 'ahora', 'ahora mismo', 'ya mismo', 'altiro', 'al tiro', 'enseguida', 'en seguida', 'inmediatamente', 'de inmediato',
  'inmediato', 'por favor', 'porfa', 'porfavor', 'doctora', 'doctor', 'dr', 'dra', 'jefa', 'jefe', 'colega', 'señora', 'señor', 'señorita', 'hola', 'buenas',
  'buenas noches', 'buenos dias', 'buenas tardes', 'pues', 'po', 'ahi', 'alla', 'para alla', 'pa alla', 'aca', 'rapido', 'entonces', 'codigo',
  'alerta', 'la alerta', 'esta alerta', 'soy', 'soy yo', 'habla', 'aqui', 'i am', 'im', 'this is', 'please', 'now', 'right now', 'right away', 'asap', 'hi', 'hello',
  'good night', 'good evening', 'good morning', 'immediately', 'code', 'alert', 'the alert', 'this alert', 'me', 'there', 'over there',
  '🏃', '🚶', '💪', '🙋', '🙂', '😊',
];

/** With any of these in a text nothing is taken, resolved or given back. */
export const NEGATION = [
  'no', 'n', 'nop', 'nope', 'nou', 'noup', 'nah', 'nel', 'non', 'nones', 'nunca', 'jamas', 'tampoco', 'ni', 'nadie', 'nada', 'ninguna', 'ninguno',
  'sin', 'negativo', 'imposible', 'not', 'never', 'none', 'nobody', 'neither', 'nor', 'without', 'negative', 'unable', 'impossible',
  'cannot', 'cant', 'dont', 'wont', 'didnt', 'doesnt', 'isnt', 'arent', 'wasnt', 'aint', 'couldnt', 'shouldnt', 'wouldnt', 'havent',
  'hasnt', 'decline', 'declined', 'declino', 'rechazo', 'rechazar', '👎', '❌', '✖', '✗', '✘', '🚫', '⛔', '🙅', '🛑',
];

/** What may stand beside a negation for the whole to be a plain "not me". */
export const DECLINE_BESIDE = [
  'puedo', 'puedo ir', 'podre', 'podre ir', 'voy', 'boy', 'voi', 'ir', 'ire', 'la tomo', 'lo tomo', 'tomo', 'me', 'me toca', 'alcanzo', 'llego',
  'soy yo', 'es mia', 'es mi paciente', 'es mi turno', 'mi turno', 'estoy', 'estoy de turno', 'estoy en turno', 'disponible', 'por ahora',
  'hoy', 'lo siento', 'perdon', 'disculpe', 'disculpa', 'sorry', 'i', 'im', 'i am', 'it', 'this', 'this one', 'go', 'come', 'take it',
  'available', 'on call', 'on shift', 'on duty', 'my patient', 'my shift', 'today', 'way', 'for now',
];

/** "Not me" without a negation. */
export const DECLINE = [
  'ocupada', 'ocupado', 'estoy ocupada', 'estoy ocupado', 'otra persona', 'que vaya otra', 'que vaya otro', 'que vaya otra persona',
  'fuera de turno', 'siguiente', 'busy', 'im busy', 'i am busy', 'someone else', 'off duty', 'off shift', 'pass', 'skip', 'next',
];

/** A refusal that stands whatever is said around it. */
export const FIRM_DECLINE = [
  'no puedo', 'no voy', 'no boy', 'no voi', 'no podre', 'no podria', 'no ire', 'no alcanzo', 'no la tomo', 'no lo tomo', 'no tomo', 'no acepto',
  'no me toca', 'no estoy', 'no soy yo', 'no es mi', 'no llego', 'cant', 'cannot', 'can not', 'wont', 'will not', 'not me',
  'not available', 'not on call', 'not on shift', 'not on duty', 'not my', 'not going', 'not coming', 'im not', 'i am not', 'unable to go',
  'i decline',
];

/** After these a refusal is about something else: the link won't open, the text isn't understood, the person isn't sure. */
export const NOT_A_DECLINE = [
  'abrir', 'ver', 'leer', 'entrar', 'encontrar', 'encuentro', 'creer', 'creerlo', 'escuchar', 'acceder', 'responder', 'entender', 'esperar',
  'segura', 'seguro', 'problema', 'demoro', 'demorar', 'tardar', 'tardo', 'open', 'see', 'read', 'find', 'hear', 'access', 'believe', 'wait',
  'sure', 'understand', 'log', 'problem', 'long',
];

/** "No more messages to this address", alone in the message. */
export const STOP = [
  'stop', 'stopall', 'stop all', 'unsubscribe', 'revoke', 'optout', 'opt out', 'stop messages', 'stop messaging me',
  'stop texting me', 'no more messages', 'baja', 'dar de baja', 'darme de baja', 'quiero darme de baja', 'no mas mensajes',
  'no quiero mas mensajes', '🛑',
];

/** By SMS only, where Twilio blocks on them whatever we make of it. By WhatsApp they are said of the alert, and nobody is to lose alerts by them. */
export const STOP_BY_SMS = ['cancel', 'end', 'quit'];

/**
 * On these words, alone in an SMS, Twilio blocks what we send there and answers by itself. By WhatsApp it does neither.
 * https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
 */
export const STOP_OF_TWILIO = ['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit', 'revoke', 'optout'];

/** "YES" lifts Twilio's block as well, but here it takes an alert. */
export const START = ['start', 'unstop', 'optin', 'opt in', 'alta', 'iniciar', 'start again'];

export const HELP = [
  '?', 'help', 'ayuda', 'info', 'instrucciones', 'menu', 'como respondo', 'que hago', 'que es esto', 'no entiendo', 'no entiendo nada',
  'no se que hacer', 'what is this', 'whats this', 'what do i do', 'how do i answer', 'how do i reply', 'i dont understand',
];

/** What a resolved alert turned out to be, said beside a word that resolves. */
export const FOUND = {
  not_an_injury: [
    'no es lesion', 'no es una lesion', 'no es lpp', 'no hay lesion', 'falsa alarma', 'falso positivo', 'not an injury', 'no injury', 'false alarm',
  ],
  other_stage: ['otra etapa', 'otro estadio', 'otro grado', 'otra categoria', 'other stage', 'different stage'],
  wrong_patient: ['paciente equivocado', 'paciente equivocada', 'otro paciente', 'wrong patient'],
  confirmed: ['confirmada', 'lesion confirmada', 'confirmed'],
} as const;

export const NUMBER_WORDS: Record<string, number> = {
  uno: 1, una: 1, one: 1, primera: 1, primero: 1, first: 1, dos: 2, two: 2, segunda: 2, segundo: 2, second: 2, tres: 3, three: 3,
  tercera: 3, tercero: 3, third: 3, cuatro: 4, four: 4, cinco: 5, five: 5, seis: 6, six: 6, siete: 7, seven: 7, ocho: 8, eight: 8,
};

/** What may stand before a number that answers a question. */
export const NUMBER_BESIDE = ['la', 'el', 'a la', 'opcion', 'la opcion', 'numero', 'el numero', 'la numero', 'nro', 'the', 'option', 'number'];

/** How long somebody says it takes, around a number of minutes. */
export const DELAY_BEFORE = ['en', 'in', 'llego en', 'en unos', 'in about'];
export const DELAY_AFTER = ['min', 'mins', 'minuto', 'minutos', 'minute', 'minutes', 'm'];
