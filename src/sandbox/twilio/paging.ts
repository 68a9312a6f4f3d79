/** https://www.twilio.com/docs/usage/twilios-response#pagination */
const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 1000;

export interface Page<T> {
  items: T[];
  /** Index of the first item. */
  start: number;
  page: number;
  pageSize: number;
  /** Query of a page, as a string that starts with `?`; null where there is none. */
  firstQuery: string;
  ownQuery: string;
  previousQuery: string | null;
  nextQuery: string | null;
}

/** Cuts one page out of `all`. The token names the last item of the page before, so what arrives meanwhile shifts nothing. */
export function toPage<T extends { sid: string }>(all: readonly T[], query: Record<string, string>): Page<T> {
  const { Page: pageText = '0', PageSize: sizeText, PageToken: token, ...filters } = query;
  const asked = Number(sizeText ?? DEFAULT_PAGE_SIZE);
  const pageSize = Math.min(Math.max(Number.isInteger(asked) ? asked : DEFAULT_PAGE_SIZE, 1), MAX_PAGE_SIZE);
  const page = Math.max(Number(pageText) || 0, 0);
  const after = token === undefined ? -1 : all.findIndex((item) => token === `PA${item.sid}`);
  const start = token === undefined ? page * pageSize : after + 1;
  const items = all.slice(start, start + pageSize);
  const queryOf = (index: number, extra: Record<string, string> = {}): string =>
    `?${new URLSearchParams({ ...filters, PageSize: String(pageSize), Page: String(index), ...extra }).toString()}`;
  const last = items.at(-1);
  const hasNext = last !== undefined && start + pageSize < all.length;
  return {
    items,
    start,
    page,
    pageSize,
    firstQuery: queryOf(0),
    ownQuery: queryOf(page, token === undefined ? {} : { PageToken: token }),
    previousQuery: page > 0 ? queryOf(page - 1) : null,
    nextQuery: hasNext ? queryOf(page + 1, { PageToken: `PA${last.sid}` }) : null,
  };
}
