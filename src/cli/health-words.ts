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
  configuration: string;
  needsYou: (platform: string, since: string, code: string) => string;
}

const es: HealthWords = {
  status: { ok: 'en orden', degraded: 'necesita a alguien', down: 'CAÍDO' },
  mode: { sandbox: 'simulación', production: 'producción' },
  well: 'bien ', down: 'CAÍDO', ledger: 'registro',
  platform: { sandbox: 'simulado', configured: 'configurado', not_configured: 'sin configurar' },
  used: (sender, used, limit, freeIn) => `${sender}: ${used} de ${limit} mensajes en el último minuto${freeIn === null ? '' : `, hay cupo en ${freeIn}`}`,
  configuration: 'configuración',
  needsYou: (platform, since, code) => `${platform} lo necesita desde las ${since}: ${code}`,
};

const en: HealthWords = {
  status: { ok: 'ok', degraded: 'degraded', down: 'DOWN' },
  mode: { sandbox: 'sandbox', production: 'production' },
  well: 'ok  ', down: 'DOWN', ledger: 'ledger',
  platform: { sandbox: 'sandbox', configured: 'configured', not_configured: 'not configured' },
  used: (sender, used, limit, freeIn) => `${sender}: ${used} of ${limit} used in the last minute${freeIn === null ? '' : `, the next is free again in ${freeIn}`}`,
  configuration: 'configuration',
  needsYou: (platform, since, code) => `${platform} needs you since ${since}: ${code}`,
};

export const HEALTH_WORDS: Record<Language, HealthWords> = { es, en };
