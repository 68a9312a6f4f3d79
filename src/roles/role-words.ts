import type { Language } from '../domain/people.ts';

/** What a process says while its roles start and run, apart from what keeps any process from starting. */
export interface RoleWords {
  starting: string;
  isUp: string;
  /** What is beside each address, in columns. */
  sandboxAt: (url: string) => string;
  temporalUiAt: (url: string) => string;
  healthAt: (url: string) => string;
  /** The platforms' own services. */
  servicesAt: (twilio: string, slack: string) => string;
  /** `keyFile` holds the sandbox's API key; null where that is shown. */
  gatewayAt: (url: string, keyFile: string | null) => string;
  keyShownOnce: (file: string) => string;
  callAsProgram: string;
  clientConfiguration: string;
  exampleAlert: (code: string) => string;
  howToStop: string;
  rolesUp: (roles: readonly string[]) => string;
  usingTemporal: (address: string) => string;
  connecting: (address: string) => string;
  waitingFor: (roles: readonly string[]) => string;
  bundling: string;
  /** A process that runs these roles is asked to stop. */
  takingOver: string;
  startingWorkers: string;
  notReleased: (role: string) => string;
  noApiKey: string;
  ledgerOfSandbox: (ledger: string) => string;
  ledgerOfProduction: (ledger: string) => string;
  keyMissing: string;
  keyRefused: string;
  sandboxMissing: string;
  temporalMissing: string;
  temporalSilent: (address: string) => string;
  /** `command` creates them. */
  attributesMissing: (address: string, namespace: string, names: readonly string[], command: string) => string;
  roleMissing: (role: string, dir: string) => string;
  /** A heading; what to set follows. */
  notConfigured: (provider: string) => string;
  /** A heading; the problems follow. */
  configuration: string;
  moreProblems: (count: number) => string;
  finding: (platform: string, severity: 'error' | 'warning', text: string) => string;
  couldNotBeAsked: string;
  problemOver: (platform: string, code: string) => string;
}

const es: RoleWords = {
  starting: 'Iniciando Vigia …',
  isUp: 'Vigia está en marcha.',
  sandboxAt: (url) => `  Simulación    ${url}   teléfonos y Slack: presione y responda ahí`,
  temporalUiAt: (url) => `  Temporal UI   ${url}`,
  healthAt: (url) => `  Estado        ${url}`,
  servicesAt: (twilio, slack) => `  Servicios     ${twilio} (Twilio), ${slack} (Slack)   REST en /tools/call`,
  gatewayAt: (url, keyFile) => `  Gateway       ${url}   MCP en /mcp, REST en /tools/call${keyFile === null ? '' : `; la clave de API está en ${keyFile}`}`,
  keyShownOnce: (file) => `La clave de API de la simulación, que se muestra solo esta vez y queda en ${file}:`,
  callAsProgram: 'Cree una alerta como lo hace un programa:',
  clientConfiguration: 'Configuración de un cliente MCP:',
  exampleAlert: (code) => `Corre el plazo de una alerta de ejemplo: ${code}. Tómela en la simulación, o mire cómo escala: npx vigia show ${code} --watch`,
  howToStop: 'Ctrl-C detiene todo; el próximo inicio sigue con las mismas alertas.',
  rolesUp: (roles) => `En marcha: ${roles.join(', ')}. Ctrl-C lo detiene.`,
  usingTemporal: (address) => `Temporal: se usa ${address}.`,
  connecting: (address) => `Conectando con Temporal en ${address}`,
  waitingFor: (roles) => `Esperando a ${roles.join(' y ')}`,
  bundling: 'Empaquetando los workflows',
  takingOver: 'Relevando al proceso que está en marcha',
  startingWorkers: 'Iniciando los workers',
  notReleased: (role) => `El rol ${role} no es parte de esta versión.`,
  ledgerOfSandbox: (ledger) => `El registro ${ledger} es de la simulación, y sus alertas llamarían a personas de verdad: dé a producción una carpeta propia con VIGIA_HOME, y si usa VIGIA_LEDGER_URL o TEMPORAL_ADDRESS, también una base de datos y un namespace propios.`,
  ledgerOfProduction: (ledger) => `El registro ${ledger} es de producción, y sus alertas terminarían en teléfonos simulados: defina las credenciales de producción, o dé a la simulación una carpeta propia con VIGIA_HOME.`,
  noApiKey: 'Ningún programa puede llamar al gateway todavía: haga una clave de API con `npx vigia keys create vigia-ai --scope alerts:read alerts:send` e inicie de nuevo.',
  keyMissing: 'Falta la clave de API: póngala en VIGIA_API_KEY, o en un archivo que nombre VIGIA_API_KEY_FILE. `npx vigia keys create` hace una.',
  keyRefused: 'La clave de API de VIGIA_API_KEY no vale aquí: `npx vigia keys create` hace otra.',
  sandboxMissing: 'La simulación no está en marcha en esta carpeta: iníciela con `npm start` o `npx vigia run sandbox`, y pruebe de nuevo.',
  temporalMissing: 'Temporal no está en marcha en esta carpeta: inicie todo con `npm start`, o solo Temporal con `npx vigia run temporal`.',
  temporalSilent: (address) => `Temporal en ${address} no responde: vea si está en marcha, o corrija TEMPORAL_ADDRESS.`,
  attributesMissing: (address, namespace, names, command) => `A Temporal en ${address} le faltan los atributos de búsqueda ${names.join(', ')} en el namespace ${namespace}: créelos con \`${command}\` e inicie de nuevo.`,
  roleMissing: (role, dir) => `El rol ${role} no está en marcha en ${dir}: inícielo con \`npx vigia run ${role}\`, o todo con \`npm start\`.`,
  notConfigured: (provider) => `${provider} no está configurado. Para usarlo, defina:`,
  configuration: 'Hay que corregir la configuración:',
  moreProblems: (count) => `… y ${count} más: \`npx vigia policy check\` los muestra todos.`,
  finding: (platform, severity, text) => `${platform} (${severity === 'error' ? 'error' : 'advertencia'}): ${text}`,
  couldNotBeAsked: 'no se pudo preguntar si sus credenciales sirven; se preguntará de nuevo.',
  problemOver: (platform, code) => `${platform}: terminó lo que se informó de ${code}.`,
};

const en: RoleWords = {
  starting: 'Starting Vigia …',
  isUp: 'Vigia is up.',
  sandboxAt: (url) => `  Sandbox      ${url}   phones and Slack: press and reply there`,
  temporalUiAt: (url) => `  Temporal UI  ${url}`,
  healthAt: (url) => `  Health       ${url}`,
  servicesAt: (twilio, slack) => `  Services     ${twilio} (Twilio), ${slack} (Slack)   REST at /tools/call`,
  gatewayAt: (url, keyFile) => `  Gateway      ${url}   MCP at /mcp, REST at /tools/call${keyFile === null ? '' : `; the API key is in ${keyFile}`}`,
  keyShownOnce: (file) => `The sandbox's API key, shown this once and kept in ${file}:`,
  callAsProgram: 'Raise an alert as a program does:',
  clientConfiguration: "An MCP client's configuration:",
  exampleAlert: (code) => `An example alert is counting down: ${code}. Take it in the sandbox, or watch it escalate: npx vigia show ${code} --watch`,
  howToStop: 'Ctrl-C stops everything; the next start goes on with the same alerts.',
  rolesUp: (roles) => `Up: ${roles.join(', ')}. Ctrl-C stops.`,
  usingTemporal: (address) => `Temporal: using ${address}.`,
  connecting: (address) => `Connecting to Temporal at ${address}`,
  waitingFor: (roles) => `Waiting for ${roles.join(' and ')}`,
  bundling: 'Bundling the workflows',
  takingOver: 'Taking over from the process that runs',
  startingWorkers: 'Starting the workers',
  notReleased: (role) => `The role ${role} is not part of this release.`,
  ledgerOfSandbox: (ledger) => `The ledger ${ledger} is the sandbox's, and its alerts would call real people: give production a folder of its own with VIGIA_HOME, and where you use VIGIA_LEDGER_URL or TEMPORAL_ADDRESS, a database and a namespace of its own as well.`,
  ledgerOfProduction: (ledger) => `The ledger ${ledger} is production's, and its alerts would end on simulated phones: set production's credentials, or give the sandbox a folder of its own with VIGIA_HOME.`,
  noApiKey: 'No program may call the gateway yet: make an API key with `npx vigia keys create vigia-ai --scope alerts:read alerts:send`, then start again.',
  keyMissing: 'The API key is missing: put it in VIGIA_API_KEY, or in a file that VIGIA_API_KEY_FILE names. `npx vigia keys create` makes one.',
  keyRefused: 'The API key in VIGIA_API_KEY is not good here: `npx vigia keys create` makes another.',
  sandboxMissing: 'The sandbox is not running on this home: start it with `npm start` or `npx vigia run sandbox`, then try again.',
  temporalMissing: 'Temporal is not running on this home: start everything with `npm start`, or it alone with `npx vigia run temporal`.',
  temporalSilent: (address) => `Temporal at ${address} does not answer: look whether it runs, or correct TEMPORAL_ADDRESS.`,
  attributesMissing: (address, namespace, names, command) => `Temporal at ${address} lacks the search attributes ${names.join(', ')} in the namespace ${namespace}: create them with \`${command}\`, and start again.`,
  roleMissing: (role, dir) => `The role ${role} does not run on ${dir}: start it with \`npx vigia run ${role}\`, or everything with \`npm start\`.`,
  notConfigured: (provider) => `${provider} is not configured. To use it, set:`,
  configuration: 'The configuration needs correcting:',
  moreProblems: (count) => `… and ${count} more: \`npx vigia policy check\` shows them all.`,
  finding: (platform, severity, text) => `${platform} (${severity}): ${text}`,
  couldNotBeAsked: 'could not be asked whether its credentials are good; it is asked again.',
  problemOver: (platform, code) => `${platform}: what was told of ${code} is over.`,
};

export const ROLE_WORDS: Readonly<Record<Language, RoleWords>> = { es, en };
