/** Where a problem of a policy file is: `/body/line 12, garden.caps` → line 12, `garden.caps`. */
export function readPlace(pointer: string): { readonly line: number | null; readonly place: string } {
  const said = pointer.replace(/^\/?body(?:\/content)?\/?/, '');
  const found = /^line (\d{1,6})(?:, )?(.*)$/s.exec(said);
  return found === null ? { line: null, place: said } : { line: Number(found[1]), place: found[2] ?? '' };
}

/** Where a line of a text begins and ends; beyond the last, the last one. */
export function rangeOfLine(text: string, line: number): readonly [start: number, end: number] {
  const lines = text.split('\n');
  const index = Math.min(Math.max(line, 1), lines.length) - 1;
  const start = lines.slice(0, index).reduce((sum, { length }) => sum + length + 1, 0);
  return [start, start + (lines[index]?.length ?? 0)];
}
