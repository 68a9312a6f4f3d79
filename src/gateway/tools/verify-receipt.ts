import { z } from 'zod';
import { codeSchema, findCode } from '../code-input.ts';
import { defineTool } from '../tool.ts';
import { notConfigured } from '../tool-error.ts';

export const verifyReceipt = defineTool({
  name: 'verify_receipt',
  title: 'Verify a receipt',
  description: "Says whether what is on record of an alert is unchanged: its signed receipt, and the chain of the audit log that it stands in. Give the receipt that you hold to check that one; else the alert's own is checked. Where receipts aren't signed yet it answers not_configured.",
  input: z.strictObject({
    code: codeSchema,
    receipt: z.string().regex(/^[\w-]+\.[\w-]*\.[\w-]+$/).max(16_384).optional().describe('The receipt as it was handed out: a compact JWS, three parts of Base64url with dots between.'),
  }),
  output: z.object({
    valid: z.boolean().describe('signature and chain are as they were written'),
    signature: z.enum(['valid', 'invalid', 'unknown_key']),
    chain: z.enum(['unbroken', 'broken']),
    keyId: z.string().nullable(),
    signedAt: z.string().nullable(),
    events: z.number().describe('entries of the audit log about this alert'),
    reasons: z.array(z.string()).describe('what is wrong, by name; empty when nothing is'),
  }),
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  scopes: ['alerts:read', 'alerts:send', 'alerts:ack', 'admin'],
  run: async ({ args }) => {
    findCode(args.code);
    throw notConfigured('Receipts are not signed by this service yet, so there is none to verify.', "get_alert tells the alert's story as the ledger has it.");
  },
});
