import { renderMoment } from '../domain/civil-time.ts';
import { sayCorrection } from '../domain/correction.ts';
import type { Correction } from '../domain/correction.ts';
import type { Directory } from '../domain/directory.ts';
import { responderById } from '../domain/directory.ts';
import { gaps } from '../domain/on-call.ts';
import type { OnCall } from '../domain/on-call.ts';
import type { ConfigFinding, ConfigPath } from './config-problem.ts';
import { ON_CALL_WORDS } from './on-call-words.ts';
import type { OnCallWords } from './on-call-words.ts';
import type { OnCallFile } from './on-call-file.ts';

/** How far ahead somebody must be on call for every role that policy uses. */
export const LOOK_AHEAD_DAYS = 14;

const DAY_MS = 86_400_000;

/** What the rota's own words, the directory and the roles that policy uses say against each other. */
export function checkOnCall(file: OnCallFile, onCall: OnCall, directory: Directory, usedRoles: readonly string[], now: Date): ConfigFinding[] {
  const found = [...checkRotations(file, directory), ...checkOverrides(file, onCall, directory)];
  return [...found, ...usedRoles.flatMap((role) => checkCoverage(file, onCall, role, now))];
}

function finding(path: ConfigPath, tell: (words: OnCallWords) => Correction): ConfigFinding {
  return { file: 'oncall.yaml', path, ...sayCorrection(ON_CALL_WORDS, tell) };
}

function checkRotations(file: OnCallFile, directory: Directory): ConfigFinding[] {
  return Object.entries(file.rotations).flatMap(([role, rotations]) => [
    ...checkRole(role, ['rotations', role], directory),
    ...rotations.flatMap((rotation, number) => {
      const at = ['rotations', role, number];
      return [
        ...checkUnit(rotation.unit, [...at, 'unit'], directory),
        ...rotation.shifts.flatMap(({ people }, shift) => people.flatMap((person, index) => checkPerson(person, role, [...at, 'shifts', shift, 'people', index], directory))),
      ];
    }),
  ]);
}

function checkOverrides(file: OnCallFile, onCall: OnCall, directory: Directory): ConfigFinding[] {
  return onCall.overrides.flatMap((override, index) => {
    const { role, unit, responder, fromMs, untilMs } = override;
    const at = ['overrides', index];
    const found = [...checkRole(role, [...at, 'role'], directory), ...checkUnit(unit ?? undefined, [...at, 'unit'], directory), ...checkPerson(responder, role, [...at, 'person'], directory)];
    if (untilMs <= fromMs) return [...found, finding([...at, 'to'], ({ endsBeforeItBegins }) => endsBeforeItBegins)];
    const twin = onCall.overrides.findIndex((other, place) => place < index && other.role === role && other.unit === unit && other.fromMs < untilMs && other.untilMs > fromMs);
    if (twin !== -1) found.push(finding(at, (words) => words.overlaps(twin)));
    if (file.rotations[role]?.some((rotation) => (rotation.unit ?? null) === unit) !== true) found.push(finding(at, (words) => words.nothingToStandInFor(role, unit)));
    return found;
  });
}

function checkRole(role: string, path: ConfigPath, directory: Directory): ConfigFinding[] {
  const known = directory.roles.map(({ id }) => id);
  return known.includes(role) ? [] : [finding(path, (words) => words.roleUnlisted(role, known))];
}

function checkUnit(unit: string | undefined, path: ConfigPath, directory: Directory): ConfigFinding[] {
  const known = directory.units.map(({ id }) => id);
  return unit === undefined || known.includes(unit) ? [] : [finding(path, (words) => words.unitUnlisted(unit, known))];
}

function checkPerson(person: string, role: string, path: ConfigPath, directory: Directory): ConfigFinding[] {
  const responder = responderById(directory, person);
  if (responder === null) return [finding(path, (words) => words.personUnlisted(person))];
  return responder.roles.includes(role) ? [] : [finding(path, (words) => words.notTheirRole(person, role))];
}

/** Alerts that name no unit are the hardest case: whoever covers those covers every unit too. */
function checkCoverage(file: OnCallFile, onCall: OnCall, role: string, now: Date): ConfigFinding[] {
  if (file.rotations[role] === undefined) return [finding(['rotations'], (words) => words.nobodyFor(role))];
  const gap = gaps(onCall, role, now, new Date(now.getTime() + LOOK_AHEAD_DAYS * DAY_MS))[0];
  if (gap === undefined) return [];
  const at = (moment: Date): string => renderMoment(moment, file.timeZone);
  return [finding(['rotations', role], (words) => words.hole(role, at(gap.from), at(gap.to), file.timeZone, LOOK_AHEAD_DAYS))];
}
