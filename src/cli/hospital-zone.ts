import { LAST_GOOD_FILE, readLastGood } from '../config/last-good.ts';
import { parseHospitalConfig } from '../config/hospital-config.ts';
import { usablePlatforms, usableRoutes, type Settings } from '../config.ts';
import type { Home } from '../launch/home.ts';
import { renderTime, type Showing } from './render-alert.ts';

/** The hospital's time zone by the configuration that was last found good on this home; null where there has been none. Reads it whether or not the files are good now. */
export async function hospitalZone(settings: Settings, home: Home): Promise<string | null> {
  const good = await readLastGood(home.file(LAST_GOOD_FILE));
  if (good === null) return null;
  const parsed = parseHospitalConfig(good.texts, { platforms: usablePlatforms(settings), routes: usableRoutes(settings), now: good.validatedAt });
  return parsed.ok ? parsed.config.directory.timeZone : null;
}

/** By the hospital's clock, as alerts are; where its zone isn't known in UTC, which is then said. Never by the host's, which may be anywhere. */
export function renderHospitalTime(at: Date, timeZone: string | null, { language, now }: Pick<Showing, 'language' | 'now'>): string {
  return timeZone === null ? `${renderTime(at, { language, timeZone: 'UTC', now })} UTC` : renderTime(at, { language, timeZone, now });
}
