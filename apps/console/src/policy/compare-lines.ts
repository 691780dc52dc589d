export interface ComparedLine {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
}

/** Lines in the middle, beyond what both texts begin and end with; more than this squared is not compared. */
const MOST = 1_500;

/** Line by line what became of a text, by the longest common subsequence; null when too much differs. */
export function compareLines(before: string, after: string): readonly ComparedLine[] | null {
  const old = before.split('\n');
  const now = after.split('\n');
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail))
    tail += 1;
  const gone = old.slice(head, old.length - tail);
  const come = now.slice(head, now.length - tail);
  if (gone.length > MOST || come.length > MOST) return null;
  const same = (text: string): ComparedLine => ({ kind: 'same', text });
  return [
    ...now.slice(0, head).map(same),
    ...compareMiddle(gone, come),
    ...now.slice(now.length - tail).map(same),
  ];
}

function compareMiddle(old: readonly string[], now: readonly string[]): readonly ComparedLine[] {
  const width = now.length + 1;
  // At i, j: how many lines the rests of both have in common, in order.
  const common = new Uint16Array((old.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1)
      common[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: ComparedLine[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    const [was, is] = [old[i], now[j]];
    if (was !== undefined && was === is) {
      lines.push({ kind: 'same', text: was });
      i += 1;
      j += 1;
    } else if (was !== undefined && (is === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: 'gone', text: was });
      i += 1;
    } else if (is !== undefined) {
      lines.push({ kind: 'new', text: is });
      j += 1;
    }
  }
  return lines;
}

/** A run of lines that are the same, beyond `around` lines next to a change, is folded to how many they are. */
export function foldSame(lines: readonly ComparedLine[], around = 2): readonly (ComparedLine | number)[] {
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - around), index + around + 1).some(({ kind }) => kind !== 'same'),
  );
  const folded: (ComparedLine | number)[] = [];
  lines.forEach((line, index) => {
    const last = folded.at(-1);
    if (near[index]) folded.push(line);
    else if (typeof last === 'number') folded[folded.length - 1] = last + 1;
    else folded.push(1);
  });
  return folded;
}
