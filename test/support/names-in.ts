/**
 * What a sentence names that is the same in every language: files, variables, fields, ids, options, codes, numbers and the
 * names of platforms. In order of the alphabet, each as often as it stands there.
 */
export function namesIn(sentence: string): string[] {
  return (sentence.match(NAMES) ?? []).sort();
}

const NAMES = new RegExp([
  /`[^`]+`/, // what is to be written as it stands
  /https?:\/\/[\w./{}…-]*\w/,
  /--[a-z][a-z-]*/, // options
  /\{[^}]*\}/,
  /[\w./-]+\.(?:yaml|json|md|db)/, // files
  /[A-Z][A-Z0-9]*_[A-Z0-9_]+/, // variables
  /[a-z][a-z0-9]*(?:_[a-z0-9]+)+/, // ids
  /[a-z]+[A-Z]\w*/, // fields
  /(?:twilio|whatsapp)-[a-z]+/, // routes
  /\+?\d+(?:[.:-]\d+)*/,
  /\b(?:Slack|Twilio|WhatsApp|SMS|Temporal|YAML|JSON|UTF|IANA|MB|KB|ISO)\b/,
].map(({ source }) => source).join('|'), 'g');
