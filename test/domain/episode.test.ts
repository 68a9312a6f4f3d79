import { judgeEpisode, type Badness, type EpisodeDecision, type KnownEpisode } from '../../src/domain/episode.ts';
import { FINDINGS } from '../../src/domain/request.ts';
import { SEVERITIES, severityRank } from '../../src/domain/severity.ts';
import { isWorseStage, STAGES } from '../../src/domain/stage.ts';

const HOUR_MS = 3_600_000;
const NOW = Date.parse('2026-03-02T10:00:00Z');
const NOTHING: KnownEpisode = { open: null, judged: null };

const at = (stage: Badness['stage'], severity: Badness['severity']): Badness => ({ stage, severity });

function open(of: Badness): KnownEpisode {
  return { ...NOTHING, open: { code: 'OPEN-0000', ...of } };
}

function judged(of: Badness, { found = 'confirmed', hoursAgo = 1 }: { found?: (typeof FINDINGS)[number]; hoursAgo?: number } = {}): KnownEpisode {
  return { ...NOTHING, judged: { code: 'OVER-0000', ...of, found, resolvedAtMs: NOW - hoursAgo * HOUR_MS } };
}

function judge(detected: Badness, known: KnownEpisode, confirmedForMs: number | null = 72 * HOUR_MS): EpisodeDecision {
  return judgeEpisode(detected, known, confirmedForMs, NOW);
}

const HIGH = at(3, 'high');
const CRITICAL = at(4, 'critical');
const anew = (reason: string | null): object => ({ decision: 'new', reason });
const joined = (reason: string): object => ({ decision: 'join', code: 'OPEN-0000', reason });
const raised = (reason: string, from: string): object => ({ decision: 'raise', code: 'OPEN-0000', reason, from });
const recorded = { decision: 'record', code: 'OVER-0000', reason: 'confirmed_at_this_stage' };

test.each<[string, Badness, KnownEpisode, object]>([
  ['the first of its wound is an alert', HIGH, NOTHING, anew(null)],

  ['the same again joins the open alert', HIGH, open(HIGH), joined('same_stage')],
  ['a lesser stage joins', at(2, 'medium'), open(HIGH), joined('not_worse')],
  ['no injury seen joins', at(0, 'low'), open(HIGH), joined('not_worse')],
  ['a stage that can\'t be compared joins while it is no more severe', at('unstageable', 'critical'), open(CRITICAL), joined('not_worse')],
  ['the same stage with a lower severity joins an alert that came with a higher one', HIGH, open(at(3, 'critical')), joined('same_stage')],
  ['a worse stage raises', CRITICAL, open(HIGH), raised('worse_stage', 'high')],
  ['a worse stage of the same severity raises', at('unstageable', 'critical'), open(at(3, 'critical')), raised('worse_stage', 'critical')],
  ['a worse stage of less severity raises by its stage', HIGH, open(at(2, 'critical')), raised('worse_stage', 'critical')],
  ['a higher severity of the same stage raises', at(3, 'critical'), open(HIGH), raised('worse_severity', 'high')],
  ['a higher severity of a lesser stage raises', at(2, 'critical'), open(HIGH), raised('worse_severity', 'high')],
  ['an opened deep tissue injury raises', HIGH, open(at('deep_tissue', 'high')), raised('worse_stage', 'high')],
  ['an open alert counts before what was confirmed', HIGH, { ...judged(HIGH), ...open(HIGH), judged: judged(HIGH).judged }, joined('same_stage')],

  ['confirmed at this stage it is recorded', HIGH, judged(HIGH), recorded],
  ['less than was confirmed is recorded', at(1, 'low'), judged(HIGH), recorded],
  ['the same stage with a lower severity than was confirmed is recorded', HIGH, judged(at(3, 'critical')), recorded],
  ['to the last moment of the interval', HIGH, judged(HIGH, { hoursAgo: 71.999 }), recorded],
  ['after the interval it alerts', HIGH, judged(HIGH, { hoursAgo: 72 }), anew('confirmed_too_long_ago')],
  ['worse than was confirmed alerts', CRITICAL, judged(HIGH), anew('worse_than_confirmed')],
  ['more severe than was confirmed alerts', at(3, 'critical'), judged(HIGH), anew('worse_than_confirmed')],
  ['another stage that can\'t be compared alerts', at('unstageable', 'critical'), judged(CRITICAL), anew('other_stage_than_confirmed')],
  ['mucosal alerts, whatever was confirmed there', at('mucosal', 'high'), judged(HIGH), anew('other_stage_than_confirmed')],
  ['found to be another stage it alerts', HIGH, judged(HIGH, { found: 'other_stage' }), anew('found_other_stage')],
  ['found to be no injury it alerts', HIGH, judged(HIGH, { found: 'not_an_injury' }), anew('found_not_an_injury')],
  ['found to be the wrong patient it alerts', HIGH, judged(HIGH, { found: 'wrong_patient' }), anew('found_wrong_patient')],
])('%s', (_, detected, known, expected) => {
  expect(judge(detected, known)).toEqual(expected);
});

test('where policy has no interval, each detection after a confirmed alert is over alerts', () => {
  expect(judge(HIGH, judged(HIGH, { hoursAgo: 0 }), null)).toEqual(anew('confirmed_too_long_ago'));
});

test('of all stages and severities: nothing that is worse stays untold, and nothing lowers an alert', () => {
  const all = STAGES.flatMap((stage) => SEVERITIES.map((severity) => at(stage, severity)));
  for (const detected of all) {
    for (const before of all) {
      const isWorse = isWorseStage(detected.stage ?? 0, before.stage ?? 0) || severityRank(detected.severity) > severityRank(before.severity);
      expect([detected, before, judge(detected, open(before)).decision]).toEqual([detected, before, isWorse ? 'raise' : 'join']);
      for (const found of FINDINGS) {
        const { decision } = judge(detected, judged(before, { found }));
        if (isWorse || found !== 'confirmed') expect([detected, before, decision]).toEqual([detected, before, 'new']);
      }
    }
  }
});
