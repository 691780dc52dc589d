import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';

import { NotThere, type Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { readPolicy } from './check-policy.js';
import { readDefaultPolicy } from './default-policy.file.js';
import type { Policy } from './policy-file.js';
import type { PolicyVersionRow } from './policy-version.entity.js';
import { PolicyRepository } from './policy.repository.js';

export interface PolicyVersion {
  readonly id: number;
  readonly name: string;
  /** What a stored decision calls it: `default 1`. */
  readonly label: string;
  readonly sha256: string;
  readonly content: string;
  readonly policy: Policy;
  readonly active: boolean;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly activatedAt: Instant | null;
  readonly activatedBy: string | null;
}

/** A version in a list, without its text. */
export type ListedPolicy = Omit<PolicyVersion, 'content' | 'policy'>;

/** Who installs the default policy where nobody has chosen one. */
const HOUSE = 'lazaret';

/** The notices a policy may name. Nest token for a list. */
export abstract class KnownNotices {
  abstract readonly templates: readonly string[];
}

/** Which policy decides, and all that ever did. */
@Injectable()
export class PolicyService {
  // The decider asks for the active policy again and again; its text is long and does not change.
  private last: { readonly sha256: string; readonly policy: Policy } | undefined;

  constructor(
    private readonly versions: PolicyRepository,
    private readonly known: KnownNotices,
  ) {}

  /**
   * The policy that decides. On first use the default is installed and activated.
   * @throws Refused when a newer program no longer accepts the stored text
   */
  async active(tx: Tx, now: Instant): Promise<PolicyVersion> {
    const found = await this.versions.active(tx);
    if (found !== null) return this.read(found);
    const text = await readDefaultPolicy();
    await this.versions.lock(tx);
    const meanwhile = await this.versions.active(tx);
    if (meanwhile !== null) return this.read(meanwhile);
    const { id } = await this.put(tx, text, HOUSE, now);
    return this.activate(tx, id, HOUSE, now);
  }

  /**
   * Keeps a policy without activating it; a text that is here already stays the version it was.
   * @throws Refused with every problem of the file
   */
  async put(tx: Tx, text: string, by: string, at: Instant): Promise<PolicyVersion> {
    const policy = readPolicy(text, this.known);
    const sha256 = createHash('sha256').update(text).digest('hex');
    return this.read(await this.versions.put(tx, { sha256, name: policy.name, content: text }, by, at));
  }

  /**
   * From the next decision on, this version decides. That a second person agreed is for the caller to see to.
   * @throws NotThere; Refused when a newer program no longer accepts it
   */
  async activate(tx: Tx, id: number, by: string, at: Instant): Promise<PolicyVersion> {
    await this.versions.lock(tx);
    const found = await this.versions.byId(tx, id);
    if (found === null) throw new NotThere(`there is no policy version ${id}`);
    this.read(found);
    await this.versions.activate(tx, id, by, at);
    return this.get(tx, id);
  }

  /** Every version there is, the newest first, at most `limit`; also those that a newer program no longer accepts. */
  async list(tx: Tx, limit: number): Promise<readonly ListedPolicy[]> {
    return (await this.versions.list(tx, limit)).map((row) => ({ ...row, label: `${row.name} ${row.id}` }));
  }

  /** The version a decision was taken under. @throws NotThere; Refused when a newer program no longer accepts it */
  async get(tx: Tx, id: number): Promise<PolicyVersion> {
    const found = await this.versions.byId(tx, id);
    if (found === null) throw new NotThere(`there is no policy version ${id}`);
    return this.read(found);
  }

  private read(row: PolicyVersionRow): PolicyVersion {
    const { id, name, sha256, content, active, createdAt, createdBy, activatedAt, activatedBy } = row;
    if (this.last?.sha256 !== sha256) this.last = { sha256, policy: readPolicy(content, this.known) };
    const { policy } = this.last;
    return {
      id,
      name,
      label: `${name} ${id}`,
      sha256,
      content,
      policy,
      active,
      createdAt,
      createdBy,
      activatedAt,
      activatedBy,
    };
  }
}
