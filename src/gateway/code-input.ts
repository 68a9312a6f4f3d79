import { z } from 'zod';
import { parseAlertCode } from '../domain/alert-code.ts';
import { notFound } from './classify-error.ts';
import { ToolError } from './tool-error.ts';

export const codeSchema = z.string().min(1).max(40).describe("The alert's code, such as K7F2-Q9MD; case, spaces and the dash don't matter.");

/** @throws ToolError when what was typed can be no alert's code */
export function findCode(typed: string): string {
  const code = parseAlertCode(typed);
  if (code === null) throw new ToolError(notFound());
  return code;
}
