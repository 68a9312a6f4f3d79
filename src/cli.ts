import { runCommandLine } from './cli/run-command-line.ts';

const { env, stdin, stdout, stderr } = process;
const args = process.argv.slice(2);
process.exitCode = await runCommandLine({ args, env, cwd: process.cwd(), stdin, stdout, stderr, onInterrupt: (stop) => void process.once('SIGINT', stop) });
// What was loaded may hold the process open; everything asked for has been done and written.
process.stdout.write('', () => process.exit());
