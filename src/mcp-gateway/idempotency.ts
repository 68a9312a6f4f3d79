type Parameters = Readonly<Record<string, unknown>>;

/** Tools whose repeat is another message, request or record unless a key says otherwise. */
const NEVER_DERIVED = ['acknowledge_alert', 'escalate_alert', 'cancel_alert', 'slack_send_message', 'whatsapp_send_message', 'sms_send_message', 'fhir_create_observation'];

/**
 * The parameters of a call that can be tried again without doing twice what it does. Where the service can't know a repeat by itself the call
 * gets a key of its own; elsewhere none, because the service's own also knows the same finding handed in by another call.
 */
export function withKey(tool: string, parameters: Parameters, newKey: () => string): Parameters {
  return parameters['idempotency_key'] === undefined && needsKey(tool, parameters) ? { ...parameters, idempotency_key: newKey() } : parameters;
}

function needsKey(tool: string, parameters: Parameters): boolean {
  if (NEVER_DERIVED.includes(tool)) return true;
  return tool === 'notify_lpp_detection' && parameters['dry_run'] !== true && !isKnownByItself(parameters);
}

/** As the service tells findings apart: by image, by time, or by patient. */
function isKnownByItself({ image_path, captured_at, patient_context }: Parameters): boolean {
  const patient = (patient_context as { patient_id?: unknown } | undefined)?.patient_id;
  return [image_path, captured_at, patient].some((each) => each !== undefined);
}
