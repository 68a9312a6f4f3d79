import fc from 'fast-check';
import { alertCodeFrom } from '../../src/domain/alert-code.ts';
import { foldReply } from '../../src/domain/reply-folding.ts';
import { isAnsweredByTwilio, parseReply, type ReplyIntent } from '../../src/domain/reply-grammar.ts';
import { NEGATION } from '../../src/domain/reply-words.ts';

const READINGS: Record<ReplyIntent, string[]> = {
  acknowledge: [
    'SÍ', 'si', 'Sí.', 'sii', 'siiii', 's1', 'SI!!', 'sí 👍', '👍 sí', 'si ✅', 'VOY', 'voy', 'Voy!', 'vooy', 'voyyy', 'v0y', 'boy', 'voi', 'Boi',
    'OK VOY', 'ok vooy', 'ok, voy', 'oki voy', 'ya voy', 'voy ya', 'sí, voy', 'si voy', 'SI VOY GRACIAS', 'dale voy', 'listo, voy', 'recibido, voy',
    'voy yo', 'yo voy', 'voy altiro', 'voy al tiro', 'voy para allá', 'voy pa alla', 'voy enseguida', 'voy de inmediato', 'voy en camino',
    'en camino', 'voy corriendo', 'voy en 5', 'voy en 5 min', 'voy en 5min', 'voy en un minuto', 'sí, en 10 minutos', 'voy 🏃‍♀️', 'voy a ver al paciente',
    'voy a verla', 'TOMO', 'La tomo', 'la tomo yo', 'yo la tomo', 'lo tomo', 'Me encargo', 'yo me encargo', 'me hago cargo', 'la atiendo', 'yo la veo', 'mía',
    'sip', 'sipo', 'sí po', 'claro que sí', 'afirmativo', 'hola, sí voy', 'buenas noches, voy', 'voy doctora', 'vamos', 'iré', 'acepto', 'ahí voy', 'sí señora', 'estoy yendo', 'voy ya mismo', 'going', 'ACK', 'ack!', 
    'acknowledge', 'YES', 'yes please', 'Yep', 'yeah', 'on my way', 'On my way!', 'omw', "I'm on my way", 'I’m coming', 'coming now', 'I’ll take it',
    'I have it', 'on it', 'mine', 'be right there', 'ok yes', 'yes, in 5 minutes', 'Ｖｏｙ', 'v\u200boy', '*voy*', '"sí"', 'ok  \n voy', 'si 2', 'voy a la 2',
    'OKVOY', 'okvoy', 'S í', 's i', 'v o y', 'vo y', 'SIVOY', 'yavoy', 'latomo', 'la to mo', 'onmyway', 'oksi',
  ],
  decline: [
    'NO', 'no', 'No.', 'noo', 'nooo', 'n0', 'n', 'nop', 'nope', 'NO VOY', 'no voy', 'no boy', 'ya no', 'no puedo', 'NO PUEDO', 'no puedo ir', 'no puedo ahora', 'no, gracias',
    'no puedo, lo siento', 'sí pero no puedo', 'voy... no, no puedo', 'no puedo ahora pero voy en 10', 'ok no', 'no la tomo', 'no me toca', 'no soy yo', 'yo no',
    'no estoy de turno', 'no es mi turno', 'no es mi paciente', 'no puedo estoy con otro enfermo', 'no alcanzo', 'no podré ir', 'hoy no', 'ahora no',
    'estoy ocupada', 'ocupado', 'que vaya otra persona', 'siguiente', 'fuera de turno', 'negativo', 'imposible', 'rechazo', '❌', '👎', '👎🏽', '🙅‍♀️', '🚫',
    "can't", 'cant', 'I can’t', 'I cannot come', 'cannot', 'not me', 'Not now', "I won't", 'I am not on call', 'not available', 'busy', 'off duty', 'no way', 'decline', 'pass', 'no 2', 'N O', 'NOPUEDO', 'novoy', 'n o p u e d o', 'nopuedoir', 'okno', 'notme', 'oknovoy',
  ],
  resolve: [
    'LISTO', 'listo', 'l1sto', 'Listo!', 'listoo', 'ATENDIDA', 'atendida', 'Atendido.', 'ya atendida', 'sí, atendida', 'ok atendida', 'paciente atendido', 'la atendí', 'resuelta',
    'ya está listo', 'todo listo', 'hecho', 'terminado', 'DONE', 'done!', 'all done', 'resolved', 'finished', 'yes done', 'L I S T O', 'todolisto',
  ],
  giveBack: ['DESHACER', 'deshacer', 'Deshacer por favor', 'la devuelvo', 'devolver', 'UNDO', 'undo please', 'give back', 'Give it back'],
  seen: [
    'OK', 'ok', '0k', 'okk', 'okay', 'oka', 'okey', 'ok ok', 'ok gracias', 'YA', 'ya', 'ya ya', 'VISTO', 'visto', 'Visto 👍', 'recibido', 'Recibido, gracias', 'leído', 'enterada',
    'entendido', 'copiado', 'sí, recibido', 'sí visto', 'got it', 'seen', 'noted', 'thanks', 'gracias', 'dale', 'perfecto', '👍', '👍🏽', '👍👍', '👌', '🙏🏻', '✅', '✔️', '👀', '🫡', 'la vi',
  ],
  stop: ['STOP', 'stop', 'Stop.', 'STOP STOP', 'stop please', 'BAJA', 'baja por favor', 'darme de baja', 'no más mensajes', 'UNSUBSCRIBE', 'stopall', 'revoke', 'opt out'],
  start: ['START', 'start', 'unstop', 'ALTA', 'start please'],
  help: ['HELP', 'ayuda', 'Ayuda por favor', '?', '¿?', '???', 'no entiendo', '¿qué es esto?', '¿cómo respondo?', 'que hago', 'info', 'what is this?', "I don't understand"],
  number: ['1', '2.', '#2', '(3)', 'la 2', 'el 2', 'opción 2', 'Nº 2', 'n° 2', '№ 2', '1️⃣', '②', 'dos', 'la primera', 'option 3', 'two', '12', 'la 2 por favor', 'ok 2'],
  acknowledgeAll: ['ACK ALL', 'ack all', 'ACK TODOS', 'ack todas', 'tomo todas', 'ACK TODOS.', 'TODAS', 'todas', 'las tomo todas', 'sí, todas', 'voy todas', 'yes all of them'],
  unclear: [
    '', ' ', '...', 'voy?', '¿voy?', '¿Voy yo?', '¿quién va?', 'quién va', 'va Luis', 'que vaya Luis', 'sí?', 'no?', 'ok?', 'voy a almorzar', 'voy a casa', 'voy a avisar a Luis', 'voy saliendo',
    'si puedo voy', 'voy si puedo', 'voy si', 'si es mía voy', 'si la tomo yo voy', 'ya no está el paciente', 'si me cubren voy', 'si quieres voy', 'voy cuando termine', 'a lo mejor voy', 'creo que voy', 'quizás sí', 'voy a ver', 'voy a ver si puedo',
    'puedo', 'luego', 'después', 'espera', 'un momento', 'en 5 min', '5 minutos', 'hola', 'buenas noches', 'paso', 'aún no', 'todavía no', 'no listo', 'no sé', 'no está atendida', 'no la he visto',
    'no puedo abrir el link', 'no estoy segura', 'no hay problema, voy', 'no, sí voy', 'no se preocupe, voy', 'sí/no', 'sí no', 'nadie va', 'nadie puede', 'sin novedad', 'ok listo', 'sí, listo', 'lista', 'ya listo', 'la tomo, atendida',
    'baja la cama', 'stop the bleeding', 'cancel', 'Cancel!', 'cancel please', 'END', 'quit', 'cancel cancel', 'maybe', 'I will see', 'I’m not sure', 'who is going', 'should I go', 'yes if nobody else can', 'is it done', '😡', 'voy 😡', 'да', 'はい', 'sí да', '100', 'cama 1203', 'voy cama 1203', 's', 'y', 'x', 'asdf', '1 2', 's i n', 'v o y ?', 'okvoy?', 'voyacasa', 'vo y a casa', 'sino', 'no sivoy', 'okvoyalmorzar', 'simepuedo', 'S T O P', 'yalisto', 'h o l a', 'sies mia voy',
  ],
};

const rows = Object.entries(READINGS).flatMap(([intent, texts]) => texts.map((text): [string, string] => [text, intent]));

describe('What a reply asks for', () => {
  test.each(rows)('%j is read as %s', (text, intent) => {
    expect(parseReply(text).intent).toBe(intent);
  });

  test.each(['cancel', 'Cancel!', 'END', 'quit', 'quit quit', 'STOP', 'baja'])('%j by SMS ends all messages, because Twilio blocks on it or we promise it', (text) => {
    expect(parseReply(text, { sms: true }).intent).toBe('stop');
  });

  test.each([['STOP', true], [' cancel ', true], ['Optout', true], ['BAJA', false], ['stop please', false], ['stop all', false], ['voy', false]])('Twilio itself answers %j by SMS: %s', (text, answered) => {
    expect(isAnsweredByTwilio(text)).toBe(answered);
  });

  test('the table has more than 150 rows', () => {
    expect(rows.length).toBeGreaterThan(150);
  });

  test.each([
    ['listo, falsa alarma', 'not_an_injury'], ['LISTO no es lesión', 'not_an_injury'], ['atendida, otra etapa', 'other_stage'],
    ['done, wrong patient', 'wrong_patient'], ['Listo. Confirmada', 'confirmed'],
  ])('%j resolves and says what was found', (text, found) => {
    expect(parseReply(text)).toMatchObject({ intent: 'resolve', found });
  });

  test('a finding alone resolves nothing', () => {
    for (const text of ['falsa alarma', 'no es lesión', 'paciente equivocado', 'confirmada']) expect(parseReply(text).intent).toBe('unclear');
  });

  test.each([['2', 2], ['la 3', 3], ['Nº 2', 2], ['sí 2', 2], ['no 2', 2], ['dos', 2], ['1️⃣', 1], ['voy en 5 min', null], ['voy', null], ['ok 2', 2]])('%j names option %s', (text, number) => {
    expect(parseReply(text).number).toBe(number);
  });

  test('a voice note or a picture without words is seen, and with words it is what the words say', () => {
    expect(parseReply('', { media: true }).intent).toBe('seen');
    expect(parseReply('voy', { media: true }).intent).toBe('acknowledge');
    expect(parseReply('no', { media: true }).intent).toBe('decline');
  });

  test('the names of the people who share a phone don’t make a reply unclear', () => {
    const names = ['Ana Soto', 'Luis'];
    expect(parseReply('voy, soy Ana', { names }).intent).toBe('acknowledge');
    expect(parseReply('sí. Ana Soto', { names }).intent).toBe('acknowledge');
    expect(parseReply('voy, soy Marta', { names }).intent).toBe('unclear');
    expect(parseReply('no, Luis', { names }).intent).toBe('unclear');
    expect(parseReply('no', { names: ['No'] }).intent).toBe('decline');
  });
});

describe('The code in a reply', () => {
  test.each([
    'K7F2-Q9MD', 'k7f2-q9md', 'k7f2 q9md', 'K7F2Q9MD', 'sí K7F2-Q9MD', 'K7F2Q9MD voy', 'voy a la alerta k7f2–q9md', '(K7F2-Q9MD)', 'codigo:K7F2.Q9MD', '*K7F2-Q9MD* sí',
    'https://ward.example/a/K7F2-Q9MD', 'Ｋ７Ｆ２－Ｑ９ＭＤ', 'K7F2 - Q9MD, no',
  ])('is found in %j', (text) => {
    expect(parseReply(text).code).toBe('K7F2-Q9MD');
  });

  test('O and 0, I, L and 1 are the same', () => {
    expect(parseReply('si A2O1-B3IL').code).toBe('A201-B311');
    expect(parseReply('si a2o1b3il').code).toBe('A201-B311');
  });

  test('doesn’t hide what else is said', () => {
    expect(parseReply('K7F2-Q9MD no puedo')).toMatchObject({ intent: 'decline', code: 'K7F2-Q9MD' });
    expect(parseReply('listo K7F2 Q9MD')).toMatchObject({ intent: 'resolve', code: 'K7F2-Q9MD' });
  });

  test.each(['recibido', 'atendida', 'deshacer', 'ella esta', 'cama 1203', 'voy 1030 pero', 'de 1030-1100', '12345678', '+56 9 1234 5678', 'hall-bett'])('is not seen in %j', (text) => {
    expect(parseReply(text).codes).toEqual([]);
  });

  test('is left open when there are two', () => {
    expect(parseReply('voy K7F2-Q9MD y A2BC-D5EF')).toMatchObject({ code: null, codes: ['K7F2-Q9MD', 'A2BC-D5EF'] });
  });
});

const anyText = fc.string({ unit: 'binary', maxLength: 60 });
const someWord = fc.constantFrom(...rows.flatMap(([text]) => text.split(' ')), 'sí', 'voy', 'ok', 'la tomo', 'yes', 'on my way', 'todas');
const sentence = fc.array(fc.oneof(someWord, fc.string({ maxLength: 8 })), { maxLength: 8 }).map((words) => words.join(' '));

describe('Whatever is typed', () => {
  test('folding twice is folding once', () => {
    fc.assert(fc.property(fc.oneof(anyText, sentence), (text) => foldReply(foldReply(text)) === foldReply(text)), { numRuns: 2000 });
  });

  test('reading never throws', () => {
    fc.assert(fc.property(fc.oneof(anyText, fc.string({ unit: 'grapheme' }), sentence), fc.boolean(), (text, media) => {
      expect(() => parseReply(text, { media, names: [text] })).not.toThrow();
    }), { numRuns: 2000 });
  });

  test('a negation anywhere never takes', () => {
    fc.assert(fc.property(sentence, fc.constantFrom(...NEGATION), sentence, (before, negation, after) => {
      expect(['acknowledge', 'acknowledgeAll', 'giveBack', 'number']).not.toContain(parseReply(`${before} ${negation} ${after}`).intent);
    }), { numRuns: 3000 });
  });

  test('a question mark anywhere never takes, declines or resolves', () => {
    fc.assert(fc.property(sentence, sentence, (before, after) => {
      expect(['acknowledge', 'acknowledgeAll', 'decline', 'resolve', 'giveBack']).not.toContain(parseReply(`${before}?${after}`).intent);
    }));
  });

  test('a negation never takes, however its letters are spaced', () => {
    const spacing = fc.array(fc.boolean(), { minLength: 24, maxLength: 24 });
    fc.assert(fc.property(fc.constantFrom('no', 'nunca', 'not', 'cant', 'nadie'), fc.constantFrom('voy', 'la tomo', 'si voy', 'ok', 'on it', 'listo'), fc.boolean(), spacing, (negation, yes, first, spaces) => {
      const letters = (first ? negation + yes : yes + negation).replaceAll(' ', '');
      const text = [...letters].map((letter, at) => (spaces[at] === true ? `${letter} ` : letter)).join('');
      expect(['acknowledge', 'acknowledgeAll', 'resolve', 'giveBack']).not.toContain(parseReply(text).intent);
    }), { numRuns: 3000 });
  });

  test('an unknown word never takes', () => {
    fc.assert(fc.property(fc.constantFrom('voy', 'sí', 'ack', 'la tomo', 'yes'), fc.stringMatching(/^[qwx][qwxzj]{3,7}$/), (yes, noise) => {
      expect(parseReply(`${yes} ${noise}`).intent).toBe('unclear');
      expect(parseReply(`${noise} ${yes}`).intent).toBe('unclear');
    }));
  });

  test('case, accents and punctuation change nothing', () => {
    fc.assert(fc.property(fc.constantFrom(...rows.filter(([text]) => /^[a-záéíóúñ ]+$/i.test(text))), fc.constantFrom('', '.', '!', ' …', ','), ([text, intent], end) => {
      expect(parseReply(text.toUpperCase().normalize('NFD') + end).intent).toBe(intent);
    }));
  });

  test('a code survives noise, and the intent survives the code', () => {
    const code = fc.uint8Array({ minLength: 8, maxLength: 8 }).map(alertCodeFrom);
    fc.assert(fc.property(code, fc.constantFrom('-', ' ', '', ' - ', '–', '_'), fc.boolean(), fc.boolean(), fc.constantFrom('sí', 'voy', 'no', 'listo'), (each, between, lower, letters, word) => {
      let typed = each.replace('-', between);
      if (letters) typed = typed.replaceAll('0', 'O').replaceAll('1', 'l');
      const text = `¡${word}! ${lower ? typed.toLowerCase() : typed}, gracias`;
      expect(parseReply(text).code).toBe(each);
    }), { numRuns: 2000 });
  });
});
