/** What a model is told before it uses any of the tools. */
export const INSTRUCTIONS = [
  'Vigia puts findings of pressure injuries in front of a clinician on Slack or WhatsApp and moves up the chain until somebody takes them.',
  'Raise a finding with notify_lpp_detection; it is accepted for good when the call returns. When you retry, repeat the call unchanged, with the same idempotency_key if you gave one.',
  'Then wait with get_alert: pass the revision you have as since_revision and wait_seconds 25. Do not poll faster, and do not raise the same finding again because nobody has answered: escalation runs by itself.',
  'The alert is in somebody\'s hands when its status is acknowledged. The timeline says why each step happened.',
  'Never write a patient\'s name, room or record number anywhere but in patient_context.',
].join('\n');
