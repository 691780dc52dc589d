const inspect = Symbol.for('nodejs.util.inspect.custom');

abstract class Sensitive<T> {
  readonly #value: T;
  protected abstract readonly mask: string;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value itself. Every call is a place to look at in a review. */
  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return this.mask;
  }

  toJSON(): string {
    return this.mask;
  }

  [inspect](): string {
    return this.mask;
  }
}

/** A password, key or token: prints, logs and serialises as `[secret]`. */
export class Secret<T = string> extends Sensitive<T> {
  protected override readonly mask = '[secret]';
}

/** Something about a person: prints, logs and serialises as `[personal]`. */
export class Personal<T = string> extends Sensitive<T> {
  protected override readonly mask = '[personal]';
}
