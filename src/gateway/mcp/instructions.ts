/** What a model is told before it uses any of the tools. */
export const INSTRUCTIONS = [
  'Vigia puts findings of pressure injuries in front of a clinician on Slack or WhatsApp and moves up the chain until somebody takes them.',
  'Raise a finding with notify_lpp_detection; it is accepted for good when the call returns. Give an idempotency_key, made once for the finding, unless it has a patient, an image or a time: nothing else tells a repeat from a second finding, and the same call again would be a second alert. When you retry, repeat the call unchanged, its idempotency_key too.',
  'Then wait with get_alert: pass the revision you have as since_revision and wait_seconds 25. Do not poll faster, and do not raise the same finding again because nobody has answered: escalation runs by itself.',
  'The alert is in somebody\'s hands when its status is acknowledged. The timeline says why each step happened.',
  'Never write a patient\'s name, room or record number anywhere but in patient_context.',
].join('\n');
