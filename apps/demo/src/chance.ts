/** Numbers that look like chance and are the same for every run with one seed (mulberry32). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A stream of its own for one purpose: what one line draws never depends on how much another did. */
  static of(...keys: readonly number[]): Chance {
    let state = 0x9e3779b9;
    for (const key of keys) {
      state = Math.imul(state ^ (key >>> 0), 0x85ebca6b);
      state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
      state ^= state >>> 16;
    }
    return new Chance(state);
  }

  /** A number in `[0, 1)`. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `from` to `to`, both inside. */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  pick<T>(of: readonly T[]): T {
    const chosen = of[this.between(0, of.length - 1)];
    if (chosen === undefined) throw new RangeError('nothing to pick from');
    return chosen;
  }

  /** One of several, the heavier the likelier. */
  weigh<T>(of: readonly (readonly [one: T, weight: number])[]): T {
    let left = this.next() * of.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [one, weight] of of) {
      left -= weight;
      if (left < 0) return one;
    }
    return this.pick(of)[0];
  }

  /** A new order of the same things. */
  shuffle<T>(of: readonly T[]): T[] {
    const order = [...of];
    for (let i = order.length - 1; i > 0; i--) {
      const j = this.between(0, i);
      [order[i], order[j]] = [order[j] as T, order[i] as T];
    }
    return order;
  }
}
