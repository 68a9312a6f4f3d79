import type { Camel, InCamel } from './spelling.ts';
import { toSnake } from './spelling.ts';
import type { CallOptions, ToolCalls } from './tool-calls.ts';
import type { ToolParameters, ToolResults } from './tool-types.generated.ts';

type Planned<Result> = Extract<Result, { dryRun: true }>;
type InOwnWords<Tool extends keyof ToolParameters, Left extends string = never> = Omit<InCamel<ToolParameters[Tool]>, Camel<Left>>;

export type Alert = ToolResults['get_alert'];
export type ListedAlerts = ToolResults['list_alerts'];
/** An alert that was handed in, and what of the call went where. */
export type RaisedAlert = Exclude<ToolResults['notify_lpp_detection'], { dryRun: true }>;
/** Who would be told what and when. */
export type AlertPlan = Planned<ToolResults['notify_lpp_detection']>;
/** An alert that was asked for something, and what it answered. */
export type AnsweredAlert = ToolResults['acknowledge_alert'];

export type Detection = InOwnWords<'notify_lpp_detection', 'dry_run'>;
export type MedicalAlert = InOwnWords<'send_medical_alert', 'dry_run'>;
export type AlertFilter = InOwnWords<'list_alerts'>;
export type WaitOptions = InOwnWords<'get_alert', 'code'> & CallOptions;
export type AskOptions = InOwnWords<'acknowledge_alert', 'code'> & CallOptions;

export interface WatchOptions extends CallOptions {
  /** `taken`: until somebody has it, or it is over; `over`: until nothing more will come, which of a resolved one is 10 minutes later. `taken` unless told. */
  until?: 'taken' | 'over' | undefined;
}

/** Alerts, each call with types of its own; what goes wrong is thrown as GatewayError. */
export class Alerts {
  readonly #calls: ToolCalls;

  constructor(calls: ToolCalls) {
    this.#calls = calls;
  }

  /** Hands in a finding of a pressure injury. It is accepted for good when this returns. */
  async raise(detection: Detection, options: CallOptions = {}): Promise<RaisedAlert> {
    return (await this.#calls.call('notify_lpp_detection', toSnake(detection), options)) as RaisedAlert;
  }

  /** Hands in an alert that comes by its severity. */
  async raiseMedical(alert: MedicalAlert, options: CallOptions = {}): Promise<RaisedAlert> {
    return (await this.#calls.call('send_medical_alert', toSnake(alert), options)) as RaisedAlert;
  }

  /** Who would be told of a finding, what and when. Nothing is sent. */
  async plan(detection: Detection, options: CallOptions = {}): Promise<AlertPlan> {
    return (await this.#calls.call('notify_lpp_detection', { ...toSnake(detection), dry_run: true }, options)) as AlertPlan;
  }

  /** One alert and its story; with `waitSeconds` as soon as it has changed, or as it is then. */
  async get(code: string, { signal, ...wait }: WaitOptions = {}): Promise<Alert> {
    return this.#calls.call('get_alert', { code, ...toSnake(wait) }, { signal });
  }

  /**
   * An alert as it is now, and then after each change, until somebody has taken it. It lasts through a gateway that is away for a while. To stop
   * earlier leave the loop, or abort the signal.
   */
  async *watch(code: string, { until = 'taken', signal }: WatchOptions = {}): AsyncGenerator<Alert, void, undefined> {
    let alert = await this.get(code, { signal });
    for (;;) {
      yield alert;
      if (alert.next === null || (until === 'taken' && alert.acknowledgedBy !== null)) return;
      alert = await this.#changed(alert, signal);
    }
  }

  /** The alert once somebody has it; or as it ended. */
  async taken(code: string, options: CallOptions = {}): Promise<Alert> {
    let last: Alert | undefined;
    for await (const alert of this.watch(code, options)) last = alert;
    return last ?? this.get(code, options);
  }

  /** Open ones unless told, the most urgent first, without their stories. */
  async list(filter: AlertFilter = {}, options: CallOptions = {}): Promise<ListedAlerts> {
    return this.#calls.call('list_alerts', toSnake(filter), options);
  }

  /** Takes it, for the responder that the key speaks for. `answer.ok` is false when somebody else has it. */
  async acknowledge(code: string, { signal, ...how }: AskOptions = {}): Promise<AnsweredAlert> {
    return this.#calls.call('acknowledge_alert', { code, ...toSnake(how) }, { signal });
  }

  /** Calls the next step now. */
  async escalate(code: string, { signal, ...how }: AskOptions = {}): Promise<AnsweredAlert> {
    return this.#calls.call('escalate_alert', { code, ...toSnake(how) }, { signal });
  }

  /** Takes it back: from a key that raises alerts a retraction, which responders see while calls go on. */
  async cancel(code: string, { signal, ...how }: AskOptions = {}): Promise<AnsweredAlert> {
    return this.#calls.call('cancel_alert', { code, ...toSnake(how) }, { signal });
  }

  async #changed(before: Alert, signal: AbortSignal | undefined): Promise<Alert> {
    let alert = before;
    while (alert.revision === before.revision && alert.next !== null) alert = await this.get(before.code, { sinceRevision: before.revision, waitSeconds: LONGEST_WAIT_S, signal });
    return alert;
  }
}

/** As long as the gateway waits for a change, seconds. */
const LONGEST_WAIT_S = 25;
