import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { REVISIONS, type Revision } from './suite.ts';

/** What docs/mcp-conformance.md says of a scenario. */
export interface Documented {
  scenario: string;
  revisions: readonly Revision[];
  /** `gateway`: the service as it runs; `fixtures`: its doors with the suite's own tools; `none`: it asks for what isn't served. */
  against: 'gateway' | 'fixtures' | 'none';
  /** Checks of it that ask for what isn't served. */
  leftOut: readonly string[];
  why: string;
}

const PAGE = resolve(import.meta.dirname, '../../../docs/mcp-conformance.md');

export function readDocumented(): Documented[] {
  const rows = readFileSync(PAGE, 'utf8').matchAll(/^\| `([\w-]+)` \| ([^|]*) \| (gateway|fixtures|none) \| ([^|]*) \|$/gm);
  return [...rows].map(([, scenario = '', revisions = '', against, why = '']) => ({
    scenario, against: against as Documented['against'], why: why.trim(),
    revisions: revisions.trim() === 'both' ? REVISIONS : REVISIONS.filter((revision) => revisions.includes(revision)),
    leftOut: [...why.matchAll(/`([\w-]+)`/g)].map(([, id]) => id ?? ''),
  }));
}
