import { StartUpError } from '../launch/start-up-error.ts';
import { isUnwritable } from '../ledger/ledger.ts';
import { errorCodeOf } from '../observability/error-code.ts';

/** What the operating system says of a disk or a folder that can't be written; file systems of a kernel say that nothing is there. */
const CANNOT_WRITE = ['EROFS', 'ENOENT', 'EACCES', 'EPERM', 'ENOSPC', 'EDQUOT', 'EIO'];

/** Whether nothing can be recorded: the ledger, or the home itself, can't be written. */
export function isNotWritten(error: unknown): boolean {
  return error instanceof StartUpError && (isUnwritable(error.cause) || CANNOT_WRITE.includes(errorCodeOf(error.cause) ?? ''));
}
