import { CHECKS } from './checks.ts';
import { runSideBySide } from './run-steps.ts';

process.exitCode = (await runSideBySide(CHECKS)) ? 0 : 1;
