import { CHECKS } from './checks.ts';
import { runSteps } from './run-steps.ts';

process.exitCode = (await runSteps(CHECKS)) ? 0 : 1;
