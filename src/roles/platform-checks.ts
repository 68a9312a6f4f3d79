import type { PlatformName } from '../domain/platform-name.ts';
import type { Part } from '../launch/lifecycle.ts';
import type { PlatformFinding } from './platform-finding.ts';
import { platformNames, type ServiceContext } from './service-context.ts';

/** Credentials can be revoked and templates rejected while the service runs: looked at again this often, milliseconds. */
const EVERY_MS = 10 * 60_000;

export interface PlatformChecks extends Part {
  /** Resolves when the look under way is over. */
  settled(): Promise<void>;
}

type Checked = Pick<ServiceContext, 'platforms' | 'logger' | 'progress' | 'findings'>;

/** Asks each platform whether its credentials are good and enough, now and from time to time; says each finding once, and keeps them for health. */
export function startPlatformChecks(service: Checked): PlatformChecks {
  const told = new Set<string>();
  const look = async (): Promise<void> => {
    const looked = (await Promise.all(platformNames(service).map((platform) => check(service, platform)))).flat();
    service.findings.splice(0, service.findings.length, ...looked);
    for (const { platform, severity, text } of looked) {
      if (told.has(text)) continue;
      told.add(text);
      service.logger.event('platform.finding', { platform, kind: severity }, severity === 'error' ? 'error' : 'warn');
      service.progress.say(`${platform} (${severity}): ${text}`);
    }
  };
  let looking = look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, EVERY_MS);
  return { settled: () => looking, stop: async () => clearInterval(timer) };
}

/** A platform that can't even be asked is a finding as well. */
async function check({ platforms }: Checked, platform: PlatformName): Promise<PlatformFinding[]> {
  const checked = platform === 'slack' ? platforms.slack : platforms.twilio;
  try {
    const { findings } = (await checked?.platform.check()) ?? { findings: [] };
    return findings.map((finding) => ({ platform, ...finding }));
  } catch {
    return [{ platform, severity: 'warning', text: 'could not be asked whether its credentials are good; it is asked again.' }];
  }
}
