import { openCrashPoints } from '../../src/launch/crash-points.ts';

/** Passes the points it is told, in order, and says so after each. */
const [file = '', temporalPid = '', ...points] = process.argv.slice(2);
const passing = openCrashPoints({ file, temporalPid: () => (temporalPid === '' ? undefined : Number(temporalPid)) });
for (const point of points) {
  passing?.(point as Parameters<typeof passing>[0]);
  process.stdout.write(`${point}\n`);
}
