import type { AlertStatus } from '../domain/alert.ts';
import type { Language } from '../domain/people.ts';
import type { Severity } from '../domain/severity.ts';

/** The command line's own words; messages and the timeline have theirs in the domain. */
export interface CliWords {
  status: Record<AlertStatus, string>;
  severity: Record<Severity, string>;
  stage: string;
  noStage: string;
  level: string;
  heldBy: string;
  nobody: string;
  next: string;
  overdue: string;
  noDeadline: string;
  noAlerts: string;
  columns: [code: string, severity: string, status: string, heldBy: string, next: string];
  raised: string;
  duplicate: string;
  startsLater: string;
  inOrder: string;
  nobodyOnCall: string;
  standsInFor: string;
}

const es: CliWords = {
  status: { triggered: 'creada', notified: 'avisada', acknowledged: 'tomada', resolved: 'atendida', informed: 'informada', unanswered: 'sin respuesta', cancelled: 'anulada' },
  severity: { low: 'baja', medium: 'media', high: 'alta', critical: 'CRÍTICA' },
  stage: 'categoría', noStage: 'sin categoría', level: 'paso', heldBy: 'la tiene', nobody: 'no la tiene nadie', next: 'próximo plazo',
  overdue: 'vencido', noDeadline: 'sin plazo', noAlerts: 'No hay alertas.', columns: ['código', 'gravedad', 'estado', 'la tiene', 'próximo plazo'],
  raised: 'Alerta creada', duplicate: 'Ya existía: es la misma alerta', startsLater: 'Guardada; empezará cuando Temporal responda.',
  inOrder: 'La configuración está en orden.', nobodyOnCall: 'nadie de turno', standsInFor: 'reemplaza a',
};

const en: CliWords = {
  status: { triggered: 'triggered', notified: 'notified', acknowledged: 'acknowledged', resolved: 'resolved', informed: 'informed', unanswered: 'unanswered', cancelled: 'cancelled' },
  severity: { low: 'low', medium: 'medium', high: 'high', critical: 'CRITICAL' },
  stage: 'stage', noStage: 'no stage', level: 'step', heldBy: 'held by', nobody: 'nobody holds it', next: 'next deadline',
  overdue: 'overdue', noDeadline: 'no deadline', noAlerts: 'There are no alerts.', columns: ['code', 'severity', 'status', 'held by', 'next deadline'],
  raised: 'Alert raised', duplicate: 'It was there before: the same alert', startsLater: 'Kept; it starts as soon as Temporal answers.',
  inOrder: 'The configuration is in order.', nobodyOnCall: 'nobody on call', standsInFor: 'stands in for',
};

export const CLI_WORDS: Record<Language, CliWords> = { es, en };

/** English where the environment asks for it; the hospital's language elsewhere. */
export function languageFrom(env: NodeJS.ProcessEnv): Language {
  return /^en/i.test(env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? '') ? 'en' : 'es';
}
