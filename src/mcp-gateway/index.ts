export type { Alert, AlertFilter, AlertPlan, AnsweredAlert, AskOptions, Detection, ListedAlerts, MedicalAlert, RaisedAlert, WaitOptions, WatchOptions } from './alerts.ts';
export { GatewayError, type GatewayFailure } from './gateway-error.ts';
export type { MCPGatewayOptions } from './gateway-options.ts';
export { MCPGateway, type OperationOptions, type StatusResponse } from './mcp-gateway.ts';
export type { MCPResponse, MCPStatus } from './mcp-response.ts';
export type { SentMessage, SlackMessage, SmsMessage, WhatsAppMessage } from './messages.ts';
export type { CallHow, ListedTool, ToolCaller, ToolOutcome } from './tool-caller.ts';
export type { CallOptions } from './tool-calls.ts';
export type { ToolParameters, ToolResults } from './tool-types.generated.ts';
