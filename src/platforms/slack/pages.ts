import { PlatformError } from '../platform-error.ts';

/**
 * Walks a paged list until something is found or the list ends.
 * @param deadline No page is asked for after it, by `performance.now()`, milliseconds.
 * @throws PlatformError `too_many_pages` when the deadline comes first: not having found it proves nothing then, and
 *   asking again would end the same way.
 */
export async function pagesUntil<Found>(
  deadline: number,
  page: (cursor: string) => Promise<{ found: Found | null; next: string }>,
): Promise<Found | null> {
  let cursor = '';
  do {
    const { found, next } = await page(cursor);
    if (found !== null) return found;
    cursor = next;
    if (cursor !== '' && performance.now() >= deadline) {
      throw new PlatformError('slack', { kind: 'fail_over', code: 'too_many_pages' });
    }
  } while (cursor !== '');
  return null;
}
