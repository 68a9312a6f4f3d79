import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from './fire.ts';
import type { WholeService } from './whole-service.ts';

/** The gateway's REST call that raises an alert of medium severity, each time another one, with the key of the sandbox. */
export function gatewayOf({ service: { homeDir, endpoints } }: WholeService): Target {
  const key = readFileSync(join(homeDir, 'sandbox-key'), 'utf8').trim();
  const run = Date.now();
  return {
    url: endpoints.gateway ?? '', path: '/tools/call', headers: { authorization: `Bearer ${key}` },
    body: (n) => ({ tool: 'send_medical_alert', parameters: { alert_type: 'load', severity: 'medium', patient_id: `patient-${n}`, idempotency_key: `${run}-${n}-${Math.random()}` } }),
  };
}
