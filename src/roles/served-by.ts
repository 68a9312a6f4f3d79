import type { Role } from '../launch/roles.ts';
import type { ServiceContext } from './service-context.ts';

/** The platforms that these roles serve, of those that are configured. */
export function servedBy({ platforms }: Pick<ServiceContext, 'platforms'>, roles: readonly Role[]): ('slack' | 'twilio')[] {
  return (['slack', 'twilio'] as const).filter((name) => roles.includes(name) && platforms[name] !== undefined);
}
