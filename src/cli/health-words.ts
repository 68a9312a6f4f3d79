import type { Language } from '../domain/people.ts';
import type { Health } from '../roles/health.ts';
import type { Refusal } from '../webhooks/callback-counts.ts';

/** What `health` says around the names and codes of its parts. */
export interface HealthWords {
  status: Record<Health['status'], string>;
  mode: Record<Health['mode'], string>;
  /** Beside each part, as wide as each other. */
  well: string;
  down: string;
  ledger: string;
  platform: Record<Health['platforms'][string], string>;
  lastSuccess: (at: string) => string;
  /** `freeIn`: until one more may be sent; null while there is room. */
  used: (sender: string, used: number, limit: number, freeIn: string | null) => string;
  /** Messages that wait for room; `until`: when the last of them is told to try again. */
  waiting: (count: number, until: string) => string;
  /** What was accepted and has not begun; `since`: when the oldest of it came. */
  unstarted: (alerts: number, messages: number, since: string) => string;
  /** `nextTry`: when one message is let through to see whether it is back; null for the next one. */
  failing: (sender: string, since: string, code: string, nextTry: string | null) => string;
  configuration: string;
  needsYou: (platform: string, since: string, advice: string) => string;
  /** What came without effect; `refused` says how many and why, `again` how many had come before. */
  callbacks: (platform: string, since: string, refused: readonly string[], again: number) => string;
  /** After a number: `3 with a wrong signature`. */
  refusal: Record<Refusal, string>;
}

const es: HealthWords = {
  status: { ok: 'en orden', degraded: 'necesita a alguien', down: 'CAÍDO' },
  mode: { sandbox: 'simulación', production: 'producción' },
  well: 'bien ', down: 'CAÍDO', ledger: 'registro',
  platform: { sandbox: 'simulado', configured: 'configurado', not_configured: 'sin configurar' },
  lastSuccess: (at) => `último mensaje aceptado a las ${at}`,
  used: (sender, used, limit, freeIn) => `${sender}: ${used} de ${limit} mensajes en el último minuto${freeIn === null ? '' : `, hay cupo en ${freeIn}`}`,
  waiting: (count, until) => `${count === 1 ? '1 mensaje espera' : `${count} mensajes esperan`} hasta las ${until}`,
  unstarted: (alerts, messages, since) => `aceptado y sin empezar desde las ${since}: ${alerts === 1 ? '1 alerta' : `${alerts} alertas`}, ${messages === 1 ? '1 mensaje' : `${messages} mensajes`}`,
  failing: (sender, since, code, nextTry) => `${sender} falla desde las ${since} (${code}): los avisos van primero por otras vías; ${nextTry === null ? 'se prueba con el próximo' : `se prueba de nuevo a las ${nextTry}`}`,
  configuration: 'configuración',
  needsYou: (platform, since, advice) => `${platform} lo necesita desde las ${since}: ${advice}`,
  callbacks: (platform, since, refused, again) => `${platform}, sin efecto desde las ${since}: ${[...refused, ...(again > 0 ? [`${again} que ya había${again === 1 ? '' : 'n'} llegado`] : [])].join(', ')}`,
  refusal: {
    no_timestamp: 'sin hora', too_old: 'con firma vencida', in_the_future: 'con hora futura', no_signature: 'sin firma', mismatch: 'con firma falsa',
    foreign_team: 'de otro espacio de Slack', unknown_action: 'con un botón que no es nuestro', bad_signature: 'con firma falsa', foreign_account: 'de otra cuenta',
    bad_button: 'con un botón falso', unknown_status: 'con un estado desconocido', not_a_message: 'sin mensaje', malformed: 'sin forma legible',
  },
};

const en: HealthWords = {
  status: { ok: 'ok', degraded: 'degraded', down: 'DOWN' },
  mode: { sandbox: 'sandbox', production: 'production' },
  well: 'ok  ', down: 'DOWN', ledger: 'ledger',
  platform: { sandbox: 'sandbox', configured: 'configured', not_configured: 'not configured' },
  lastSuccess: (at) => `took a message last at ${at}`,
  used: (sender, used, limit, freeIn) => `${sender}: ${used} of ${limit} messages in the last minute${freeIn === null ? '' : `, room again in ${freeIn}`}`,
  waiting: (count, until) => `${count === 1 ? '1 message waits' : `${count} messages wait`} until ${until}`,
  unstarted: (alerts, messages, since) => `accepted and not begun since ${since}: ${alerts === 1 ? '1 alert' : `${alerts} alerts`}, ${messages === 1 ? '1 message' : `${messages} messages`}`,
  failing: (sender, since, code, nextTry) => `${sender} is failing since ${since} (${code}): pages go by other routes first; ${nextTry === null ? 'it is tried with the next one' : `it is tried again at ${nextTry}`}`,
  configuration: 'configuration',
  needsYou: (platform, since, advice) => `${platform} needs you since ${since}: ${advice}`,
  callbacks: (platform, since, refused, again) => `${platform}, without effect since ${since}: ${[...refused, ...(again > 0 ? [`${again} that had come before`] : [])].join(', ')}`,
  refusal: {
    no_timestamp: 'without a time', too_old: 'too old', in_the_future: 'with a time in the future', no_signature: 'without a signature', mismatch: 'with a false signature',
    foreign_team: 'from another Slack workspace', unknown_action: 'with a button that is not ours', bad_signature: 'with a false signature', foreign_account: 'from another account',
    bad_button: 'with a false button', unknown_status: 'with an unknown status', not_a_message: 'without a message', malformed: 'unreadable',
  },
};

export const HEALTH_WORDS: Record<Language, HealthWords> = { es, en };
