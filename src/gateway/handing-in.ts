import { z } from 'zod';
import type { HandedIn } from '../client.ts';
import type { KeptWithAlert } from '../ledger/ledger.ts';
import { findDirectRecipient } from '../domain/direct-recipient.ts';
import type { Route } from '../domain/platform-name.ts';
import { canonicalJson, deriveKey } from './finding-key.ts';
import type { Caller, GatewayContext } from './gateway-context.ts';
import { invalidArguments } from './tool-error.ts';

/** An alert is accepted once it is on disk: a Temporal that is slow or down holds up no caller for longer, milliseconds. */
const ANSWER_WITHIN_MS = 500;

/** How the hospital's codes are written. */
export const CODE_WORD = /^[a-z0-9][a-z0-9_-]{0,39}$/;

/** Parameters of every tool that hands in a finding. */
export const handingIn = {
  unit: z.string().regex(CODE_WORD).optional().describe('Unit (ward) code of the hospital\'s directory, such as uci.'),
  platform: z.enum(['slack', 'whatsapp']).optional().describe('Platform to try first, slack or whatsapp, where policy allows it. Leave it out for policy\'s own order.'),
  message: z.string().min(1).max(2_000).optional().describe('Your own words, at most 2000 characters. They are kept encrypted with the alert; people are sent the approved template instead.'),
  idempotency_key: z.string().regex(/^[\x21-\x7e]{1,128}$/).optional().describe('Your key for this finding, 1 to 128 printable characters without spaces. The same call with the same key is one alert. Repeat it when you retry. Give one unless the finding has a patient, an image or a time: else the same call again is a second alert.'),
  dry_run: z.boolean().optional().describe('true answers who would be told what and when, and sends nothing.'),
};

const ROUTES_OF = { slack: ['slack'], whatsapp: ['twilio', 'whatsapp-web'] } as const satisfies Record<'slack' | 'whatsapp', readonly Route[]>;

export interface HandedInArgs {
  unit?: string | undefined;
  platform?: 'slack' | 'whatsapp' | undefined;
  message?: string | undefined;
  image_path?: string | undefined;
  /** By its purpose in the directory. */
  channel?: string | undefined;
  idempotency_key?: string | undefined;
}

/** @throws ToolError when the directory has no such unit */
export function checkUnit({ configuration }: Pick<GatewayContext, 'configuration'>, unit: string | undefined): void {
  const { units } = configuration().directory;
  if (unit === undefined || units.some(({ id }) => id === unit)) return;
  throw invalidArguments([{ field: 'unit', problem: 'is no unit of the directory', hint: `There are ${units.map(({ id }) => id).join(', ')}.` }]);
}

/** The purpose of a channel that a caller names as Slack does. @throws ToolError when it is none of the directory */
export function purposeOf({ configuration }: Pick<GatewayContext, 'configuration'>, channel: string | undefined): string | undefined {
  if (channel === undefined) return undefined;
  const { directory } = configuration();
  const found = findDirectRecipient(directory, { route: 'slack', to: channel });
  if ('recipient' in found && found.recipient.kind === 'channel') return found.recipient.channel;
  throw invalidArguments([{ field: 'channel', problem: 'is no channel of the directory', hint: `There are ${directory.channels.map(({ name }) => name).join(', ')}.` }]);
}

/** What is on no screen: an id of nothing else is the same for every patient. */
const UNSEEN = /[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * A patient's id never enters: only a keyed digest of it, which nobody can turn back, and which is the same for the same patient. `field`: as the tool calls it.
 * @throws ToolError for a blank id, by which the findings of two patients would be taken for one's
 */
export function patientRefOf({ digest }: Pick<GatewayContext, 'digest'>, field: string, patientId: string | undefined): { patientRef?: string } {
  if (patientId === undefined) return {};
  const id = patientId.normalize('NFKC').trim();
  if (id.replaceAll(UNSEEN, '') === '') throw invalidArguments([{ field, problem: 'is blank', hint: 'Write the id of the patient, or leave it out where there is none.' }]);
  return { patientRef: digest('patient-reference', id) };
}

export function preferredRoutes(platform: HandedInArgs['platform']): readonly Route[] {
  return platform === undefined ? [] : ROUTES_OF[platform];
}

/** How the client is to take a finding: what is kept, what is tried first, and under which key a repeat of it is known. */
export async function toHandedIn(context: GatewayContext, caller: Caller, finding: Readonly<Record<string, unknown>>, args: HandedInArgs): Promise<HandedIn & { idempotencyKey?: string }> {
  const kept: KeptWithAlert = {
    ...(args.message === undefined ? {} : { message: args.message }),
    ...(args.image_path === undefined ? {} : { imagePath: args.image_path }),
  };
  const handedIn: HandedIn = { by: caller.name, answerWithinMs: ANSWER_WITHIN_MS, prefer: preferredRoutes(args.platform), channel: args.channel, ...(Object.keys(kept).length === 0 ? {} : { kept }) };
  if (args.idempotency_key !== undefined) {
    return { ...handedIn, idempotencyKey: `${caller.name}/${args.idempotency_key}`, content: context.digest('call-content', canonicalJson({ ...kept, platform: args.platform, channel: args.channel })) };
  }
  const idempotencyKey = await deriveKey(context, caller, finding, args.image_path);
  return { ...handedIn, ...(idempotencyKey === null ? {} : { idempotencyKey }) };
}
