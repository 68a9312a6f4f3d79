/** Services whose operations the service's own document names. WhatsApp Web has none before its release. */
export const OPERATION_SERVICES = ['twilio', 'slack', 'fhir'] as const;

export type OperationService = (typeof OPERATION_SERVICES)[number];

/** What a reply says has answered, as the document names them; `vigia` for the registry's own tools. */
export const SERVICE_NAMES = { twilio: 'twilio_whatsapp', slack: 'slack', fhir: 'fhir', 'whatsapp-web': 'whatsapp_direct' } as const satisfies Record<OperationService | 'whatsapp-web', string>;

export type AnsweringService = 'vigia' | (typeof SERVICE_NAMES)[keyof typeof SERVICE_NAMES];

/** What one service calls an operation, and how that reaches a tool of the registry. */
export interface Operation {
  /** Its tool. */
  tool: string;
  /** The tool's parameters that it takes, each with the spellings that callers use; the first is the one that is told. */
  takes: Readonly<Record<string, readonly string[]>>;
  /** Of those, the ones that it needs though its tool doesn't. */
  needs?: readonly string[];
  /** One of these at least, or it would be about nothing. */
  needsOneOf?: readonly string[];
  /** What its tool is given beside; a caller's own word for it comes first. */
  given?: Readonly<Record<string, string>>;
  /** What stands in for what its tool needs, where neither the caller nor a context gives it. */
  otherwise?: Readonly<Record<string, string>>;
  /** What it makes: an alert takes department and priority for its unit and severity, a message keeps them with its text. */
  makes: 'message' | 'alert' | 'record';
}

const MESSAGE = ['message', 'body', 'text'];
const OPTIONAL = { alert: ['alert'], idempotency_key: ['idempotency_key'] };

/** Kept with an image that came without words. */
const NO_CAPTION = 'Imagen sin texto. / Image without words.';

/** Of an alert the document names a channel and a message alone. It calls people until somebody takes it, and not all of them at once. */
const UNTOLD_ALERT = { alert_type: 'slack_alert', severity: 'high' };

/** Every operation, by its service. */
export const OPERATIONS: Readonly<Record<OperationService, Readonly<Record<string, Operation>>>> = {
  twilio: {
    send_message: { tool: 'whatsapp_send_message', makes: 'message', takes: { to: ['to'], message: MESSAGE, ...OPTIONAL } },
    send_media: { tool: 'whatsapp_send_message', makes: 'message', takes: { to: ['to'], message: MESSAGE, media_ref: ['media_ref', 'media_url', 'image_path'], ...OPTIONAL }, needs: ['media_ref'], given: { message: NO_CAPTION } },
    send_sms: { tool: 'sms_send_message', makes: 'message', takes: { to: ['to'], message: MESSAGE, ...OPTIONAL } },
  },
  slack: {
    send_message: { tool: 'slack_send_message', makes: 'message', takes: { channel: ['channel'], message: MESSAGE, ...OPTIONAL } },
    send_alert: {
      tool: 'send_medical_alert', makes: 'alert', given: { platform: 'slack' }, otherwise: UNTOLD_ALERT, needsOneOf: ['message', 'alert_type'],
      takes: {
        channel: ['channel'], alert_type: ['alert_type'], patient_id: ['patient_id'], severity: ['severity'], message: MESSAGE, lpp_grade: ['lpp_grade', 'grade'], unit: ['unit'],
        idempotency_key: ['idempotency_key'], dry_run: ['dry_run'],
      },
    },
  },
  fhir: {
    create_observation: {
      tool: 'fhir_create_observation', makes: 'record',
      takes: {
        patient_id: ['patient_id'], observation_type: ['observation_type'], lpp_grade: ['lpp_grade', 'grade'], confidence: ['confidence'], body_site: ['body_site'],
        effective_at: ['effective_at'], idempotency_key: ['idempotency_key'],
      },
    },
  },
};

/** The document's own way to name an operation: `{operation, …}` of one service. */
export const ALIASES: Readonly<Record<string, OperationService>> = { whatsapp_operation: 'twilio', slack_operation: 'slack', fhir_integration: 'fhir' };

/** What answers a call by this name at the gateway. */
export function serviceAnswering(tool: string): AnsweringService {
  const service = Object.hasOwn(ALIASES, tool) ? ALIASES[tool] : undefined;
  return service === undefined ? 'vigia' : SERVICE_NAMES[service];
}

/** All of these names, which may be written down as they are. */
export const OPERATION_NAMES: ReadonlySet<string> = new Set([...Object.keys(ALIASES), ...Object.values(OPERATIONS).flatMap((operations) => Object.keys(operations))]);
