import type { Raised } from '../client.ts';
import type { AlertStatus } from '../domain/alert.ts';
import type { PlanRowKind } from '../domain/explain-plan.ts';
import type { Language } from '../domain/people.ts';
import type { AlertPlan } from '../domain/plan.ts';
import type { Severity } from '../domain/severity.ts';
import type { Stage } from '../domain/stage.ts';

/** The command line's own words; messages and the timeline have theirs in the domain. */
export interface CliWords {
  status: Record<AlertStatus, string>;
  severity: Record<Severity, string>;
  /** In a table's column; elsewhere a stage has its name in the domain's words. */
  shortStage: Record<`${Stage}`, string>;
  noStage: string;
  level: string;
  heldBy: string;
  attendedBy: string;
  nobody: string;
  since: string;
  /** So many pages wait for room on their platforms' limits; tried again then. */
  waiting: (pages: number, platforms: string, until: string) => string;
  next: string;
  overdue: string;
  noDeadline: string;
  noAlerts: string;
  columns: [code: string, severity: string, stage: string, unit: string, age: string, status: string, heldBy: string, next: string];
  raised: string;
  duplicate: string;
  /** In place of both for another detection of a wound that has an alert. */
  episode: Record<NonNullable<Raised['episode']>['outcome'], string>;
  startsLater: string;
  /** Under a refusal: who may ask that, and how. */
  onlyAsResponder: string;
  moreAlerts: (limit: number) => string;
  /** A listed finding waits, and how it is opened. */
  toOpen: (code: string) => string;
  /** The same of so many in a list. */
  someToOpen: (alerts: number, example: string) => string;
  planMode: Record<AlertPlan['mode'], string>;
  planRow: Record<PlanRowKind, string>;
  /** Beside a row that goes on: so often, as `5 min`. */
  every: (time: string) => string;
  /** In place of a name: whoever has taken the alert by then. */
  whoeverTookIt: string;
  /** In place of a time: so long after somebody takes the alert. */
  afterTaking: string;
  inOrder: string;
  running: (same: boolean, hash: string, at: string) => string;
  nobodyOnCall: string;
  standsInFor: string;
}

const es: CliWords = {
  status: { triggered: 'creada', notified: 'avisada', acknowledged: 'tomada', resolved: 'atendida', informed: 'informada', unanswered: 'sin respuesta', cancelled: 'cancelada' },
  severity: { low: 'baja', medium: 'media', high: 'alta', critical: 'CRÍTICA' },
  shortStage: { 0: 'sin lesión', 1: 'I', 2: 'II', 3: 'III', 4: 'IV', unstageable: 'no clasificable', deep_tissue: 'tejidos profundos', mucosal: 'mucosa' },
  noStage: 'sin categoría', level: 'paso', heldBy: 'la tiene', attendedBy: 'la atendió', nobody: 'no la tiene nadie', since: 'desde', next: 'próximo plazo',
  overdue: 'vencido', noDeadline: 'sin plazo', noAlerts: 'No hay alertas.', columns: ['código', 'gravedad', 'categoría', 'unidad', 'hace', 'estado', 'la tiene', 'próximo plazo'],
  raised: 'Alerta creada', duplicate: 'Ya existía: es la misma alerta',
  episode: { joined: 'La misma lesión: se une a la alerta', raised: 'La misma lesión, más grave: sube la alerta', recorded: 'La misma lesión, ya confirmada: se registra con la alerta' },
  startsLater: 'Guardada; empezará cuando Temporal responda.',
  waiting: (pages, platforms, until) => `${pages === 1 ? '1 aviso espera' : `${pages} avisos esperan`} cupo en ${platforms} · se intenta a las ${until}`,
  onlyAsResponder: 'Diga quién con --as, por ejemplo --as ana.',
  moreAlerts: (limit) => `Hay más de ${limit}: --limit muestra más.`,
  toOpen: (code) => `Espera a que alguien la abra: npx vigia show ${code} --as ana (quien la leyó). Mirarla sin --as no la abre.`,
  someToOpen: (alerts, example) => `${alerts === 1 ? '1 alerta espera' : `${alerts} alertas esperan`} a que alguien la abra: npx vigia show ${example} --as ana (quien la leyó). Mirarla sin --as no la abre.`,
  planMode: { page: 'se avisa', list: 'queda en la lista', record: 'solo queda registrada' },
  planRow: { page: 'aviso', reminder: 'recordatorio', fail_safe: 'última persona', fail_safe_again: 'última persona', attend_reminder: 'recordatorio, sin atender', person_added: 'se suma' },
  every: (time) => `otra vez cada ${time}`, whoeverTookIt: 'quien la tomó',
  afterTaking: 'de tomada',
  inOrder: 'La configuración está en orden.',
  running: (same, hash, at) => `El servicio en marcha usa ${same ? 'esta configuración' : 'otra'} (${hash}), leída a las ${at}.`,
  nobodyOnCall: 'nadie de turno', standsInFor: 'reemplaza a',
};

const en: CliWords = {
  status: { triggered: 'triggered', notified: 'notified', acknowledged: 'acknowledged', resolved: 'resolved', informed: 'informed', unanswered: 'unanswered', cancelled: 'cancelled' },
  severity: { low: 'low', medium: 'medium', high: 'high', critical: 'CRITICAL' },
  shortStage: { 0: 'no injury', 1: '1', 2: '2', 3: '3', 4: '4', unstageable: 'unstageable', deep_tissue: 'deep tissue', mucosal: 'mucosal' },
  noStage: 'no stage', level: 'step', heldBy: 'held by', attendedBy: 'attended by', nobody: 'nobody holds it', since: 'since', next: 'next deadline',
  overdue: 'overdue', noDeadline: 'no deadline', noAlerts: 'There are no alerts.', columns: ['code', 'severity', 'stage', 'unit', 'age', 'status', 'held by', 'next deadline'],
  raised: 'Alert raised', duplicate: 'It was there before: the same alert',
  episode: { joined: 'The same wound: it joins the alert', raised: 'The same wound, worse: it raises the alert', recorded: 'The same wound, confirmed already: it is recorded with the alert' },
  startsLater: 'Kept; it starts as soon as Temporal answers.',
  waiting: (pages, platforms, until) => `${pages === 1 ? '1 page waits' : `${pages} pages wait`} for room on ${platforms} · tried again at ${until}`,
  onlyAsResponder: 'Name the responder with --as, such as --as ana.',
  moreAlerts: (limit) => `There are more than ${limit}: --limit shows more.`,
  toOpen: (code) => `It waits for somebody to open it: npx vigia show ${code} --as ana (whoever has read it). A look without --as does not open it.`,
  someToOpen: (alerts, example) => `${alerts === 1 ? '1 alert waits' : `${alerts} alerts wait`} for somebody to open it: npx vigia show ${example} --as ana (whoever has read it). A look without --as does not open it.`,
  planMode: { page: 'people are paged', list: 'waits on the list', record: 'recorded only' },
  planRow: { page: 'page', reminder: 'reminder', fail_safe: 'fail-safe', fail_safe_again: 'fail-safe', attend_reminder: 'reminder, not attended', person_added: 'added' },
  every: (time) => `again every ${time}`, whoeverTookIt: 'whoever took it',
  afterTaking: 'taken',
  inOrder: 'The configuration is in order.',
  running: (same, hash, at) => `The running service goes by ${same ? 'this configuration' : 'another one'} (${hash}), read at ${at}.`,
  nobodyOnCall: 'nobody on call', standsInFor: 'stands in for',
};

export const CLI_WORDS: Record<Language, CliWords> = { es, en };
