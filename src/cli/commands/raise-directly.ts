import { randomBytes } from 'node:crypto';
import { NotRecordedError } from '../../client.ts';
import { createLiveConfig, type LiveConfig } from '../../config/live-config.ts';
import { usablePlatforms, usableRoutes, type Settings } from '../../config.ts';
import { alertCodeFrom, CODE_RANDOM_BYTES } from '../../domain/alert-code.ts';
import { planFor, planForAlert } from '../../domain/triage.ts';
import type { Policy } from '../../domain/policy.ts';
import { viewHome } from '../../launch/home.ts';
import type { AcceptedAlert } from '../../ledger/ledger.ts';
import { settingsOf, type CliContext } from '../cli-context.ts';
import { readFinding } from '../read-finding.ts';

/**
 * What becomes of a finding when nothing can be recorded: a critical one goes out directly, any other is refused.
 * @throws NotRecordedError for the one, `why` for the other.
 */
export async function raiseDirectly(context: CliContext, file: string, why: unknown): Promise<never> {
  const settings = settingsOf(context);
  const config = await configOf(settings);
  if (!config) throw why;
  try {
    const { directory, policy } = config.current();
    const finding = await readFinding(file, context.stdin, { knowsUnit: (unit) => directory.units.some(({ id }) => id === unit), language: context.language });
    const alert = toAccepted(policy, finding);
    if (alert.plan.severity !== 'critical' || alert.plan.mode === 'record') throw why;
    const { pageDirectly } = await import('../../roles/page-directly.ts');
    const reached = await pageDirectly({ settings, home: viewHome(settings.homeDir), config }, alert).catch(() => []);
    throw new NotRecordedError(alert.code, reached, { cause: why });
  } finally {
    await config.close();
  }
}

/** The configuration as it stands, without a copy of it being kept; null when it isn't good. */
async function configOf(settings: Settings): Promise<LiveConfig | null> {
  const loaded = await createLiveConfig(settings.configDir, {
    platforms: usablePlatforms(settings), routes: usableRoutes(settings), production: settings.mode === 'production', now: () => new Date(),
  });
  return loaded.ok ? loaded.live : null;
}

function toAccepted(policy: Policy, finding: Awaited<ReturnType<typeof readFinding>>): AcceptedAlert {
  const taken = { code: alertCodeFrom(randomBytes(CODE_RANDOM_BYTES)), acceptedAt: new Date(), drill: false };
  if (finding.kind === 'detection') return { ...taken, detection: finding.detection, alertType: null, plan: planFor(policy, finding.detection) };
  const { alertType, ...detection } = finding.alert;
  return { ...taken, detection: { ...detection, stage: detection.stage ?? null, confidence: null }, alertType, plan: planForAlert(policy, finding.alert) };
}
