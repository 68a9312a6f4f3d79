import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PATIENCE_MS, TROUBLE_PATIENCE_MS } from '../../src/activities/patience.ts';
import { UNDO_WINDOW_MS } from '../../src/domain/escalation/attending.ts';
import { ASK_AGAIN_MS } from '../../src/domain/escalation/unreached.ts';
import { LANGUAGES } from '../../src/domain/people.ts';
import { SEVERITIES } from '../../src/domain/severity.ts';
import { STAGES } from '../../src/domain/stage.ts';
import { pages, ROOT } from './pages.ts';
import { commentsOf, readPolicySource } from './policy-source.ts';
import { renderPolicy } from './policy-tables.ts';

const text = pages().find(({ path }) => path === 'docs/clinical-policy.md')?.text ?? '';

/** What stands between `<!-- NAME -->` and `<!-- end -->`. */
function placed(name: string): string | undefined {
  return new RegExp(`<!-- ${name} -->\\n+(.*?)\\n+<!-- end -->`, 's').exec(text)?.[1];
}

const places = LANGUAGES.flatMap((language) => Object.entries(renderPolicy(language)).map(([name, content]) => [`${language}.${name}`, content] as const));

describe('docs/clinical-policy.md', () => {
  it.each(places)('says in %s what config/policy.yaml says, with its marks', (name, content) => {
    expect(placed(name)).toBe(content);
  });

  it('tells of every stage and severity', () => {
    const { file } = readPolicySource();
    expect(Object.keys(file.stages).sort()).toEqual(STAGES.map(String).sort());
    expect(Object.keys(file.severities).sort()).toEqual([...SEVERITIES].sort());
    expect(placed('es.stages')?.split('\n')).toHaveLength(2 + STAGES.length);
  });

  it('marks as many values as the file marks lines', () => {
    const yaml = readFileSync(join(ROOT, 'config/policy.yaml'), 'utf8');
    const marked = yaml.slice(yaml.indexOf('\nversion:')).split('\n').filter((line) => line.includes('†')).length;
    const { comments } = readPolicySource();
    const seen = [...comments].filter(([place, comment]) => place !== 'version' && comment.includes('†'));
    expect(seen).toHaveLength(marked);
    expect(marked).toBeGreaterThan(15);
  });

  it.each(LANGUAGES)('names each of the sources in %s', (language) => {
    const part = text.slice(text.indexOf(`<!-- ${language}.stages -->`));
    for (const source of readPolicySource().sources) {
      const [number] = /^\[\d\]/.exec(source) ?? [''];
      const years = source.match(/\b20\d\d\b/g) ?? [];
      const line = part.split('\n').find((each) => each.startsWith(`- ${number}`));
      expect([number, years.every((year) => line?.includes(year)), line !== undefined]).toEqual([number, true, true]);
    }
  });

  it('tells the times that the code sets as they are', () => {
    const turn = [`${PATIENCE_MS.critical / 1000} s†`, `${PATIENCE_MS.high / 60_000} min†`, `${PATIENCE_MS.medium / 60_000} min†`];
    const trouble = (['critical', 'high', 'medium'] as const).map((severity) => `${TROUBLE_PATIENCE_MS[severity] / 1000} s†`);
    for (const [opening, waits] of [
      ['- Un mensaje que debe esperar', turn], ['- A message that would wait', turn], ['- Si la vía misma falla', trouble], ['- When the route itself fails', trouble],
    ] as const) {
      const line = text.split('\n').find((each) => each.startsWith(opening)) ?? '';
      expect(line.match(/\d+ (?:s|min)†/g)).toEqual(waits);
    }
    for (const opening of ['cada\n  ', 'every\n  ']) expect(text).toContain(`${opening}${ASK_AGAIN_MS / 60_000} min† `);
    expect(text.match(/deshacer durante \d+ min|undone for \d+ min/g)).toEqual([`deshacer durante ${UNDO_WINDOW_MS / 60_000} min`, `undone for ${UNDO_WINDOW_MS / 60_000} min`]);
  });

  it('finds the comments of a policy where they stand', () => {
    const comments = commentsOf('a:\n  # above †\n  b: 1   # own\n  steps:\n    - to: [x]\n      remindAt: [1 min]  # first\n    - to: [y]\n      remindAt: [2 min]  # second\n  c: 2\n');
    expect([...comments].filter(([, comment]) => comment !== '')).toEqual([
      ['a.b', '# above † own'], ['a.steps.0.remindAt', 'first'], ['a.steps.1.remindAt', 'second'],
    ]);
  });
});
