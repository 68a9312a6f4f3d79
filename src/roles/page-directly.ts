import { existsSync } from 'node:fs';
import { Unrecorded } from '../activities/unrecorded.ts';
import { pageUnrecorded } from '../activities/page-unrecorded.ts';
import type { LiveConfig } from '../config/live-config.ts';
import type { Settings } from '../config.ts';
import { createHospital } from '../domain/hospital.ts';
import type { Home } from '../launch/home.ts';
import { hostTick } from '../ledger/host-process.ts';
import { openKeyRing } from '../ledger/key-ring.ts';
import type { AcceptedAlert } from '../ledger/ledger.ts';
import { createPlatforms } from './create-platforms.ts';
import { limitsOf } from './open-store.ts';
import { systemClock } from './service-clock.ts';

/**
 * Pages the people of a critical alert from a process that has neither ledger nor Temporal, on a home that may not be written.
 * Answers who was reached. Throws what keeps the platforms from being used at all.
 */
export async function pageDirectly({ settings, home, config }: { settings: Settings; home: Home; config: LiveConfig }, alert: AcceptedAlert): Promise<string[]> {
  const keyRing = openKeyRing(home.file('keys.json'), { name: home.file('ledger.db'), isThere: existsSync(home.file('ledger.db')) });
  const { slack, twilio } = createPlatforms({ settings, home, keyRing, clock: systemClock, attemptOf: async () => null });
  const { directory, onCall } = config.current();
  const hospital = createHospital(directory, onCall);
  return pageUnrecorded({
    hospital: () => hospital,
    platforms: { ...(slack ? { slack: slack.platform } : {}), ...(twilio ? { twilio: twilio.platform } : {}) },
    elsewhere: [],
    ledger: { isOptedOut: unknown, postedByNotification: unknown, pagesUnderWay: unknown, alert: unknown, headroom: unknown },
    unrecorded: new Unrecorded(limitsOf(settings)),
    now: () => systemClock.now(),
    tick: hostTick,
  }, alert);
}

/** Nobody can be asked who wrote STOP, or what went before; a provider refuses the former by itself. */
async function unknown(): Promise<never> {
  throw new Error('there is no ledger here');
}
