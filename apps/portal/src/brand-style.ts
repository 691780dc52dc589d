import type { Brand } from '@lazaret/notices';

/** A window with panes, as a brand's mark describes it: rows from above, a colour or an empty pane each. */
export interface Mark {
  readonly cells: readonly { readonly d: string; readonly colour: string }[];
  readonly bars: string;
}

type Palette = Brand['light'];

const LAMP = '#f0ae3c';

/** The brand's colours as properties, to stand before the one style sheet. Contrast was checked with the brands. */
export function brandStyle(brand: Brand): string {
  const lamp = brand.mark.flat().find((colour) => colour !== null) ?? LAMP;
  return (
    `:root{${properties(brand.light, '#a34d00', lamp)}}` +
    `@media(prefers-color-scheme:dark){:root{${properties(brand.dark, '#ffcf7a', lamp)}}}`
  );
}

/** The mark as paths in a box of 30 by 36 under an arch. */
export function drawMark(rows: Brand['mark']): Mark {
  const [left, right, top, bottom] = [2, 28, 2, 34];
  const height = (bottom - top) / Math.max(1, rows.length);
  const bars: string[] = [];
  const cells: { d: string; colour: string }[] = [];
  for (const [r, row] of rows.entries()) {
    const width = (right - left) / row.length;
    const y = top + r * height;
    if (r > 0) bars.push(`M${left} ${round(y + 1)}H${right}`);
    for (const [c, colour] of row.entries()) {
      const x = left + c * width;
      if (c > 0) bars.push(`M${round(x)} ${round(y)}V${round(y + height)}`);
      if (colour !== null) cells.push({ d: `M${round(x + 1.5)} ${round(y)}h${round(width - 1.5)}v${round(height - 0.5)}h${round(1.5 - width)}z`, colour }); // prettier-ignore
    }
  }
  return { cells, bars: bars.join('') };
}

function properties(c: Palette, focus: string, lamp: string): string {
  const all = {
    ...c,
    edge: mix(c.soft, c.paper, 0.25),
    press: mix(c.deep, c.ink, 0.4),
    lamp,
    focus,
  };
  return Object.entries(all)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');
}

/** @param share of `other`, from 0 to 1 */
function mix(one: string, other: string, share: number): string {
  const part = (colour: string, at: number): number => parseInt(colour.slice(at, at + 2), 16);
  const channels = [1, 3, 5].map((at) => Math.round(part(one, at) * (1 - share) + part(other, at) * share));
  return `#${channels.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
