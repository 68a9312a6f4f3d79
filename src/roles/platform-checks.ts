import type { PlatformName } from '../domain/platform-name.ts';
import type { Part } from '../launch/lifecycle.ts';
import type { PlatformFinding } from './platform-finding.ts';
import { platformNames, sendersOf, type ServiceContext } from './service-context.ts';

/** Credentials can be revoked and templates rejected while the service runs: looked at again this often, milliseconds. */
const EVERY_MS = 10 * 60_000;

/** While a sender is failing its platform is asked this often, milliseconds: nobody waits for a page to find out that it is back. */
const FAILING_EVERY_MS = 30_000;

export interface PlatformChecks extends Part {
  /** Resolves when the look under way is over. */
  settled(): Promise<void>;
}

type Checked = Pick<ServiceContext, 'platforms' | 'logger' | 'progress' | 'findings' | 'ledger' | 'clock'>;

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
  const again = (work: () => Promise<void>, everyMs: number): NodeJS.Timeout => setInterval(() => {
    looking = looking.then(work);
  }, everyMs);
  const timers = [again(look, EVERY_MS), again(async () => ((await isAnyFailing(service)) ? look() : undefined), FAILING_EVERY_MS)];
  return { settled: () => looking, stop: async () => timers.forEach(clearInterval) };
}

/** A ledger that can't be read says nothing of the platforms. */
async function isAnyFailing({ ledger, clock }: Checked): Promise<boolean> {
  const failing = await ledger.failingSenders(clock.now()).catch(() => []);
  return failing.length > 0;
}

/** A platform that can't even be asked is a finding as well. */
async function check(service: Checked, platform: PlatformName): Promise<PlatformFinding[]> {
  const { platforms } = service;
  const checked = platform === 'slack' ? platforms.slack : platforms.twilio;
  try {
    const { ok, findings } = (await checked?.platform.check()) ?? { ok: false, findings: [] };
    if (ok) await noteAnswers(service, platform);
    return findings.map((finding) => ({ platform, ...finding }));
  } catch {
    return [{ platform, severity: 'warning', text: 'could not be asked whether its credentials are good; it is asked again.' }];
  }
}

/** What can't be noted now is seen at the next look, or by the next page. */
async function noteAnswers(service: Checked, platform: PlatformName): Promise<void> {
  for (const sender of sendersOf(service, platform)) await service.ledger.noteAnswers(sender, service.clock.now()).catch(() => undefined);
}
