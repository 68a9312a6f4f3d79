import { request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface FormAnswer {
  statusCode: number;
  body: string;
}

/** Posts over a real socket, so that a header can be sent twice. Headers given as undefined are left out. */
export async function postForm(url: string, body: string, headers: Record<string, string | string[] | undefined>): Promise<FormAnswer> {
  const all = { 'content-type': 'application/x-www-form-urlencoded', ...headers };
  const present = Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', agent: false, headers: { ...present, 'content-length': String(Buffer.byteLength(body)) } }, (answer) => {
      text(answer).then((answered) => resolve({ statusCode: answer.statusCode ?? 0, body: answered }), reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
