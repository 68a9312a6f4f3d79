import { sayCorrection } from '../domain/correction.ts';
import type { Correction } from '../domain/correction.ts';
import type { Directory } from '../domain/directory.ts';
import { responderById } from '../domain/directory.ts';
import { peopleNamed } from '../domain/policy.ts';
import type { PageRule, PolicyRules, PolicyStep, StageKey } from '../domain/policy.ts';
import { platformOf } from '../domain/platform-name.ts';
import type { Route } from '../domain/platform-name.ts';
import { SEVERITIES, severityRank } from '../domain/severity.ts';
import type { Severity } from '../domain/severity.ts';
import { WORSE_STAGES, type Stage } from '../domain/stage.ts';
import type { ConfigFinding, ConfigPath } from './config-problem.ts';
import { POLICY_WORDS } from './policy-words.ts';
import type { PolicyWords } from './policy-words.ts';

/** Longest time for which a confirmed wound may call nobody, milliseconds. A proposal of ours. */
const MOST_CONFIRMED_MS = 7 * 86_400_000;

/** What the policy's own words, the directory and the configured routes say against each other. */
export function checkPolicy(rules: PolicyRules, directory: Directory, configured: readonly Route[]): ConfigFinding[] {
  const pages = SEVERITIES.flatMap((severity) => {
    const rule = rules.severities[severity];
    return rule.mode === 'page' ? [{ severity, rule }] : [];
  });
  return [
    ...checkStages(rules),
    ...checkModes(rules),
    ...checkEpisode(rules),
    ...checkPeople(rules, directory),
    ...pages.flatMap(({ severity, rule }) => [
      ...rule.steps.flatMap((step, index) => checkStep(step, ['severities', severity, 'steps', index])),
      ...checkRoutes(rule, severity, configured),
      ...checkChannels(rule, severity, directory, configured),
      ...checkFailSafe(rule, severity),
      ...(severity === 'critical' ? checkLonePerson(rule) : []),
    ]),
  ];
}

function finding(path: ConfigPath, tell: (words: PolicyWords) => Correction): ConfigFinding {
  return { file: 'policy.yaml', path, ...sayCorrection(POLICY_WORDS, tell) };
}

function checkStages({ stages }: PolicyRules): ConfigFinding[] {
  const found: ConfigFinding[] = [];
  for (const [stage, rule] of Object.entries(stages)) {
    if (rule.record && stage !== '0') found.push(finding(['stages', stage, 'record'], ({ injuryRecordedOnly }) => injuryRecordedOnly));
    if (!rule.record && rule.unlessConfidenceBelow !== undefined) found.push(finding(['stages', stage, 'unlessConfidenceBelow'], ({ confidenceIdle }) => confidenceIdle));
  }
  for (const [better, worse] of WORSE_STAGES) {
    const [low, high] = [stages[keyOf(better)].severity, stages[keyOf(worse)].severity];
    if (severityRank(high) < severityRank(low)) found.push(finding(['stages', keyOf(worse), 'severity'], (words) => words.lessSevere(high, low, keyOf(better))));
  }
  return found;
}

function keyOf(stage: Stage): StageKey {
  return String(stage) as StageKey;
}

function checkModes({ severities }: PolicyRules): ConfigFinding[] {
  return SEVERITIES.flatMap((severity) => {
    const rule = severities[severity];
    if (rule.mode === 'page') return [];
    const at = ['severities', severity];
    if (severityRank(severity) >= severityRank('high')) return [finding([...at, 'mode'], (words) => words.pagesNobody(severity))];
    const { to } = rule.promote;
    if (severityRank(to) > severityRank(severity) && severities[to].mode === 'page') return [];
    return [finding([...at, 'promote', 'to'], (words) => words.promotesNowhere(to))];
  });
}

function checkEpisode({ episode }: PolicyRules): ConfigFinding[] {
  if (episode === undefined || episode.confirmedFor <= MOST_CONFIRMED_MS) return [];
  return [finding(['episode', 'confirmedFor'], ({ confirmedTooLong }) => confirmedTooLong)];
}

function checkPeople(rules: PolicyRules, directory: Directory): ConfigFinding[] {
  const roles = directory.roles.map(({ id }) => id);
  return peopleNamed(rules).flatMap(({ person, path }) => {
    if (typeof person !== 'string') {
      if (responderById(directory, person.responder) !== null) return [];
      return [finding([...path, 'responder'], (words) => words.personUnlisted(person.responder))];
    }
    return roles.includes(person) ? [] : [finding(path, (words) => words.roleUnlisted(person, roles))];
  });
}

function checkStep(step: PolicyStep, at: ConfigPath): ConfigFinding[] {
  const found: ConfigFinding[] = [];
  step.remindAt.forEach((remindAt, index) => {
    if (remindAt >= step.window) found.push(finding([...at, 'remindAt', index], ({ remindsTooLate }) => remindsTooLate));
  });
  if (step.needs.count > step.to.length) found.push(finding([...at, 'needs'], (words) => words.needsTooMany(step.needs.count, step.to.length)));
  const missing = step.needs.roles.find((role) => !step.to.includes(role));
  if (missing !== undefined) found.push(finding([...at, 'needs', 'roles'], (words) => words.needsUnaddressed(missing)));
  return found;
}

function checkRoutes(rule: PageRule, severity: Severity, configured: readonly Route[]): ConfigFinding[] {
  const at = ['severities', severity];
  const places: { routes: readonly Route[]; path: ConfigPath }[] = [
    { routes: rule.routes, path: [...at, 'routes'] },
    { routes: rule.failSafe.routes, path: [...at, 'failSafe', 'routes'] },
    ...rule.steps.map((step, index) => ({ routes: step.routes ?? [], path: [...at, 'steps', index, 'routes'] })),
  ];
  return places.flatMap(({ routes, path }) => routes.flatMap((route, index) => {
    if (routes.indexOf(route) !== index) return [finding([...path, index], (words) => words.routeTwice(route))];
    if (configured.includes(route)) return [];
    return [finding([...path, index], (words) => words.routeNotConfigured(route, platformOf(route), route === 'twilio-sms'))];
  }));
}

function checkChannels(rule: PageRule, severity: Severity, directory: Directory, configured: readonly Route[]): ConfigFinding[] {
  const at = ['severities', severity];
  const posts = [
    ...(rule.post === undefined ? [] : Object.entries(rule.post).map(([origin, purpose]) => ({ purpose, path: [...at, 'post', origin] }))),
    ...rule.steps.flatMap((step, index) => step.post.map((purpose, place) => ({ purpose, path: [...at, 'steps', index, 'post', place] }))),
  ];
  return posts.flatMap(({ purpose, path }) => {
    if (!directory.channels.some((channel) => channel.purpose === purpose)) return [finding(path, (words) => words.channelUnlisted(purpose, directory.channels.map((channel) => channel.purpose)))];
    return configured.includes('slack') ? [] : [finding(path, ({ slackNotConfigured }) => slackNotConfigured)];
  });
}

function checkFailSafe({ failSafe }: PageRule, severity: Severity): ConfigFinding[] {
  const at = ['severities', severity, 'failSafe'];
  const found: ConfigFinding[] = [];
  if (!failSafe.routes.includes('twilio-sms')) found.push(finding([...at, 'routes'], ({ failSafeWithoutSms }) => failSafeWithoutSms));
  if (failSafe.hours !== undefined && severity === 'critical') found.push(finding([...at, 'hours'], ({ failSafeSleeps }) => failSafeSleeps));
  if (failSafe.hours !== undefined && failSafe.hours.from === failSafe.hours.to) found.push(finding([...at, 'hours'], ({ noHours }) => noHours));
  return found;
}

/** Data apps on one phone are one route: they fail together when the phone has no data connection. */
function checkLonePerson(rule: PageRule): ConfigFinding[] {
  return rule.steps.flatMap((step, index) => {
    if (step.to.length > 1 || (step.routes ?? rule.routes).includes('twilio-sms')) return [];
    return [finding(['severities', 'critical', 'steps', index, 'to'], ({ lonePerson }) => lonePerson)];
  });
}
