import type { FieldCipher } from './field-cipher.ts';
import type { AcceptedAlert } from './ledger.ts';

/** What a detection is found again by, as blind indexes: plain hashes would let anyone who reads the file try out what they stand for. */
export interface DetectionIndexes {
  /** The caller's own key. */
  key: string | null;
  /** All that was handed in: the same key with other content is another detection. */
  content: string;
  /** The wound: one body site of one patient. Null where either isn't known, and for drills, which are about nobody. */
  episode: string | null;
}

export function indexesOf(cipher: FieldCipher, alert: AcceptedAlert): DetectionIndexes {
  const { idempotencyKey } = alert.detection;
  return {
    key: idempotencyKey === undefined ? null : keyIndex(cipher, idempotencyKey),
    content: cipher.index('detection', canonicalJson(alert)),
    episode: alert.drill ? null : episodeIndex(cipher, alert.detection),
  };
}

/** Null where either isn't known. */
export function episodeIndex(cipher: FieldCipher, { patientRef, bodySite }: Pick<AcceptedAlert['detection'], 'patientRef' | 'bodySite'>): string | null {
  return patientRef === undefined || bodySite === undefined ? null : cipher.index('episode', JSON.stringify([patientRef, bodySite]));
}

export function keyIndex(cipher: FieldCipher, key: string): string {
  return cipher.index('idempotency-key', key);
}

/** The same content in any order of its fields; a detection is flat. */
function canonicalJson({ detection, alertType, content }: AcceptedAlert): string {
  const fields = Object.entries({ ...detection, alertType, content }).filter(([, value]) => value !== undefined);
  return JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
}
