import { createHash } from 'node:crypto';

const codeFor = (file: string): string => `module.exports = requireLibrary(${JSON.stringify(file)});`;

/** What a test file gets in place of a library's own code: the library as Node loads it, once for a process. */
export default {
  process: (_source: string, file: string): { code: string } => ({ code: codeFor(file) }),
  getCacheKey: (_source: string, file: string): string => createHash('sha256').update(codeFor(file)).digest('hex').slice(0, 32),
};
