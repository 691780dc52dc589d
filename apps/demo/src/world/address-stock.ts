import { Chance } from '../chance.js';
import { POOL, PORT_BLOCK, SHARED_ADDRESSES } from '../provider.js';

export interface PortBlock {
  readonly address: string;
  readonly from: number;
}

/** What is free now. What comes back goes to the end, so that an address rests before somebody else has it. */
export class AddressStock {
  private constructor(
    private readonly addresses: string[],
    private readonly blocks: PortBlock[],
  ) {}

  static full(seed: number): AddressStock {
    const chance = Chance.of(seed, 11);
    const blocks = SHARED_ADDRESSES.flatMap((address) =>
      Array.from({ length: PORT_BLOCK.perAddress }, (_, block) => ({
        address,
        from: PORT_BLOCK.first + block * PORT_BLOCK.size,
      })),
    );
    return new AddressStock(chance.shuffle(POOL), chance.shuffle(blocks));
  }

  static restore(kept: ReturnType<AddressStock['keep']>): AddressStock {
    return new AddressStock([...kept.addresses], [...kept.blocks]);
  }

  keep(): { readonly addresses: readonly string[]; readonly blocks: readonly PortBlock[] } {
    return { addresses: this.addresses, blocks: this.blocks };
  }

  takeAddress(): string | null {
    return this.addresses.shift() ?? null;
  }

  /** @param next the very next line that connects gets it */
  giveAddress(address: string, next = false): void {
    if (next) this.addresses.unshift(address);
    else this.addresses.push(address);
  }

  takeBlock(): PortBlock | null {
    return this.blocks.shift() ?? null;
  }

  giveBlock(block: PortBlock): void {
    this.blocks.push(block);
  }
}
