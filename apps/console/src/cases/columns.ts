/** Every column a list of cases can have, in their natural order. */
export const COLUMN_NAMES = [
  'what',
  'state',
  'why',
  'seen',
  'days',
  'next',
  'waits',
  'class',
  'lineClass',
  'region',
  'garden',
  'tier',
  'opened',
  'sightings',
  'reinfections',
  'notes',
  'code',
] as const;
export type ColumnName = (typeof COLUMN_NAMES)[number];

export const USUAL_COLUMNS: readonly ColumnName[] = ['what', 'state', 'why', 'seen', 'days', 'next'];

interface Shape {
  /** px. */
  readonly least: number;
  /** Its part of what is left over; 0 keeps its least. */
  readonly share: number;
  /** The lowest goes first when there is too little room; 0 never goes. */
  readonly goes: number;
  readonly right?: boolean;
}

export const SHAPES: Readonly<Record<ColumnName, Shape>> = {
  what: { least: 176, share: 3, goes: 0 },
  state: { least: 156, share: 0, goes: 0 },
  why: { least: 144, share: 3, goes: 3 },
  seen: { least: 64, share: 0, goes: 5, right: true },
  days: { least: 88, share: 0, goes: 2 },
  next: { least: 148, share: 4, goes: 4 },
  waits: { least: 112, share: 0, goes: 1 },
  class: { least: 92, share: 0, goes: 1 },
  lineClass: { least: 104, share: 0, goes: 1 },
  region: { least: 88, share: 1, goes: 1 },
  garden: { least: 152, share: 1, goes: 1 },
  tier: { least: 96, share: 0, goes: 1 },
  opened: { least: 76, share: 0, goes: 1, right: true },
  sightings: { least: 84, share: 0, goes: 1, right: true },
  reinfections: { least: 64, share: 0, goes: 1, right: true },
  notes: { least: 64, share: 0, goes: 1, right: true },
  code: { least: 104, share: 0, goes: 1 },
};

/** The columns that have room, in their order. `what` always has. */
export function fitColumns(wanted: readonly ColumnName[], width: number): readonly ColumnName[] {
  let left = wanted.includes('what') ? wanted : ['what' as const, ...wanted];
  const least = (): number => left.reduce((sum, name) => sum + SHAPES[name].least, 0);
  while (least() > width) {
    const next = left
      .filter((name) => SHAPES[name].goes > 0)
      .reduceRight<ColumnName | null>(
        (first, name) => (first === null || SHAPES[name].goes < SHAPES[first].goes ? name : first),
        null,
      );
    if (next === null) break;
    left = left.filter((name) => name !== next);
  }
  return left;
}

/** For CSS: `minmax(176px, 3fr) 156px …`. */
export function gridOf(columns: readonly ColumnName[]): string {
  return columns
    .map((name) => {
      const { least, share } = SHAPES[name];
      return share === 0 ? `${least}px` : `minmax(${least}px, ${share}fr)`;
    })
    .join(' ');
}

/** Moves a column by one place. */
export function moveColumn(
  columns: readonly ColumnName[],
  name: ColumnName,
  by: -1 | 1,
): readonly ColumnName[] {
  const from = columns.indexOf(name);
  const to = from + by;
  if (from < 0 || to < 0 || to >= columns.length) return columns;
  const moved = [...columns];
  moved.splice(from, 1);
  moved.splice(to, 0, name);
  return moved;
}

/** Shows a column at its natural place, or hides it. */
export function toggleColumn(columns: readonly ColumnName[], name: ColumnName): readonly ColumnName[] {
  if (columns.includes(name)) return columns.filter((one) => one !== name);
  return [...columns, name];
}
