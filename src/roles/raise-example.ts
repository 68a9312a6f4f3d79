import type { ServiceContext } from './service-context.ts';

/** In the sandbox, on an empty ledger: one stage 4 finding, so that a newcomer sees a live alert. Answers its code. */
export async function raiseExample({ settings, ledger, client }: ServiceContext): Promise<string | null> {
  if (settings.mode !== 'sandbox' || (await ledger.alerts({ limit: 1 })).length > 0) return null;
  const { code } = await client.raise({ stage: 4, confidence: 0.93, unit: 'uci', bodySite: 'sacrum', idempotencyKey: 'example' });
  return code;
}
