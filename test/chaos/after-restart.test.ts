import { countedFrom } from '../../chaos/after-restart.ts';

const KILLED_AT = 1_000;

test.each([
  ['the server and the service', { serverBackAt: 2_000, processesUpAt: 4_500 }, 2_000],
  ['the server', { serverBackAt: 2_000, processesUpAt: null }, 2_000],
  ['the service', { serverBackAt: null, processesUpAt: 4_500 }, 4_500],
  ['neither', { serverBackAt: null, processesUpAt: null }, KILLED_AT],
])('after a crash of %s the time of the first page runs from the return of the server, or where that was never away of the service', (_what, back, from) => {
  expect(countedFrom(KILLED_AT, back)).toBe(from);
});
