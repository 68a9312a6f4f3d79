/** An alert refused a request. The answer has been told already; only the exit code is left to say. */
export class RefusedAnswer extends Error {
  override readonly name = 'RefusedAnswer';
}
