import type { Said } from '../domain/said.ts';

/** What a process is made of, as people are told of a part that ended or would not. The English names are those of the log. */
export const PART_NAMES = {
  home: { es: 'la carpeta del servicio', en: 'the home' },
  ledger: { es: 'el registro', en: 'the ledger' },
  temporal: { es: 'el servidor de Temporal', en: 'Temporal' },
  sandbox: { es: 'la simulación', en: 'the sandbox' },
  connection: { es: 'la conexión con Temporal', en: 'the connection to Temporal' },
  callbackCounts: { es: 'la cuenta de llamadas sin efecto', en: 'the counts of callbacks' },
  workers: { es: 'los workers', en: 'the workers' },
  gateway: { es: 'el gateway', en: 'the gateway' },
  twilioService: { es: 'el servicio de Twilio', en: "Twilio's service" },
  slackService: { es: 'el servicio de Slack', en: "Slack's service" },
  whatsappWebService: { es: 'el servicio de WhatsApp Web', en: "WhatsApp Web's service" },
  socketMode: { es: 'Socket Mode de Slack', en: "Slack's Socket Mode" },
  twilioPolling: { es: 'la consulta a Twilio', en: 'polling Twilio' },
  hostWatch: { es: 'la vigilancia del equipo', en: 'the watch over the host' },
  platformChecks: { es: 'la revisión de las plataformas', en: 'the platform checks' },
  watchdog: { es: 'el watchdog', en: 'the watchdog' },
  sweeper: { es: 'el repaso de lo pendiente', en: 'the sweeper' },
  handOvers: { es: 'los cambios de turno', en: 'the changes of shift' },
  retention: { es: 'el retiro de mensajes antiguos', en: 'the retention of messages' },
  heartbeat: { es: 'el latido', en: 'the heartbeat' },
} as const satisfies Record<string, Said>;
