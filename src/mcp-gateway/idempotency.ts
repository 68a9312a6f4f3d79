type Parameters = Readonly<Record<string, unknown>>;

/** Tools whose repeat is another message, request or record unless a key says otherwise. */
const NEVER_DERIVED = ['acknowledge_alert', 'escalate_alert', 'cancel_alert', 'slack_send_message', 'whatsapp_send_message', 'sms_send_message', 'fhir_create_observation'];

/** What makes the service know a finding's repeat by itself: its image, its time or its patient. */
const KNOWN_BY: Readonly<Record<string, (parameters: Parameters) => boolean>> = {
  notify_lpp_detection: ({ image_path, captured_at, patient_context }) => [image_path, captured_at, (patient_context as { patient_id?: unknown } | undefined)?.patient_id].some((each) => each !== undefined),
  send_medical_alert: ({ patient_id }) => patient_id !== undefined,
};

/**
 * The parameters of a call that can be tried again without doing twice what it does. Where the service can't know a repeat by itself the call
 * gets a key of its own; elsewhere none, because the service's own also knows the same finding handed in by another call.
 */
export function withKey(tool: string, parameters: Parameters, newKey: () => string): Parameters {
  return parameters['idempotency_key'] === undefined && needsKey(tool, parameters) ? { ...parameters, idempotency_key: newKey() } : parameters;
}

function needsKey(tool: string, parameters: Parameters): boolean {
  if (NEVER_DERIVED.includes(tool)) return true;
  return Object.hasOwn(KNOWN_BY, tool) && parameters['dry_run'] !== true && !KNOWN_BY[tool]?.(parameters);
}
