import type { Language } from '../domain/people.ts';
import type { Said } from '../domain/said.ts';

/** A line for whoever runs the service; a plain text where there is nothing to translate. */
export type Line = Said | string;

export function lineIn(line: Line, language: Language): string {
  return typeof line === 'string' ? line : line[language];
}
