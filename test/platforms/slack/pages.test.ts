import { pagesUntil } from '../../../src/platforms/slack/pages.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** Pages numbered from 1, of which one holds what is looked for. */
function book(length: number, holds: number | null) {
  const asked: string[] = [];
  const page = async (cursor: string) => {
    asked.push(cursor);
    const number = Number(cursor || '1');
    return { found: number === holds ? `on ${number}` : null, next: number < length ? String(number + 1) : '' };
  };
  return { asked, page };
}

test('pages are read until it is found, and no further', async () => {
  const { asked, page } = book(5, 3);
  expect(await pagesUntil(NEVER, page)).toBe('on 3');
  expect(asked).toEqual(['', '2', '3']);
});

test('what is on no page is not there', async () => {
  const { asked, page } = book(3, null);
  expect(await pagesUntil(NEVER, page)).toBeNull();
  expect(asked).toHaveLength(3);
});

test('pages that go on past the deadline prove nothing', async () => {
  const { asked, page } = book(1_000, null);
  await expect(pagesUntil(performance.now(), page)).rejects.toMatchObject({ failure: { kind: 'fail_over', code: 'too_many_pages' } });
  expect(asked).toHaveLength(1);
});

test('a last page read at the deadline counts', async () => {
  const { page } = book(1, null);
  expect(await pagesUntil(performance.now(), page)).toBeNull();
});
