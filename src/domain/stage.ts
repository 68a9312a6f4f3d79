/**
 * Stage of a pressure injury as NPIAP names it; 0 is "no injury seen".
 * Source: EPUAP/NPIAP/PPPIA guideline 2019, table 1, as carried by MINSAL's Orientación Técnica 2023.
 */
export const STAGES = [0, 1, 2, 3, 4, 'unstageable', 'deep_tissue', 'mucosal'] as const;

export type Stage = (typeof STAGES)[number];

/**
 * Pairs of stages of which the second is worse: stages are ordered, an unstageable injury would reveal stage 3 or 4, and a deep
 * tissue injury is deeper than stage 2. Source as above.
 */
export const WORSE_STAGES: readonly (readonly [Stage, Stage])[] = [
  [0, 1], [1, 2], [2, 3], [3, 4], [3, 'unstageable'], [2, 'deep_tissue'],
];

/** What a deep tissue injury becomes when it opens: the damage of before, seen. How bad each of the two is stays for policy to say. */
const OPENED: readonly (readonly [Stage, Stage])[] = [['deep_tissue', 3]];

/**
 * Whether a wound that was at the one stage is worse at the other. Stages that can't be compared, such as 4 and unstageable, or mucosal
 * and any other, are not worse than each other.
 */
export function isWorseStage(stage: Stage, than: Stage): boolean {
  return [...WORSE_STAGES, ...OPENED].some(([better, worse]) => better === than && (worse === stage || isWorseStage(stage, worse)));
}
