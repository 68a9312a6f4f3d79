import { parseDocument } from 'yaml';

/**
 * A key that an object in a JSON text has twice; null where none has. JSON.parse takes the last one in silence, which makes a stage 0 of
 * a stage 4. JSON is YAML as well, whose parser looks for it.
 */
export function findRepeatedKey(json: string): string | null {
  const { errors } = parseDocument(json, { schema: 'json', uniqueKeys: true, prettyErrors: false });
  const repeated = errors.find(({ code }) => code === 'DUPLICATE_KEY');
  if (repeated === undefined) return null;
  const [key = '""'] = /^"(?:[^"\\]|\\.)*"/.exec(json.slice(repeated.pos[0])) ?? [];
  return String(JSON.parse(key));
}
