import { MCPGateway, type Detection, type MCPResponse } from '../src/client.ts';

/**
 * The usage examples of the service's own document. In another project the import is `from 'vigia-client'`, which `npm run pack:client` makes.
 * Where the gateway is and the API key are in VIGIA_GATEWAY_URL and VIGIA_API_KEY.
 */
const config = { medicalCompliance: 'hipaa', auditEnabled: true } as const;

/** Basic WhatsApp notification. A template goes out that says that a message waits; its words are kept. */
export async function sendWhatsAppAlert(): Promise<MCPResponse> {
  await using gateway = new MCPGateway(config);
  return gateway.whatsappOperation('send_message', {
    patientContext: { patientId: 'PAT-001' },
    to: 'whatsapp:+1234567890',
    message: '🏥 LPP Grade 2 detected. Please review patient.',
  });
}

/** Slack team notification. */
export async function notifyMedicalTeam(): Promise<MCPResponse> {
  await using gateway = new MCPGateway(config);
  return gateway.slackOperation('send_message', {
    medicalContext: { department: 'wound_care', priority: 'high' },
    channel: '#medical-alerts',
    message: '🚨 Grade 3 LPP detected in Room 305. Immediate intervention required.',
  });
}

/** Automated LPP workflow: policy decides who is told, and who next until somebody takes it. */
export async function automatedLppNotification(lppGrade: Detection['lppGrade'], confidence: number, patientContext: { patientId: string }): Promise<MCPResponse> {
  await using gateway = new MCPGateway(config);
  return gateway.notifyLppDetection({ lppGrade, confidence, patientContext, platform: 'slack' });
}

/** Emergency escalation. Where the alert has told the on-call physician already, the message says nothing new and is kept unsent. */
export async function emergencyEscalation(patientId: string): Promise<{ alert: MCPResponse; followUp: MCPResponse | null }> {
  await using gateway = new MCPGateway(config);
  const alert = await gateway.sendMedicalAlert({
    alertType: 'lpp_critical', patientId, severity: 'critical', platform: 'slack',
    message: '🚨 CRITICAL: Grade 4 LPP - IMMEDIATE intervention required',
  });
  if (alert.status === 'error') return { alert, followUp: null };
  const followUp = await gateway.whatsappOperation('send_message', {
    to: 'whatsapp:+1234567890',
    message: `🚨 URGENT: Critical alert for ${patientId}. Please respond.`,
  });
  return { alert, followUp };
}

/** PHI protection, which is always on: to ask for it changes nothing, and it can't be turned off. */
export async function secureNotification(): Promise<MCPResponse> {
  await using gateway = new MCPGateway(config);
  return gateway.slackOperation('send_message', {
    medicalContext: { phiProtection: true, anonymizePatientData: true },
    channel: '#medical-team',
    message: 'Patient in Room 12 requires assessment. See secure system for details.',
  });
}

/** Service status, one line for each messaging platform. */
export async function checkMessagingHealth(): Promise<string[]> {
  await using gateway = new MCPGateway(config);
  const { services } = await gateway.getServiceStatus();
  return Object.entries(services).filter(([, { type }]) => type.includes('messaging')).map(([name, { healthy }]) => `${name}: ${healthy ? '✅' : '❌'}`);
}

/** Integration with the HIS via FHIR. */
export async function integrateWithHis(patientId: string, lpp: { grade: number; confidence: number }): Promise<{ recorded: MCPResponse; told: MCPResponse | null }> {
  await using gateway = new MCPGateway(config);
  const recorded = await gateway.fhirIntegration('create_observation', { patientId, observationType: 'pressure_injury', grade: lpp.grade, confidence: lpp.confidence });
  if (recorded.status === 'error') return { recorded, told: null };
  const told = await gateway.slackOperation('send_message', { channel: '#medical-records', message: `✅ LPP observation recorded in HIS for patient ${patientId}` });
  return { recorded, told };
}

/** EHR workflow: the record, the alert, and whoever looks after wounds reminded. People are told also where the record can't be written. */
export async function ehrWorkflow(patientId: string, lpp: { grade: 1 | 2 | 3 | 4; confidence: number }): Promise<{ recorded: MCPResponse; alert: MCPResponse; reminder: MCPResponse }> {
  await using gateway = new MCPGateway(config);
  const recorded = await gateway.fhirIntegration('create_observation', { patientId, observationType: 'pressure_injury', ...lpp });
  const alert = await gateway.notifyLppDetection({ lppGrade: lpp.grade, confidence: lpp.confidence, patientContext: { patientId }, platform: 'slack' });
  const reminder = await gateway.whatsappOperation('send_message', { to: 'isidora', message: 'Please see this patient again on your next round.' });
  return { recorded, alert, reminder };
}
