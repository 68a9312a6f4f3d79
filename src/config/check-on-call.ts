import { renderMoment } from '../domain/civil-time.ts';
import { inEnglish } from '../domain/correction.ts';
import type { Directory } from '../domain/directory.ts';
import { responderById } from '../domain/directory.ts';
import { gaps } from '../domain/on-call.ts';
import type { OnCall } from '../domain/on-call.ts';
import type { ConfigFinding, ConfigPath } from './config-problem.ts';
import type { OnCallFile } from './on-call-file.ts';

/** How far ahead somebody must be on call for every role that policy uses. */
export const LOOK_AHEAD_DAYS = 14;

const DAY_MS = 86_400_000;

/** What the rota's own words, the directory and the roles that policy uses say against each other. */
export function checkOnCall(file: OnCallFile, onCall: OnCall, directory: Directory, usedRoles: readonly string[], now: Date): ConfigFinding[] {
  const found = [...checkRotations(file, directory), ...checkOverrides(file, onCall, directory)];
  return [...found, ...usedRoles.flatMap((role) => checkCoverage(file, onCall, role, now))];
}

function finding(path: ConfigPath, problem: string, hint: string): ConfigFinding {
  return { file: 'oncall.yaml', path, ...inEnglish({ problem, hint }) };
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
    if (untilMs <= fromMs) return [...found, finding([...at, 'to'], 'is not after `from`', 'Write the end of the stand-in, later than its start.')];
    const twin = onCall.overrides.findIndex((other, place) => place < index && other.role === role && other.unit === unit && other.fromMs < untilMs && other.untilMs > fromMs);
    if (twin !== -1) found.push(finding(at, `overlaps overrides[${twin}] for the same role`, 'End one where the other begins: two people cannot both stand in.'));
    if (file.rotations[role]?.some((rotation) => (rotation.unit ?? null) === unit) !== true) found.push(finding(at, `stands in for ${role}${unit === null ? '' : ` of ${unit}`}, which has no rotation`, 'Correct the role or the unit: an override without `unit` is for the rotations without one.'));
    return found;
  });
}

function checkRole(role: string, path: ConfigPath, directory: Directory): ConfigFinding[] {
  const known = directory.roles.map(({ id }) => id);
  return known.includes(role) ? [] : [finding(path, `names the role ${role}, which directory.yaml does not list`, `Roles: ${known.join(', ')}.`)];
}

function checkUnit(unit: string | undefined, path: ConfigPath, directory: Directory): ConfigFinding[] {
  const known = directory.units.map(({ id }) => id);
  return unit === undefined || known.includes(unit) ? [] : [finding(path, `names the unit ${unit}, which directory.yaml does not list`, `Units: ${known.join(', ') || 'none is listed yet'}.`)];
}

function checkPerson(person: string, role: string, path: ConfigPath, directory: Directory): ConfigFinding[] {
  const responder = responderById(directory, person);
  if (responder === null) return [finding(path, `names ${person}, whom directory.yaml does not list`, 'Correct the id, or add the responder to directory.yaml.')];
  return responder.roles.includes(role) ? [] : [finding(path, `puts ${person} on call as ${role}, which is not among their roles`, `Add ${role} to responders.${person}.roles in directory.yaml, or name somebody else.`)];
}

/** Alerts that name no unit are the hardest case: whoever covers those covers every unit too. */
function checkCoverage(file: OnCallFile, onCall: OnCall, role: string, now: Date): ConfigFinding[] {
  if (file.rotations[role] === undefined) return [finding(['rotations'], `have nobody for ${role}, which the policy calls`, 'Add a rotation for the role, or take it out of policy.yaml.')];
  const gap = gaps(onCall, role, now, new Date(now.getTime() + LOOK_AHEAD_DAYS * DAY_MS))[0];
  if (gap === undefined) return [];
  const at = (moment: Date): string => renderMoment(moment, file.timeZone);
  const problem = `leave nobody on call as ${role} from ${at(gap.from)} to ${at(gap.to)} (${file.timeZone})`;
  return [finding(['rotations', role], problem, `Every role that the policy calls must be held for the next ${LOOK_AHEAD_DAYS} days, also for alerts that name no unit: add people, a shift or a second rotation.`)];
}
