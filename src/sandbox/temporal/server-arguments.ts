/** Custom search attributes: what an operator may filter alerts by. None holds anything of a patient. */
export const SEARCH_ATTRIBUTES = {
  AlertStatus: 'Keyword',
  Severity: 'Keyword',
  Stage: 'Keyword',
  EscalationLevel: 'Int',
  AckDeadline: 'Datetime',
  Platform: 'Keyword',
} as const;

/**
 * Server settings that make a single host fast enough: by default a timer shorter than a second fires after a full one, and
 * tasks leave on a 50 ms grid (20 polls a second, made for many shards; the development server has one).
 */
const FAST_SINGLE_HOST = {
  'history.timerProcessorMaxTimeShift': '"10ms"',
  'history.timerProcessorMaxPollRPS': '1000',
  'history.transferProcessorMaxPollRPS': '1000',
} as const;

export interface ServerOptions {
  ip: string;
  port: number;
  /** null runs no UI. */
  uiPort: number | null;
  /** null keeps everything in memory. */
  databaseFile: string | null;
  /** `default` always exists. */
  namespace: string;
  /** Further dynamic configuration, key to JSON. */
  dynamicConfig?: Readonly<Record<string, string>>;
}

/**
 * The arguments of `temporal server start-dev`. The database writes ahead (WAL) and reaches the disk before each answer
 * (`synchronous` 2 is FULL): a start that was acknowledged survives kill -9 and a power cut. https://sqlite.org/pragma.html#pragma_synchronous
 */
export function toServerArguments({ ip, port, uiPort, databaseFile, namespace, dynamicConfig = {} }: ServerOptions): string[] {
  const database = databaseFile === null ? [] : ['--db-filename', databaseFile, '--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=2'];
  const ui = uiPort === null ? ['--headless'] : ['--ui-port', String(uiPort), '--ui-disable-news-fetch'];
  return [
    ...['server', 'start-dev', '--ip', ip, '--port', String(port), '--log-level', 'error'],
    ...ui,
    ...database,
    ...(namespace === 'default' ? [] : ['--namespace', namespace]),
    ...pairs('--dynamic-config-value', { ...FAST_SINGLE_HOST, ...dynamicConfig }),
    ...pairs('--search-attribute', SEARCH_ATTRIBUTES),
  ];
}

function pairs(flag: string, values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([key, value]) => [flag, `${key}=${value}`]);
}
