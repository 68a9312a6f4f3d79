/**
 * Place in the timeline of a line that the alert's workflow doesn't write: below zero, where that writes nothing, and the same for the
 * same id. FNV-1a. http://www.isthe.com/chongo/tech/comp/fnv/
 */
export function placeBeside(id: string): number {
  const hash = Array.from(id).reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 0x01000193), 0x811c9dc5);
  return -1 - (hash >>> 1);
}
