import { inBoth } from '../../domain/in-both.ts';
import type { Said } from '../../domain/said.ts';
import { TEMPORAL_WORDS, type TemporalWords } from './temporal-words.ts';

/** Why Temporal's server did not come from where it was looked for, in a few words. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  readonly said: Said;

  constructor(tell: (words: TemporalWords) => string) {
    const said = inBoth(TEMPORAL_WORDS, tell);
    super(said.en);
    this.said = said;
  }
}
