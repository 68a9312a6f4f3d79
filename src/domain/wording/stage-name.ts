import type { Language } from '../people.ts';
import type { Stage } from '../stage.ts';
import { SENTENCES } from './sentences.ts';

/** A stage as people call it, such as `LPP categoría IV` or `LPP no clasificable`. */
export function stageName(stage: Stage, language: Language): string {
  return SENTENCES[language].stage[stage];
}
