import type { Directory } from '../domain/directory.ts';
import { responderById } from '../domain/directory.ts';
import { peopleNamed } from '../domain/policy.ts';
import type { PageRule, PolicyRules, PolicyStep, StageKey } from '../domain/policy.ts';
import { platformOf } from '../domain/platform-name.ts';
import type { Route } from '../domain/platform-name.ts';
import { SEVERITIES, severityRank } from '../domain/severity.ts';
import type { Severity } from '../domain/severity.ts';
import type { ConfigFinding, ConfigPath } from './config-problem.ts';

/**
 * Pairs of stages of which the second may not be treated as less bad: stages are ordered, an unstageable injury would
 * reveal stage 3 or 4, and a deep tissue injury is deeper than stage 2 (EPUAP/NPIAP/PPPIA 2019, as carried by MINSAL 2023).
 */
const WORSE: readonly (readonly [StageKey, StageKey])[] = [
  ['0', '1'], ['1', '2'], ['2', '3'], ['3', '4'], ['3', 'unstageable'], ['2', 'deep_tissue'],
];

/** What the policy's own words, the directory and the configured routes say against each other. */
export function checkPolicy(rules: PolicyRules, directory: Directory, configured: readonly Route[]): ConfigFinding[] {
  const pages = SEVERITIES.flatMap((severity) => {
    const rule = rules.severities[severity];
    return rule.mode === 'page' ? [{ severity, rule }] : [];
  });
  return [
    ...checkStages(rules),
    ...checkModes(rules),
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

function finding(path: ConfigPath, problem: string, hint: string): ConfigFinding {
  return { file: 'policy.yaml', path, problem, hint };
}

function checkStages({ stages }: PolicyRules): ConfigFinding[] {
  const found: ConfigFinding[] = [];
  for (const [stage, rule] of Object.entries(stages)) {
    if (rule.record && stage !== '0') found.push(finding(['stages', stage, 'record'], 'keeps an injury without telling anybody', 'Only stage 0, no injury seen, may be recorded only: remove `record`.'));
    if (!rule.record && rule.unlessConfidenceBelow !== undefined) found.push(finding(['stages', stage, 'unlessConfidenceBelow'], 'has no effect here', 'It belongs to a stage with `record: true`: remove it, for confidence never lowers a stage.'));
  }
  for (const [better, worse] of WORSE) {
    const [low, high] = [stages[better].severity, stages[worse].severity];
    if (severityRank(high) < severityRank(low)) found.push(finding(['stages', worse, 'severity'], `is ${high}, less than the ${low} of ${better}`, `A worse stage is never less severe: write ${low} or more.`));
  }
  return found;
}

function checkModes({ severities }: PolicyRules): ConfigFinding[] {
  return SEVERITIES.flatMap((severity) => {
    const rule = severities[severity];
    if (rule.mode === 'page') return [];
    const at = ['severities', severity];
    if (severityRank(severity) >= severityRank('high')) return [finding([...at, 'mode'], `pages nobody at ${severity} severity`, 'High and critical alerts must page: write `mode: page` and its steps.')];
    const { to } = rule.promote;
    if (severityRank(to) > severityRank(severity) && severities[to].mode === 'page') return [];
    return [finding([...at, 'promote', 'to'], `promotes to ${to}, which does not page or is no higher`, 'Name a higher severity whose mode is `page`.')];
  });
}

function checkPeople(rules: PolicyRules, directory: Directory): ConfigFinding[] {
  const roles = directory.roles.map(({ id }) => id);
  return peopleNamed(rules).flatMap(({ person, path }) => {
    if (typeof person !== 'string') {
      if (responderById(directory, person.responder) !== null) return [];
      return [finding([...path, 'responder'], `names ${person.responder}, whom directory.yaml does not list`, 'Correct the id, or add the responder to directory.yaml.')];
    }
    return roles.includes(person) ? [] : [finding(path, `names the role ${person}, which directory.yaml does not list`, `Roles: ${roles.join(', ')}. One person is written { responder: ID }.`)];
  });
}

function checkStep(step: PolicyStep, at: ConfigPath): ConfigFinding[] {
  const found: ConfigFinding[] = [];
  step.remindAt.forEach((remindAt, index) => {
    if (remindAt >= step.window) found.push(finding([...at, 'remindAt', index], 'comes when the step is already over', 'A reminder is counted from the start of the step: make it less than `window`.'));
  });
  if (step.needs.count > step.to.length) found.push(finding([...at, 'needs'], `asks for ${step.needs.count} acknowledgments of a step that addresses ${step.to.length}`, 'Address more people, or need fewer.'));
  const missing = step.needs.roles.find((role) => !step.to.includes(role));
  if (missing !== undefined) found.push(finding([...at, 'needs', 'roles'], `needs the role ${missing}, which the step does not address`, 'Add the role to `to`, or remove it here.'));
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
    if (routes.indexOf(route) !== index) return [finding([...path, index], `names ${route} twice`, 'Name each route once, the preferred one first.')];
    if (configured.includes(route)) return [];
    return [finding([...path, index], `names ${route}, which is not configured`, `Set the credentials of ${platformOf(route)}${route === 'twilio-sms' ? ' and its SMS number' : ''}, or take the route out.`)];
  }));
}

function checkChannels(rule: PageRule, severity: Severity, directory: Directory, configured: readonly Route[]): ConfigFinding[] {
  const at = ['severities', severity];
  const posts = [
    ...(rule.post === undefined ? [] : Object.entries(rule.post).map(([origin, purpose]) => ({ purpose, path: [...at, 'post', origin] }))),
    ...rule.steps.flatMap((step, index) => step.post.map((purpose, place) => ({ purpose, path: [...at, 'steps', index, 'post', place] }))),
  ];
  return posts.flatMap(({ purpose, path }) => {
    if (!directory.channels.some((channel) => channel.purpose === purpose)) return [finding(path, `posts to ${purpose}, which directory.yaml does not list`, `Channels are named by purpose: ${directory.channels.map((channel) => channel.purpose).join(', ') || 'none is listed yet'}.`)];
    return configured.includes('slack') ? [] : [finding(path, 'posts to a Slack channel, and Slack is not configured', "Set Slack's credentials, or take the channel out.")];
  });
}

function checkFailSafe({ failSafe }: PageRule, severity: Severity): ConfigFinding[] {
  const at = ['severities', severity, 'failSafe'];
  const found: ConfigFinding[] = [];
  if (!failSafe.routes.includes('twilio-sms')) found.push(finding([...at, 'routes'], 'do not name twilio-sms', 'The fail-safe recipient must be reachable without a data connection: add twilio-sms.'));
  if (failSafe.hours !== undefined && severity === 'critical') found.push(finding([...at, 'hours'], 'leave critical alerts without a fail-safe recipient at other times', 'Remove the hours: at critical severity the fail-safe recipient is called at any time.'));
  if (failSafe.hours !== undefined && failSafe.hours.from === failSafe.hours.to) found.push(finding([...at, 'hours'], 'open and close at the same time', 'Write two different hours, or remove them for any time.'));
  return found;
}

/** Data apps on one phone are one route: they fail together when the phone has no data connection. */
function checkLonePerson(rule: PageRule): ConfigFinding[] {
  return rule.steps.flatMap((step, index) => {
    if (step.to.length > 1 || (step.routes ?? rule.routes).includes('twilio-sms')) return [];
    return [finding(['severities', 'critical', 'steps', index, 'to'], 'addresses one person by data apps only, which one dead data connection silences', 'At critical severity add twilio-sms to the routes of this step, or address a second person.')];
  });
}
