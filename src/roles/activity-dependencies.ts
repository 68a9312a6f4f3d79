import type { ActivityDependencies } from '../activities/dependencies.ts';
import type { PlatformName } from '../domain/platform-name.ts';
import { tickOf } from './service-clock.ts';
import { platformNames, type ServiceContext } from './service-context.ts';

/** What is sent with, where these platforms are served. `client`: where alerts have workflows to be asked. `now`: the clock's unless told. */
export function dependenciesOf(
  { ledger, hospital, operator, platforms, clock, unrecorded, client }: Pick<ServiceContext, 'ledger' | 'hospital' | 'operator' | 'platforms' | 'clock' | 'unrecorded'> & Partial<Pick<ServiceContext, 'client'>>,
  served: readonly PlatformName[],
  now: () => Date = () => clock.now(),
): ActivityDependencies {
  const configured = platformNames({ platforms });
  const here = (['slack', 'twilio'] as const).filter((name) => served.includes(name));
  return {
    ledger, hospital, operator, unrecorded,
    platforms: Object.fromEntries(here.map((name) => [name, platforms[name]?.platform])),
    elsewhere: configured.filter((name) => !served.includes(name)),
    ...(client ? { standing: (code: string) => client.standing(code) } : {}),
    now,
    tick: tickOf(clock, now),
  };
}
