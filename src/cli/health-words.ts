import type { Language } from '../domain/people.ts';
import type { Health } from '../roles/health.ts';

/** What `health` says around the names and codes of its parts. */
export interface HealthWords {
  status: Record<Health['status'], string>;
  mode: Record<Health['mode'], string>;
  /** Beside each part, as wide as each other. */
  well: string;
  down: string;
  ledger: string;
  platform: Record<Health['platforms'][string], string>;
  /** `freeIn`: until one more may be sent; null while there is room. */
  used: (sender: string, used: number, limit: number, freeIn: string | null) => string;
  /** `nextTry`: when one message is let through to see whether it is back; null for the next one. */
  failing: (sender: string, since: string, code: string, nextTry: string | null) => string;
  configuration: string;
  needsYou: (platform: string, since: string, advice: string) => string;
}

const es: HealthWords = {
  status: { ok: 'en orden', degraded: 'necesita a alguien', down: 'CAÍDO' },
  mode: { sandbox: 'simulación', production: 'producción' },
  well: 'bien ', down: 'CAÍDO', ledger: 'registro',
  platform: { sandbox: 'simulado', configured: 'configurado', not_configured: 'sin configurar' },
  used: (sender, used, limit, freeIn) => `${sender}: ${used} de ${limit} mensajes en el último minuto${freeIn === null ? '' : `, hay cupo en ${freeIn}`}`,
  failing: (sender, since, code, nextTry) => `${sender} falla desde las ${since} (${code}): los avisos van primero por otras vías; ${nextTry === null ? 'se prueba con el próximo' : `se prueba de nuevo a las ${nextTry}`}`,
  configuration: 'configuración',
  needsYou: (platform, since, advice) => `${platform} lo necesita desde las ${since}: ${advice}`,
};

const en: HealthWords = {
  status: { ok: 'ok', degraded: 'degraded', down: 'DOWN' },
  mode: { sandbox: 'sandbox', production: 'production' },
  well: 'ok  ', down: 'DOWN', ledger: 'ledger',
  platform: { sandbox: 'sandbox', configured: 'configured', not_configured: 'not configured' },
  used: (sender, used, limit, freeIn) => `${sender}: ${used} of ${limit} used in the last minute${freeIn === null ? '' : `, the next is free again in ${freeIn}`}`,
  failing: (sender, since, code, nextTry) => `${sender} is failing since ${since} (${code}): pages go by other routes first; ${nextTry === null ? 'it is tried with the next one' : `it is tried again at ${nextTry}`}`,
  configuration: 'configuration',
  needsYou: (platform, since, advice) => `${platform} needs you since ${since}: ${advice}`,
};

export const HEALTH_WORDS: Record<Language, HealthWords> = { es, en };
