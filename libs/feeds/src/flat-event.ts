/** A value an event may hold. */
export type Value = string | number | boolean;

/** A flat event under IntelMQ's names. */
export type IntelmqEvent = Record<string, Value>;

/**
 * The names that events of one report may carry. A report has hundreds of thousands of rows with the same thirty
 * names: each row then holds its values only, which costs a tenth of an object with thirty keys.
 */
export class EventShape {
  readonly names: readonly string[];
  private readonly slots: ReadonlyMap<string, number>;
  private readonly keys: readonly string[];

  constructor(names: Iterable<string>) {
    this.names = [...new Set(names)];
    this.slots = new Map(this.names.map((name, slot) => [name, slot]));
    this.keys = this.names.map((name) => (STORED_APART.has(name) ? '' : `${JSON.stringify(name)}:`));
  }

  /** Where values of that name lie; -1 when no event of this shape has it. */
  slotOf(name: string): number {
    return this.slots.get(name) ?? -1;
  }

  /** JSON text of what has no column of its own in `batch`. */
  attributesOf(values: readonly (Value | undefined)[]): string {
    // Joined, not added up: text that was added up keeps all its parts in memory until somebody reads it.
    const members: string[] = [];
    for (let slot = 0; slot < this.keys.length; slot++) {
      const value = values[slot];
      const key = this.keys[slot] ?? '';
      if (value !== undefined && key !== '') members.push(key + JSON.stringify(value));
    }
    return `{${members.join(',')}}`;
  }
}

// `source.ip` and `source.port` are not among these: they may differ from the observation's own address and port, and
// the listening port is written nowhere else.
const STORED_APART: ReadonlySet<string> = new Set([
  'time.source',
  'classification.taxonomy',
  'classification.type',
  'classification.identifier',
  'malware.name',
]);

/** One event: the values of a row, in the slots of its report's shape. */
export class FlatEvent {
  constructor(
    private readonly shape: EventShape,
    private readonly values: readonly (Value | undefined)[],
  ) {}

  /** From a plain object, for formats whose rows are few or all unlike. */
  static of(event: Readonly<IntelmqEvent>): FlatEvent {
    return new FlatEvent(new EventShape(Object.keys(event)), Object.values(event));
  }

  get(name: string): Value | undefined {
    return this.values[this.shape.slotOf(name)];
  }

  text(name: string): string | null {
    const value = this.get(name);
    return value === undefined ? null : String(value);
  }

  toIntelmq(): IntelmqEvent {
    const event: IntelmqEvent = {};
    this.shape.names.forEach((name, slot) => {
      const value = this.values[slot];
      if (value !== undefined) event[name] = value;
    });
    return event;
  }

  /** JSON text of what has no column of its own in `batch`. */
  attributes(): string {
    return this.shape.attributesOf(this.values);
  }
}
