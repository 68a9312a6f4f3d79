import { inspect } from 'node:util';

const REDACTED = '[redacted]';

/**
 * A value that prints as `[redacted]` wherever it is printed by accident: template strings, JSON, console, util.inspect.
 * Only `reveal()` gives it away, so that each place that uses it can be found by name.
 */
export class Secret<T = string> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
    Object.freeze(this);
  }

  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
