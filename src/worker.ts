import './launch/require-node.mjs';
import './launch/compile-cache.ts';
import { languageFrom } from './launch/process-language.ts';

const { runRoles } = await import('./roles/run-roles.ts');

/** The role `worker` alone: workflows, and activities that touch no platform. */
process.exit(await runRoles(['worker'], { env: process.env, cwd: process.cwd(), stream: process.stderr, language: languageFrom(process.env) }));
