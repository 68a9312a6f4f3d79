import { SENTENCES } from '../../src/domain/wording/sentences.ts';
import type { Language } from '../../src/domain/people.ts';
import type { Route } from '../../src/domain/platform-name.ts';
import { SEVERITIES, type Severity } from '../../src/domain/severity.ts';
import type { Stage } from '../../src/domain/stage.ts';
import { readPolicySource, type Needs, type PageRule, type PolicySource } from './policy-source.ts';

const ROUTE_NAMES: Record<Route, string> = { slack: 'Slack', twilio: 'WhatsApp', 'twilio-sms': 'SMS', 'whatsapp-web': 'WhatsApp Web' };

const STAGE_ORDER = ['4', 'unstageable', '3', 'deep_tissue', 'mucosal', '2', '1', '0'];

const WORDS = {
  es: {
    stages: ['Lo que vio la IA', 'Gravedad', 'Qué pasa', 'Fuente'],
    steps: ['Gravedad', 'Paso', 'A quiénes', 'Por', 'Cuánto esperan', 'Se les recuerda', 'Además se publica en'],
    failSafe: ['Gravedad', 'Tras cuántas rondas', 'Última persona', 'Por', 'Se le recuerda cada', 'A qué hora'],
    attend: ['Gravedad', 'Atendida dentro de', 'Recordatorios a quien la tiene', 'Después se suma', 'Pausa más larga'],
    low: 'No se llama a nadie: queda en la lista de la unidad. Si alguien la abre, está informada. Si nadie la abre en {after}, llama como {to}.',
    review: 'Con confianza bajo {below} se suma al primer paso: {add}.',
    shiftEnd: 'Antes de que termine su turno ({before}) se ofrece a quien sigue. Mientras nadie la toma, también la tiene: {holds}.',
    episode: 'Si quien la atendió confirmó la lesión, durante {time} otra detección de ella, de esa categoría o menor, solo queda registrada. Después llama otra vez.',
    page: 'se llama', list: 'queda en la lista', record: 'solo se registra; con confianza bajo {below}, como su gravedad',
    all: 'a la vez', first: 'uno tras otro si falla', after: 'a los', any: 'a cualquier hora', hours: 'de {from} a {to} h', every: 'cada', and: ' y ', needs: 'deben aceptar', none: '–', vigia: 'hallazgo', alert: 'otra alerta',
  },
  en: {
    stages: ['What the AI saw', 'Severity', 'What happens', 'Source'],
    steps: ['Severity', 'Step', 'Who', 'By', 'They have', 'Reminded', 'Also posted in'],
    failSafe: ['Severity', 'After rounds', 'Fail-safe recipient', 'By', 'Reminded every', 'When'],
    attend: ['Severity', 'Attended within', 'Reminders to the owner', 'Then added', 'Longest snooze'],
    low: "Nobody is called: it waits on the unit's list. Once somebody opens it, it is informed. If nobody opens it within {after}, it calls as {to}.",
    review: 'Below a confidence of {below} the first step has one more: {add}.',
    shiftEnd: 'Before their shift ends ({before}) it is offered to whoever comes next. Until somebody takes it, it is also held by: {holds}.',
    episode: 'When whoever attended it confirmed the wound, another detection of it, at that stage or a lesser one, is only recorded for {time}. After that it calls again.',
    page: 'people are called', list: 'waits on the list', record: 'recorded only; below a confidence of {below}, as its severity says',
    all: 'at once', first: 'one after another if it fails', after: 'after', any: 'at any time', hours: 'from {from} to {to} h', every: 'every', and: ' and ', needs: 'needed', none: '–', vigia: 'a finding', alert: 'another alert',
  },
} as const;

/** Every table and sentence of the policy in one language, by the name of its place in the page. */
export function renderPolicy(language: Language, source: PolicySource = readPolicySource()): Record<string, string> {
  const teller = new PolicyTeller(language, source);
  return { stages: teller.stages(), steps: teller.steps(), failSafe: teller.failSafe(), attend: teller.attend(), low: teller.low(), review: teller.review(), shiftEnd: teller.shiftEnd(), episode: teller.episode() };
}

class PolicyTeller {
  private readonly language: Language;
  private readonly source: PolicySource;

  constructor(language: Language, source: PolicySource) {
    this.language = language;
    this.source = source;
  }

  stages(): string {
    const words = WORDS[this.language];
    const rows = STAGE_ORDER.map((stage) => {
      const rule = this.source.file.stages[stage];
      if (rule === undefined) throw new Error(`config/policy.yaml has no stage ${stage}`);
      const comment = this.source.comments.get(`stages.${stage}`) ?? '';
      const below = `${rule.unlessConfidenceBelow ?? ''}${comment.includes('†') ? '†' : ''}`;
      const mode = rule.record ? words.record.replace('{below}', below) : words[this.source.file.severities[rule.severity].mode];
      const mark = comment.includes('†') && !rule.record ? '†' : '';
      const name = SENTENCES[this.language].stage[(/^\d$/.test(stage) ? Number(stage) : stage) as Stage];
      return [name, `${this.severity(rule.severity)}${mark}`, mode, [...new Set(comment.match(/\[\d\]/g) ?? [])].sort().join(' ') || words.none];
    });
    return table(words.stages, rows);
  }

  steps(): string {
    const words = WORDS[this.language];
    const rows = this.paging().flatMap(([severity, rule]) => rule.steps.map((step, index) => {
      const remindMark = this.mark(`severities.${severity}.steps.${index}.remindAt`);
      return [
        this.severity(severity), String(index + 1), `${this.people(step.to)}${this.needs(step.needs)}`,
        `${this.routes(step.routes ?? rule.routes)}, ${words[step.redundancy ?? rule.redundancy]}`,
        `${step.window}${this.mark(`severities.${severity}.steps.${index}.window`)}`,
        (step.remindAt ?? []).map((at) => `${words.after} ${at}${remindMark}`).join(', ') || words.none,
        this.posts(rule, step.post ?? [], index),
      ];
    }));
    return table(words.steps, rows);
  }

  failSafe(): string {
    const words = WORDS[this.language];
    return table(words.failSafe, this.paging().map(([severity, { failSafe, rounds }]) => {
      const at = `severities.${severity}.failSafe`;
      const { hours } = failSafe;
      const when = hours === undefined ? words.any : `${words.hours.replace('{from}', String(hours.from)).replace('{to}', String(hours.to))}${this.mark(`${at}.hours`)}`;
      return [this.severity(severity), String(rounds ?? 1), this.people(failSafe.to), this.routes(failSafe.routes), `${failSafe.remindEvery}${this.mark(at) || this.mark(`${at}.remindEvery`)}`, when];
    }));
  }

  attend(): string {
    const words = WORDS[this.language];
    return table(words.attend, this.paging().map(([severity, { attend, maxSnooze }]) => {
      const comment = this.source.comments.get(`severities.${severity}.attend`) ?? '';
      const mark = comment.includes('†') ? '†' : '';
      const within = `${attend.within}${comment.includes(`but for the ${attend.within}`) ? '' : mark}`;
      const reminders = `${attend.reminders}, ${words.every} ${attend.remindEvery}${mark}`;
      return [this.severity(severity), within, reminders, `${this.people(attend.add)}${mark}`, `${maxSnooze}${this.mark(`severities.${severity}.maxSnooze`)}`];
    }));
  }

  low(): string {
    const { low } = this.source.file.severities;
    if (low.mode !== 'list') throw new Error('config/policy.yaml pages at low severity: this page has no words for that');
    const after = `${low.promote.after}${this.mark('severities.low.promote')}`;
    return WORDS[this.language].low.replace('{after}', after).replace('{to}', this.severity(low.promote.to));
  }

  shiftEnd(): string {
    const { offerBefore, holds } = this.source.file.shiftEnd;
    const mark = this.mark('shiftEnd');
    return WORDS[this.language].shiftEnd.replace('{before}', `${offerBefore}${mark}`).replace('{holds}', `${this.people(holds)}${mark}`);
  }

  episode(): string {
    const time = `${this.source.file.episode.confirmedFor}${this.mark('episode')}`;
    return WORDS[this.language].episode.replace('{time}', time);
  }

  review(): string {
    const { belowConfidence, add } = this.source.file.review;
    return WORDS[this.language].review.replace('{below}', String(belowConfidence)).replace('{add}', this.people(add));
  }

  private paging(): [Severity, PageRule][] {
    return [...SEVERITIES].reverse().flatMap((severity): [Severity, PageRule][] => {
      const rule = this.source.file.severities[severity];
      return rule.mode === 'page' ? [[severity, rule]] : [];
    });
  }

  private mark(place: string): string {
    return this.source.comments.get(place)?.includes('†') === true ? '†' : '';
  }

  private severity(severity: Severity): string {
    return SENTENCES[this.language].severity[severity].toLowerCase();
  }

  private people(list: readonly (string | { responder: string })[]): string {
    const names = list.map((person) => (typeof person === 'string' ? (this.source.roles[person]?.[this.language] ?? person) : person.responder));
    return names.join(WORDS[this.language].and);
  }

  /** Empty where one acknowledgment is enough, which is the rule. */
  private needs(needs: Needs | undefined): string {
    if (needs === undefined) return '';
    const wanted = typeof needs === 'number' ? String(needs) : [needs.count ?? '', this.people(needs.roles)].join(' ').trim();
    return `; ${WORDS[this.language].needs}: ${wanted}`;
  }

  private routes(routes: readonly Route[]): string {
    return routes.map((route) => ROUTE_NAMES[route]).join(', ');
  }

  private posts(rule: PageRule, posts: readonly string[], index: number): string {
    const words = WORDS[this.language];
    const name = (purpose: string): string => this.source.channels[purpose]?.name ?? purpose;
    const first = index > 0 || rule.post === undefined ? [] : [...new Set([rule.post.finding, rule.post.alert])];
    const [finding, alert] = first;
    const told = alert === undefined ? first.map(name) : [`${name(finding ?? '')} (${words.vigia}) / ${name(alert)} (${words.alert})`];
    return [...told, ...posts.map(name)].join(', ') || words.none;
  }
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}
