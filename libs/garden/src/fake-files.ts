import { ActiveList, type ActiveEntry } from './active-list.file.js';
import { SwitchBoard } from './switches.file.js';
import { NOTHING_STOPPED, type Switches } from './switches.js';

/** Switches without a file. */
export class FakeSwitches extends SwitchBoard {
  switches: Switches = NOTHING_STOPPED;

  override async read(): Promise<Switches> {
    return Promise.resolve(this.switches);
  }

  override async change(
    how: (now: Switches) => Switches,
  ): Promise<{ readonly before: Switches; readonly after: Switches }> {
    const before = this.switches;
    this.switches = how(before);
    return Promise.resolve({ before, after: this.switches });
  }
}

/** The list of held sessions, kept in memory; every one that was written. */
export class FakeList extends ActiveList {
  readonly written: (readonly ActiveEntry[])[] = [];
  /** A full disk: nothing can be written. */
  isFull = false;

  override async write(entries: readonly ActiveEntry[]): Promise<void> {
    if (this.isFull) throw new Error('ENOSPC: no space left on device');
    this.written.push(entries);
    return Promise.resolve();
  }
}
