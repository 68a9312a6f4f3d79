import type { Language } from '../people.ts';

/** A part of the service whose work stands on a task queue of its own. */
export type WorkedPart = 'workflows' | 'slack' | 'twilio';

const NAMES = { slack: 'Slack', twilio: 'Twilio' };

const ADVICE: Record<Language, (part: WorkedPart) => string> = {
  es: (part) => part === 'workflows'
    ? 'Ningún worker toma trabajo: lo aceptado no empieza, y las alertas abiertas no avanzan. Arranque el rol worker (npx vigia run worker), o revise por qué se detuvo.'
    : `El rol ${part} no está en marcha: nada sale por ${NAMES[part]}, y las alertas van por otras vías, más tarde. Arránquelo (npx vigia run ${part}), o revise por qué se detuvo.`,
  en: (part) => part === 'workflows'
    ? 'No worker takes up work: what is accepted does not begin, and open alerts do not move. Start the role worker (npx vigia run worker), or look why it stopped.'
    : `The role ${part} does not run: nothing goes out by ${NAMES[part]}, and alerts go by other ways, later. Start it (npx vigia run ${part}), or look why it stopped.`,
};

/** What it means that nobody takes up a part's work, and what to do about it. */
export function workerAdvice(part: WorkedPart, language: Language): string {
  return ADVICE[language](part);
}
