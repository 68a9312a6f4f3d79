const THIS_MACHINE = ['127.0.0.1', '[::1]', 'localhost'];

/** https without a name or password in it; or http to this machine itself, where nobody is in between. */
export function isTrustworthyUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && THIS_MACHINE.includes(url.hostname));
}
