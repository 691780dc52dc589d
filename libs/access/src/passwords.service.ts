import { hash, parseOptions, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';

/** OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane. Raised, stored hashes follow at the next sign-in. */
export const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
export type Cost = Readonly<Record<keyof typeof COST, number>>;

/** Crockford's base 32: nothing in it is mistaken for another when it is read out. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';

/** Hashes of passwords: argon2id, with its parameters in every hash. */
@Injectable()
export class Passwords {
  private decoy: Promise<string> | undefined;

  constructor(private readonly cost: Cost = COST) {}

  async hash(password: string): Promise<string> {
    return hash(spelling(password), this.cost);
  }

  /** Takes as long for nobody's hash (`null`) as for somebody's: time does not tell which names exist. */
  async matches(stored: string | null, password: string): Promise<boolean> {
    const right = await verify(stored ?? (await this.nobody()), spelling(password));
    return right && stored !== null;
  }

  /** Made with less than is asked for today. */
  isDated(stored: string): boolean {
    const { memoryCost, timeCost, parallelism } = parseOptions(stored);
    return (
      memoryCost < this.cost.memoryCost ||
      timeCost < this.cost.timeCost ||
      parallelism < this.cost.parallelism
    );
  }

  /** 100 random bits in four groups of five, to be read from a screen once. */
  invent(): string {
    const letters = [...randomBytes(20)].map((byte) => LETTERS[byte % 32] ?? '').join('');
    return (letters.match(/.{5}/g) ?? []).join('-');
  }

  /** Made beforehand, so that the first unknown name takes no longer than the next. */
  async nobody(): Promise<string> {
    this.decoy ??= this.hash(this.invent());
    return this.decoy;
  }

  async onModuleInit(): Promise<void> {
    await this.nobody();
  }
}

/** The same characters, however the keyboard composed them (NIST SP 800-63B-4 §3.1.1.2). */
function spelling(password: string): string {
  return password.normalize('NFKC');
}
