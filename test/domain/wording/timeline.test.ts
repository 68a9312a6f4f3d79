import { TIMELINE_KINDS, type TimelineEntry } from '../../../src/domain/alert.ts';
import { drillPlan } from '../../../src/domain/drill-plan.ts';
import { SEVERITIES } from '../../../src/domain/severity.ts';
import { STAGES } from '../../../src/domain/stage.ts';
import { planFor, planForAlert } from '../../../src/domain/triage.ts';
import { renderTimeline, timelineLine, timelineLines, type Names } from '../../../src/domain/wording/index.ts';
import { SENTENCES } from '../../../src/domain/wording/sentences.ts';
import { defaultConfig } from '../../config/hospital-folder.ts';
import { SANTIAGO } from './facts.ts';

const NAMES: Record<string, string> = { ana: 'Ana', luis: 'Luis' };
const names: Names = { responder: (id) => NAMES[id] ?? id, channel: (purpose) => ({ icu_alerts: '#alertas-uci' })[purpose] ?? purpose };

function line(entry: Partial<TimelineEntry>, language: 'es' | 'en' = 'es'): string {
  return timelineLine({ at: '2026-03-01T06:12:00Z', kind: 'triggered', ...entry }, names, language, SANTIAGO);
}

describe('A line of the timeline', () => {
  test.each<[Partial<TimelineEntry>, string, string]>([
    [{ kind: 'acknowledged', responder: 'ana', step: 1 }, '03:12 · La tomó Ana', '03:12 · Taken by Ana'],
    [{ kind: 'acknowledged', responder: 'ana', reason: 'reassigned' }, '03:12 · La tomó Ana (a pedido)', '03:12 · Taken by Ana (on request)'],
    [{ kind: 'paged', responder: 'luis', platform: 'slack', step: 2 }, '03:12 · Aviso enviado a Luis por Slack', '03:12 · Page sent to Luis by Slack'],
    [{ kind: 'page_failed', responder: 'luis', platform: 'twilio', route: 'twilio', reason: '63016' }, '03:12 · Aviso fallido a Luis por WhatsApp: 63016', '03:12 · Page failed to Luis by WhatsApp: 63016'],
    [{ kind: 'page_delayed', responder: 'luis', platform: 'twilio', route: 'twilio', reason: 'limit', until: '2026-03-01T06:14:30Z' }, '03:12 · Aviso demorado a Luis por WhatsApp, no antes de las 03:14: tope de mensajes por minuto', '03:12 · Page delayed to Luis by WhatsApp, not before 03:14: limit of messages a minute'],
    [{ kind: 'page_delayed', platform: 'slack', route: 'slack', channel: 'icu_alerts', reason: 'retry_after', until: '2026-03-01T06:14:30Z' }, '03:12 · Aviso demorado en #alertas-uci, no antes de las 03:14: esa vía no responde o pide esperar', '03:12 · Post delayed in #alertas-uci, not before 03:14: it does not answer, or asks to wait'],
    [{ kind: 'reminded', responder: 'luis', platform: 'twilio', route: 'twilio-sms' }, '03:12 · Recordatorio enviado a Luis por SMS', '03:12 · Reminder sent to Luis by SMS'],
    [{ kind: 'paged', platform: 'slack', route: 'slack', channel: 'icu_alerts', step: 1 }, '03:12 · Aviso en #alertas-uci', '03:12 · Posted in #alertas-uci'],
    [{ kind: 'page_failed', platform: 'slack', route: 'slack', channel: 'icu_alerts', reason: 'unknown_channel' }, '03:12 · Aviso fallido en #alertas-uci: ese canal no está en el directorio', '03:12 · Post failed in #alertas-uci: that channel is not in the directory'],
    [{ kind: 'page_failed', responder: 'luis', platform: 'slack', route: 'slack', reason: 'timeout_start_to_close' }, '03:12 · Aviso fallido a Luis por Slack: sin respuesta a tiempo', '03:12 · Page failed to Luis by Slack: no answer in time'],
    [{ kind: 'step_started', step: 1, reason: 'started' }, '03:12 · Empieza el paso 1', '03:12 · Step 1 starts'],
    [{ kind: 'fail_safe_called', step: 4 }, '03:12 · Se llama a la última persona', '03:12 · The last person is called'],
    [{ kind: 'fail_safe_called', step: 4, reason: 'again' }, '03:12 · Se llama de nuevo a la última persona', '03:12 · The last person is called again'],
    [{ kind: 'triggered', reason: 'drill' }, '03:12 · Alerta creada: simulacro', '03:12 · Alert raised: drill'],
    [{ kind: 'triggered', reason: 'stage_1_low,listed_until_opened' }, '03:12 · Alerta creada: LPP categoría I, baja; espera a que alguien la abra', '03:12 · Alert raised: Pressure injury, stage 1, low; waits until somebody opens it'],
    [{ kind: 'step_started', step: 2, reason: 'step_unreached' }, '03:12 · Empieza el paso 2: no había salido ningún aviso, se llama de nuevo también a los de antes', '03:12 · Step 2 starts: no page had left, those before are called again too'],
    [{ kind: 'step_started', step: 2, reason: 'window_passed' }, '03:12 · Empieza el paso 2: nadie respondió a tiempo', '03:12 · Step 2 starts: nobody answered in time'],
    [{ kind: 'triggered', reason: 'stage_4_critical,low_confidence_reviewer' }, '03:12 · Alerta creada: LPP categoría IV, crítica; se suma revisión por confianza baja', '03:12 · Alert raised: Pressure injury, stage 4, critical; a reviewer joins, low confidence'],
    [{ kind: 'reassigned', responder: 'luis', reason: 'by_ana' }, '03:12 · Se pide a Luis que la tome (Ana)', '03:12 · Luis is asked to take it (Ana)'],
    [{ kind: 'resolved', responder: 'ana', reason: 'not_an_injury' }, '03:12 · Atendida por Ana: no es lesión', '03:12 · Attended by Ana: not an injury'],
    [{ kind: 'joined', reason: 'stage_3_high,same_stage' }, '03:12 · Otra detección de la misma lesión: LPP categoría III, alta; la misma categoría', '03:12 · Another detection of the same injury: Pressure injury, stage 3, high; the same stage'],
    [{ kind: 'joined', reason: 'stage_2_medium,confirmed_at_this_stage' }, '03:12 · Otra detección de la misma lesión: LPP categoría II, media; ya confirmada, no se llama a nadie', '03:12 · Another detection of the same injury: Pressure injury, stage 2, medium; confirmed already, nobody is called'],
    [{ kind: 'raised', reason: 'stage_4_critical' }, '03:12 · Subió de gravedad: LPP categoría IV, crítica', '03:12 · More severe: Pressure injury, stage 4, critical'],
    [{ kind: 'triggered', reason: 'stage_3_high,confirmed_too_long_ago' }, '03:12 · Alerta creada: LPP categoría III, alta; pasó el plazo desde que se confirmó', '03:12 · Alert raised: Pressure injury, stage 3, high; the time since it was confirmed is over'],
    [{ kind: 'resolve_undone', responder: 'ana' }, '03:12 · Abierta otra vez por Ana', '03:12 · Opened again by Ana'],
    [{ kind: 'resolve_undone', reason: 'eva' }, '03:12 · Abierta otra vez por eva', '03:12 · Opened again by eva'],
    [{ kind: 'given_back', responder: 'ana', step: 1 }, '03:12 · La devolvió Ana', '03:12 · Given back by Ana'],
    [{ kind: 'given_back', reason: 'eva', step: 1 }, '03:12 · La devolvió eva', '03:12 · Given back by eva'],
    [{ kind: 'escalated', reason: 'eva', step: 1 }, '03:12 · Subida de paso por eva', '03:12 · Moved one step up by eva'],
    [{ kind: 'declined' }, '03:12 · No puede otra persona', '03:12 · somebody else cannot take it'],
    [{ kind: 'unanswered' }, '03:12 · Sin respuesta', '03:12 · Unanswered'],
  ])('%o is told in both languages', (entry, es, en) => {
    expect(line(entry)).toBe(es);
    expect(line(entry, 'en')).toBe(en);
  });

  test.each(TIMELINE_KINDS)('%s is worded with everything and with nothing else', (kind) => {
    for (const language of ['es', 'en'] as const) {
      for (const entry of [{ kind }, { kind, responder: 'ana', platform: 'slack' as const, step: 1, reason: 'failed' }]) {
        expect(line(entry, language)).toMatch(/^03:12 · [\p{L}\p{N} .,:()/?·-]+$/u);
        expect(line(entry, language)).not.toMatch(/undefined|null/);
      }
    }
  });

  test('doesn’t show a reason that is no name', () => {
    expect(line({ kind: 'cancelled', reason: 'Pedro Pérez, cama 12' })).toBe('03:12 · Cancelada');
    expect(line({ kind: 'cancelled', reason: 'constructor' })).toBe('03:12 · Cancelada: constructor');
  });

  test('of an earlier version, which did not write which of the two it was, says so', () => {
    expect(line({ kind: 'paged', responder: 'ana', platform: 'twilio' })).toBe('03:12 · Aviso enviado a Ana por WhatsApp/SMS');
  });

  test('names a channel by nothing that could pass for a link or a mention', () => {
    expect(line({ kind: 'paged', channel: '<!channel> https://x.example' })).toBe('03:12 · Aviso en #channelhttpsxexample');
  });

  test('of another day says which', () => {
    const entries: TimelineEntry[] = [{ at: '2026-03-01T02:59:00Z', kind: 'triggered' }, { at: '2026-03-01T03:01:00Z', kind: 'unanswered' }];
    expect(timelineLines(entries, names, 'es', SANTIAGO)).toEqual(['23:59 · Alerta creada', '01-03 00:01 · Sin respuesta']);
  });
});

describe('A story', () => {
  test('tells a page that waited when it went out', () => {
    const waited: TimelineEntry[] = [
      { at: '2026-03-01T06:14:00.000Z', kind: 'paged', responder: 'ana', platform: 'twilio', route: 'twilio' },
      { at: '2026-03-01T06:12:00.000Z', kind: 'paged', responder: 'ana', platform: 'slack' },
    ];
    expect(timelineLines(waited, names, 'es', SANTIAGO)).toEqual(['03:12 · Aviso enviado a Ana por Slack', '03:14 · Aviso enviado a Ana por WhatsApp']);
  });

  test('is one message that keeps its newest lines', () => {
    const entries = Array.from({ length: 50 }, (_, index): TimelineEntry => ({ at: new Date(Date.UTC(2026, 2, 1, 6, index)).toISOString(), kind: 'unanswered' }));
    const lines = renderTimeline(entries, names, 'es', SANTIAGO).text.split('\n');
    expect(lines).toHaveLength(41);
    expect(lines[0]).toBe('10 líneas anteriores');
    expect(lines.at(-1)).toBe('03:49 · Sin respuesta');
  });

  test('of nothing is empty', () => {
    expect(renderTimeline([], names, 'en', SANTIAGO)).toMatchObject({ text: '', actions: [], facts: null });
  });
});

test.each(['es', 'en'] as const)('every reason that a plan gives is in words, in %s', (language) => {
  const { policy } = defaultConfig();
  const severities = [undefined, ...SEVERITIES];
  const findings = STAGES.flatMap((stage) => [0.3, 0.65, 0.95].flatMap((confidence) => severities.map((severity) => planFor(policy, { stage, confidence, ...(severity && { severity }) }))));
  const alerts = SEVERITIES.flatMap((severity) => STAGES.map((stage) => planForAlert(policy, { severity, stage })));
  const kept = SEVERITIES.map((already) => planFor(policy, { stage: 1, confidence: 0.9 }, already));
  for (const { reasons } of [...findings, ...alerts, ...kept, drillPlan('ana', ['slack'])]) expect(line({ kind: 'triggered', reason: reasons.join(',') }, language)).not.toContain('_');
});

test('both languages word the same reasons', () => {
  expect(Object.keys(SENTENCES.en.reason)).toEqual(Object.keys(SENTENCES.es.reason));
});
