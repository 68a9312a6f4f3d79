import type { PlatformName } from '../domain/platform-name.ts';
import { inBoth } from '../domain/in-both.ts';
import type { Part } from '../launch/lifecycle.ts';
import { toFinding } from '../platforms/platform.ts';
import type { PlatformFinding } from './platform-finding.ts';
import { ROLE_WORDS } from './role-words.ts';
import { platformNames, sendersOf, type ServiceContext } from './service-context.ts';

/** Credentials can be revoked and templates rejected while the service runs: looked at again this often, milliseconds. */
const EVERY_MS = 10 * 60_000;

/** While a sender is failing its platform is asked this often, milliseconds: nobody waits for a page to find out that it is back. */
const FAILING_EVERY_MS = 30_000;

export interface PlatformChecks extends Part {
  /** Resolves when the look under way is over. */
  settled(): Promise<void>;
}

type Checked = Pick<ServiceContext, 'platforms' | 'logger' | 'progress' | 'findings' | 'operator' | 'clock' | 'ledger'>;

/**
 * Asks each platform whether its credentials are good and enough, now and from time to time, and keeps what is found for health. What is
 * found at the start is said by each process, since somebody has just started it; later on one of them says it for all.
 */
export function startPlatformChecks(service: Checked): PlatformChecks {
  const look = createPlatformLook(service);
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

/** One look after the other; each finding is said once, and again when it was gone meanwhile. */
export function createPlatformLook(service: Checked): () => Promise<void> {
  let before = new Set<string>();
  let isFirst = true;
  return async () => {
    const looked = (await Promise.all(platformNames(service).map((platform) => check(service, platform)))).flat();
    service.findings.splice(0, service.findings.length, ...looked);
    const says = isFirst || (await saysForAll(service));
    isFirst = false;
    const fresh = looked.filter(({ text }) => !before.has(text));
    before = new Set(looked.map(({ text }) => text));
    for (const { platform, severity, words: found } of says ? fresh : []) {
      service.logger.event('platform.finding', { platform, kind: severity }, severity === 'error' ? 'error' : 'warn');
      service.progress.say(inBoth(ROLE_WORDS, (words, language) => words.finding(platform, severity, found[language])));
    }
  };
}

/** While nobody can be asked who does, each process does. */
async function saysForAll({ ledger, clock }: Checked): Promise<boolean> {
  return ledger.holdLease('platform findings', 2 * EVERY_MS, clock.now()).catch(() => true);
}

/** A platform that can't even be asked is a finding as well. */
async function check(service: Checked, platform: PlatformName): Promise<PlatformFinding[]> {
  const { platforms, operator, clock } = service;
  const checked = platform === 'slack' ? platforms.slack : platforms.twilio;
  try {
    const since = clock.now();
    const { ok, findings } = (await checked?.platform.check()) ?? { ok: false, findings: [] };
    if (ok) {
      operator.isWell({ what: 'checked', platform, since });
      await noteAnswers(service, platform);
    }
    return findings.map((finding) => ({ platform, ...finding }));
  } catch {
    return [{ platform, ...toFinding('warning', inBoth(ROLE_WORDS, (words) => words.couldNotBeAsked)) }];
  }
}

/** What can't be noted now is seen at the next look, or by the next page. */
async function noteAnswers(service: Checked, platform: PlatformName): Promise<void> {
  for (const sender of sendersOf(service, platform)) await service.ledger.noteAnswers(sender, service.clock.now()).catch(() => undefined);
}
