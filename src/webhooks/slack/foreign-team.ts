import { z } from 'zod';

/** The workspace that our token is for; with an install for a whole organisation, that organisation. */
export interface SlackTeam {
  teamId: string;
  enterpriseId: string | null;
}

/** Our own workspace; null when Slack could not say which it is. Never rejects. */
export type OwnTeam = () => Promise<SlackTeam | null>;

const id = z.string().min(1);
const named = z.object({ id }).nullish().catch(null);

/** Where an interaction (https://docs.slack.dev/reference/interaction-payloads) or an event (https://docs.slack.dev/apis/events-api) says it comes from. */
const originSchema = z.object({
  team: named, team_id: id.nullish().catch(null), enterprise: named, enterprise_id: id.nullish().catch(null),
  user: z.object({ team_id: id }).nullish().catch(null),
});

/**
 * Whether what Slack sent comes from another workspace in which the same app is installed: Slack signs for the app, so the
 * signature doesn't tell. What names no workspace, or comes while Slack can't say which one is ours, isn't foreign: an
 * acknowledgment that is thrown away would cost more, and whoever presses must be in the directory anyway.
 */
export async function isForeign(body: unknown, ownTeam: OwnTeam): Promise<boolean> {
  const origin = originSchema.safeParse(body).data;
  const teamId = origin?.team?.id ?? origin?.team_id ?? origin?.user?.team_id ?? null;
  const enterpriseId = origin?.enterprise?.id ?? origin?.enterprise_id ?? null;
  if (teamId === null && enterpriseId === null) return false;
  const own = await ownTeam();
  if (own === null) return false;
  return own.enterpriseId === null ? teamId !== own.teamId : enterpriseId !== own.enterpriseId;
}
