/**
 * Stage of a pressure injury as NPIAP names it; 0 is "no injury seen".
 * Source: EPUAP/NPIAP/PPPIA guideline 2019, table 1, as carried by MINSAL's Orientación Técnica 2023.
 */
export const STAGES = [0, 1, 2, 3, 4, 'unstageable', 'deep_tissue', 'mucosal'] as const;

export type Stage = (typeof STAGES)[number];
