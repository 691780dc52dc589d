export interface Fact {
  /** `garden.state` */
  readonly name: string;
  readonly value: string;
  /** An instant, ISO 8601. */
  readonly instant: boolean;
}

const MOST = 200;
const DEEPEST = 5;

/** Facts as a flat list of names and values, in their order; nothing is left out that fits. */
export function flattenFacts(facts: unknown): readonly Fact[] {
  const flat: Fact[] = [];
  walk('', facts, 0, flat);
  return flat;
}

function walk(name: string, value: unknown, depth: number, flat: Fact[]): void {
  if (flat.length >= MOST) return;
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object' || one === null)) {
    flat.push({ name, value: value.map(plain).join(', ') || '–', instant: false });
    return;
  }
  if (typeof value === 'object' && value !== null && depth < DEEPEST) {
    const entries = Object.entries(value as Record<string, unknown>);
    if (entries.length === 0) flat.push({ name, value: '–', instant: false });
    for (const [key, inner] of entries) walk(name === '' ? key : `${name}.${key}`, inner, depth + 1, flat);
    return;
  }
  flat.push({ name, value: plain(value), instant: typeof value === 'string' && ISO.test(value) });
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
