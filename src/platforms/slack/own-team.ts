import type { WebClient } from '@slack/web-api';

/** Longest anybody waits to hear which workspace is ours, milliseconds: a press must be answered within 3 s. */
const ANSWER_MS = 1_000;

export interface OwnSlackTeam {
  teamId: string;
  /** Set where the app is installed for a whole organisation: any of its workspaces is ours then. */
  enterpriseId: string | null;
}

/** Which workspace a token is for. It never changes for a token, so it is asked until it is known, and then no more. */
export class OwnTeamFinder {
  readonly #client: WebClient;
  #known: OwnSlackTeam | null = null;
  #asking: Promise<void> | null = null;

  constructor(client: WebClient) {
    this.#client = client;
  }

  /** Null when Slack can't say, or not in time. Never rejects. */
  async find(): Promise<OwnSlackTeam | null> {
    if (this.#known !== null) return this.#known;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ANSWER_MS);
    });
    await Promise.race([this.#asking, late]).finally(() => clearTimeout(timer));
    return this.#known;
  }

  /** https://docs.slack.dev/reference/methods/auth.test */
  async #ask(): Promise<void> {
    try {
      const { team_id: teamId, enterprise_id: enterpriseId, is_enterprise_install: isOrganisation } = await this.#client.auth.test();
      if (teamId !== undefined) this.#known = { teamId, enterpriseId: isOrganisation === true ? (enterpriseId ?? null) : null };
    } catch {
      // The platform checks tell the operator what is wrong with the token; here it is asked again with the next press.
    }
  }
}
