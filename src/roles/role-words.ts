import type { Language } from '../domain/people.ts';

/** What a process says while its roles start and run, apart from what keeps any process from starting. */
export interface RoleWords {
  starting: string;
  isUp: string;
  /** What is beside each address, in columns; ends with a line for what to do. */
  sandboxAt: (url: string) => string;
  temporalUiAt: (url: string) => string;
  healthAt: (url: string) => string;
  exampleAlert: (code: string) => string;
  howToStop: string;
  rolesUp: (roles: readonly string[]) => string;
}

const es: RoleWords = {
  starting: 'Iniciando Vigia …',
  isUp: 'Vigia está en marcha.',
  sandboxAt: (url) => `  Simulación        ${url}   teléfonos y Slack: presione y responda ahí`,
  temporalUiAt: (url) => `  Panel de Temporal ${url}`,
  healthAt: (url) => `  Estado            ${url}`,
  exampleAlert: (code) => `Hay una alerta de ejemplo contando: ${code}. Tómela en la simulación, o mire cómo escala: npx vigia show ${code} --watch`,
  howToStop: 'Ctrl-C detiene todo; el próximo inicio sigue con las mismas alertas.',
  rolesUp: (roles) => `En marcha: ${roles.join(', ')}. Ctrl-C lo detiene.`,
};

const en: RoleWords = {
  starting: 'Starting Vigia …',
  isUp: 'Vigia is up.',
  sandboxAt: (url) => `  Sandbox      ${url}   phones and Slack: press and reply there`,
  temporalUiAt: (url) => `  Temporal UI  ${url}`,
  healthAt: (url) => `  Health       ${url}`,
  exampleAlert: (code) => `An example alert is counting down: ${code}. Take it in the sandbox, or watch it escalate: npx vigia show ${code} --watch`,
  howToStop: 'Ctrl-C stops everything; the next start goes on with the same alerts.',
  rolesUp: (roles) => `Up: ${roles.join(', ')}. Ctrl-C stops.`,
};

export const ROLE_WORDS: Readonly<Record<Language, RoleWords>> = { es, en };
