import { Alerts } from './alerts.ts';
import { readOptions, type MCPGatewayOptions } from './gateway-options.ts';
import { connectByMcp } from './mcp-tool-caller.ts';
import { toResponse, type MCPResponse } from './mcp-response.ts';
import { Messages } from './messages.ts';
import { inCallersWords, toMeantCall, type OperationAlias } from './operation-call.ts';
import { toSnake, type InCamel } from './spelling.ts';
import { systemSurroundings } from './system-surroundings.ts';
import type { ListedTool } from './tool-caller.ts';
import { ToolCalls, type CallOptions } from './tool-calls.ts';
import type { ToolParameters, ToolResults } from './tool-types.generated.ts';

type Parameters = Readonly<Record<string, unknown>>;

/** What an operation may be given beside its own parameters. */
export interface OperationOptions extends CallOptions {
  /** What is known of the patient. Nothing of it is kept but a keyed reference made of patientId, and that only with an alert. */
  patientContext?: { patientId?: string | undefined; [other: string]: unknown } | undefined;
  /** Department and priority, and protections, which are always on. */
  medicalContext?: { department?: string; priority?: 'low' | 'medium' | 'high' | 'critical'; phiProtection?: boolean; anonymizePatientData?: boolean; [other: string]: unknown } | undefined;
  /** The operation's own: to, channel, message and so on. */
  [parameter: string]: unknown;
}

/** How the service is, with `services` at hand also where it could not be asked. */
export type StatusResponse = MCPResponse<ToolResults['get_service_status']> & { services: ToolResults['get_service_status']['services'] };

/**
 * Vigia's gateway, for programs elsewhere: they need its address and an API key. The methods of the service's own document answer an
 * MCPResponse and never throw what went wrong; `alerts` and `messages` answer results with types of their own, and throw GatewayError. Nothing goes out before the
 * first call; a call that may go well later is tried again, with one effect.
 */
export class MCPGateway implements AsyncDisposable {
  /** Raise, watch, list and answer alerts. */
  readonly alerts: Alerts;
  /** Messages to one person or channel of the directory. */
  readonly messages: Messages;
  readonly #calls: ToolCalls;

  /** @throws GatewayError when an option can't be worked with, or asks for less protection than there is */
  constructor(options: MCPGatewayOptions = {}) {
    const read = readOptions(options, globalThis.process?.env ?? {});
    this.#calls = new ToolCalls({ ...read, connect: read.connect ?? (() => connectByMcp(read)), surroundings: systemSurroundings });
    this.alerts = new Alerts(this.#calls);
    this.messages = new Messages(this.#calls);
  }

  /** `send_message` or `send_media` by WhatsApp, `send_sms`, to one person of the directory. */
  async whatsappOperation(operation: string, { signal, ...parameters }: OperationOptions = {}): Promise<MCPResponse> {
    return this.#operation('whatsapp_operation', operation, parameters, { signal });
  }

  /** `send_message` to one channel or person on Slack, or `send_alert`. */
  async slackOperation(operation: string, { signal, ...parameters }: OperationOptions = {}): Promise<MCPResponse> {
    return this.#operation('slack_operation', operation, parameters, { signal });
  }

  /** `create_observation`. */
  async fhirIntegration(operation: string, data: Parameters = {}, options: CallOptions = {}): Promise<MCPResponse> {
    return this.#operation('fhir_integration', operation, data, options);
  }

  /** An alert that comes by its severity, and moves up the chain until somebody takes it. */
  async sendMedicalAlert(alert: InCamel<ToolParameters['send_medical_alert']>, options: CallOptions = {}): Promise<MCPResponse<ToolResults['send_medical_alert']>> {
    return this.callTool('send_medical_alert', toSnake(alert), options);
  }

  /** A finding of a pressure injury, which policy makes an alert of. `imagePath` is kept as a reference and never opened. */
  async notifyLppDetection(detection: InCamel<ToolParameters['notify_lpp_detection']>, options: CallOptions = {}): Promise<MCPResponse<ToolResults['notify_lpp_detection']>> {
    return this.callTool('notify_lpp_detection', toSnake(detection), options);
  }

  async getServiceStatus(options: CallOptions = {}): Promise<StatusResponse> {
    const response = await this.callTool<ToolResults['get_service_status']>('get_service_status', {}, options);
    return { ...response, services: response.data?.services ?? {} };
  }

  /** Any tool, by the name and the parameters that the gateway lists. Never throws what went wrong. */
  async callTool<Data = unknown>(tool: string, parameters: Parameters = {}, options: CallOptions = {}): Promise<MCPResponse<Data>> {
    const startedMs = performance.now();
    return toResponse(tool, await this.#calls.tryCall(tool, parameters, options), performance.now() - startedMs);
  }

  /** The tools that this key may call. @throws GatewayError */
  async listTools(options: CallOptions = {}): Promise<ListedTool[]> {
    return this.#calls.tools(options);
  }

  /** Takes no more calls. Those under way have their answers before this returns; those that wait for a change end. */
  async close(): Promise<void> {
    await this.#calls.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #operation(alias: OperationAlias, operation: string, parameters: Parameters, options: CallOptions): Promise<MCPResponse> {
    const startedMs = performance.now();
    const meant = toMeantCall(alias, operation, toSnake(parameters));
    if (!meant.ok) return toResponse(alias, { ok: false, failure: meant.failure, requestId: null }, performance.now() - startedMs);
    const { tool, args } = meant.call;
    const outcome = await this.#calls.tryCall(tool, args, options);
    return toResponse(alias, inCallersWords(outcome, meant.call), performance.now() - startedMs);
  }
}
