/** What a caller of the sandbox's control API did wrong: an HTTP status, and a sentence that says what to do. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
