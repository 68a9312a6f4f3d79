import { join } from 'node:path';
import type { Lifecycle } from '../src/launch/lifecycle.ts';
import type { Progress } from '../src/launch/progress.ts';
import { measureAccepting } from './accepting.ts';
import { measureAcknowledgments } from './acknowledged-everywhere.ts';
import type { BareService } from './bare-service.ts';
import { measureBurst } from './burst-to-provider.ts';
import { DEPLOY_WINDOW_S, measureDeploy } from './deploy-lateness.ts';
import { measureLateness, WINDOW_S } from './escalation-lateness.ts';
import { hurriedPolicy } from './hurried-policy.ts';
import { DUE_S, measureOpenAlerts } from './open-alerts.ts';
import type { Result } from './results.ts';
import { WholeService } from './whole-service.ts';

/** How often each is measured. */
export interface Counts {
  escalations: number;
  acknowledgments: number;
  /** Alerts that are open over a deploy. */
  overDeploy: number;
  /** Findings handed in at the same moment. */
  atOnce: number;
  /** Seconds for which each measurement of accepting calls the gateway. */
  acceptingS: number;
  /** Alerts that wait open; 0 leaves out what is measured among them. */
  open: number;
}

/** What is measured of the service as real processes, with the sandbox in the place of the providers. */
export async function measureWholeService(folder: string, bare: BareService, counts: Counts, { lifecycle, progress }: { lifecycle: Lifecycle; progress: Progress }): Promise<Result[]> {
  const { signal } = lifecycle;
  const first = await start('first', (policy) => hurriedPolicy(policy, 'medium', WINDOW_S));
  const late = await progress.during(`Measuring ${counts.escalations} deadlines`, () => measureLateness(first, bare, counts.escalations));
  const everywhere = await progress.during(`Measuring ${counts.acknowledgments} acknowledgments`, () => measureAcknowledgments(first, counts.acknowledgments));
  await first.stop();
  const second = await start('second', (policy) => hurriedPolicy(policy, 'high', DUE_S));
  const burst = await progress.during(`Measuring ${counts.atOnce} findings at once`, () => measureBurst(second, bare.eager, counts.atOnce));
  const open = counts.open === 0 ? [] : await progress.during(`Measuring among ${counts.open} open alerts`, () => measureOpenAlerts(second, counts.open));
  await second.stop();
  const deployed = await start('deployed', (policy) => hurriedPolicy(policy, 'medium', DEPLOY_WINDOW_S));
  const deploy = await progress.during(`Measuring a deploy with ${counts.overDeploy} alerts open`, () => measureDeploy(deployed, counts.overDeploy));
  await deployed.stop();
  const third = await start('third', (policy) => policy);
  const accepted = await progress.during(`Measuring how many alerts the gateway accepts, ${counts.acceptingS} s at a time`, () => measureAccepting(third, folder, counts.acceptingS));
  await third.stop();
  return [...late, ...everywhere, ...burst, ...open, ...deploy, ...accepted];

  async function start(name: string, policy: (text: string) => string): Promise<WholeService> {
    return lifecycle.start(`the ${name} service`, () => progress.during('Starting the service as processes of its own', () => WholeService.start(join(folder, name), policy, signal)));
  }
}
