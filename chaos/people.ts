import type { FaultRuleInput } from '../src/sandbox/faults.ts';
import type { JournalEntry } from '../src/sandbox/journal.ts';
import { NURSE } from './hospital.ts';
import { takenPages } from './pages.ts';

/** The providers and the people behind them, as the sandbox plays them. It is never killed: its journal is the witness. */
export class People {
  readonly #sandbox: () => string;

  /** @param sandbox where it is now, such as `http://127.0.0.1:8090` */
  constructor(sandbox: () => string) {
    this.#sandbox = sandbox;
  }

  async journal(since = 0): Promise<JournalEntry[]> {
    const { entries } = (await this.#ask('GET', `/journal?since=${since}`)) as { entries: JournalEntry[] };
    return entries;
  }

  async fault(rule: FaultRuleInput): Promise<void> {
    await this.#ask('POST', '/faults', rule);
  }

  async clearFaults(): Promise<void> {
    await this.#ask('DELETE', '/faults');
  }

  /** The alerts that the nurse takes along with this one: a digest in Slack has one button for all that it names, and none for each. */
  async takenWith(code: string, by: 'slack' | 'twilio'): Promise<readonly string[]> {
    if (by === 'twilio') return [code];
    return takenPages(await this.journal()).findLast((page) => page.code === code && page.to === NURSE.slack)?.named ?? [code];
  }

  /**
   * The nurse takes an alert by a WhatsApp message, or by the button of the Slack message that names these. False: nobody answered
   * the provider, or there is no message yet.
   */
  async take(codes: readonly string[], by: 'slack' | 'twilio'): Promise<boolean> {
    const [code = ''] = codes;
    if (by === 'twilio') return this.reply(NURSE.twilio, `VOY ${code}`);
    return this.#act('/press', { user: NURSE.slack, action: codes.length > 1 ? 'acknowledge_all' : 'acknowledge', channel: 'dm', code });
  }

  /** Somebody writes from their phone. False: nobody answered the provider. */
  async reply(from: string, text: string): Promise<boolean> {
    return this.#act('/reply', { from, text });
  }

  async #act(path: string, body: object): Promise<boolean> {
    const { answers = [] } = (await this.#ask('POST', path, body).catch(() => ({}))) as { answers?: { status: number }[] };
    return answers.length > 0 && answers.every(({ status }) => status >= 200 && status < 300);
  }

  async #ask(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.#sandbox()}${path}`, {
      method, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`the sandbox's ${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  }
}
