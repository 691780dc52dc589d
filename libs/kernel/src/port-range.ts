import { Refused } from './errors.js';

/** Transport ports from `from` to `to`, both inside. Port 0 is not a source port anybody holds. */
export class PortRange {
  private constructor(
    readonly from: number,
    readonly to: number,
  ) {}

  /** @throws Refused unless 1 ≤ from ≤ to ≤ 65535. */
  static of(from: number, to: number): PortRange {
    if (!Number.isInteger(from) || !Number.isInteger(to) || from < 1 || to > 65_535 || from > to)
      throw new Refused(`not a port range: ${from}-${to}`);
    return new PortRange(from, to);
  }

  contains(port: number): boolean {
    return this.from <= port && port <= this.to;
  }

  toString(): string {
    return `${this.from}-${this.to}`;
  }
}
