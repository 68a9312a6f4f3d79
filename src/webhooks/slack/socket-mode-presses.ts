import { isForeign, type OwnTeam } from './foreign-team.ts';
import { createPressApp } from './press-app.ts';
import type { OnPress, Report } from './press-event.ts';
import { SocketLane } from './socket-lane.ts';

/**
 * Slack takes up to ten connections of one app and sends each event down one of them
 * (https://docs.slack.dev/apis/events-api/using-socket-mode). With two, presses still come in while one reconnects.
 */
const CONNECTIONS = 2;

export interface SocketModePressesOptions {
  /** App-level token with `connections:write`. */
  appToken: string;
  /** Where the Web API is; Slack's own when absent. */
  apiUrl?: string | undefined;
  onPress: OnPress;
  report: Report;
  ownTeam: OwnTeam;
  connections?: number;
  random?: () => number;
}

/**
 * Presses over Socket Mode: no public address needed. Starts at once, never throws for what Slack or the network does,
 * and keeps trying until `close`. A press that can't be stored is not acknowledged, so that the person is warned.
 */
export class SocketModePresses {
  readonly #lanes: SocketLane[];

  constructor({ appToken, apiUrl, onPress, report, ownTeam, connections = CONNECTIONS, random = Math.random }: SocketModePressesOptions) {
    const app = createPressApp(onPress, report);
    this.#lanes = Array.from({ length: connections }, () => new SocketLane({
      appToken, apiUrl, report, random,
      onEnvelope: async ({ body, ack }) => {
        // Acknowledged, so that Slack doesn't send it again.
        if (await isForeign(body, ownTeam)) {
          report('foreign_team');
          return ack();
        }
        let answered = false;
        await app.processEvent({ body, ack: async () => { answered = true; await ack(); } });
        if (!answered) await ack();
      },
    }));
  }

  /** How many connections are up; 0 means that presses don't come in this way. */
  get connected(): number {
    return this.#lanes.filter((lane) => lane.connected).length;
  }

  /** Ends within about two seconds. */
  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }
}
