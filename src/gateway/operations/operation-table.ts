/** Services whose operations the service's own document names. WhatsApp Web has none before its release. */
export const OPERATION_SERVICES = ['twilio', 'slack', 'fhir'] as const;

export type OperationService = (typeof OPERATION_SERVICES)[number];

/** What one service calls an operation, and how that reaches a tool of the registry. */
export interface Operation {
  /** Its tool. */
  tool: string;
  /** The tool's parameters that it takes, each with the spellings that callers use; the first is the one that is told. */
  takes: Readonly<Record<string, readonly string[]>>;
  /** Of those, the ones that it needs though its tool doesn't. */
  needs?: readonly string[];
  /** What its tool is given beside. */
  always?: Readonly<Record<string, string>>;
  /** What it makes: an alert takes department and priority for its unit and severity, a message keeps them with its text. */
  makes: 'message' | 'alert' | 'record';
}

const MESSAGE = ['message', 'body', 'text'];
const OPTIONAL = { alert: ['alert'], idempotency_key: ['idempotency_key'] };

/** Every operation, by its service. */
export const OPERATIONS: Readonly<Record<OperationService, Readonly<Record<string, Operation>>>> = {
  twilio: {
    send_message: { tool: 'whatsapp_send_message', makes: 'message', takes: { to: ['to'], message: MESSAGE, ...OPTIONAL } },
    send_media: { tool: 'whatsapp_send_message', makes: 'message', takes: { to: ['to'], message: MESSAGE, media_ref: ['media_ref', 'media_url', 'image_path'], ...OPTIONAL }, needs: ['media_ref'] },
    send_sms: { tool: 'sms_send_message', makes: 'message', takes: { to: ['to'], message: MESSAGE, ...OPTIONAL } },
  },
  slack: {
    send_message: { tool: 'slack_send_message', makes: 'message', takes: { channel: ['channel'], message: MESSAGE, ...OPTIONAL } },
    send_alert: {
      tool: 'send_medical_alert', makes: 'alert', always: { platform: 'slack' },
      takes: {
        alert_type: ['alert_type'], patient_id: ['patient_id'], severity: ['severity'], message: MESSAGE, lpp_grade: ['lpp_grade', 'grade'], unit: ['unit'],
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

/** All of these names, which may be written down as they are. */
export const OPERATION_NAMES: ReadonlySet<string> = new Set([...Object.keys(ALIASES), ...Object.values(OPERATIONS).flatMap((operations) => Object.keys(operations))]);
