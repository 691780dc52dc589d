import type { Page } from 'playwright-core';

/** All that can be pressed, followed, opened or filled in, in the order of the document. */
const STOPS = 'a[href], button, summary, input:not([type=hidden]), select, textarea, [tabindex]';
/** No page has more. */
const MOST_STOPS = 40;

/** Where the focus is, and what of it can be seen. */
export interface Stop {
  /** Among all stops of the page, from 0; -1 for the page as a whole: the focus goes on to the browser's own window. */
  readonly place: number;
  /** Width of the line around it, in CSS pixels; 0 without one. */
  readonly outline: number;
  /** WCAG 2 contrast of that line and what is behind it. */
  readonly contrast: number;
  /** Where it is, or most of it, nothing else is in front of it and the window shows it. */
  readonly seen: boolean;
}

/** Presses Tab from the top until the focus leaves the page. @returns the stops in the order they were reached, and how many there are */
export async function walk(page: Page): Promise<{ readonly stops: Stop[]; readonly count: number }> {
  const count = await page.evaluate<number>(`document.querySelectorAll('${STOPS}').length`);
  const stops: Stop[] = [];
  while (stops.length < MOST_STOPS) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate<Stop>(FOCUSED);
    if (stop.place < 0) break;
    stops.push(stop);
  }
  return { stops, count };
}

/** Presses Tab until the focus is on what `selector` names. @throws Error when it never is */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let n = 0; n < MOST_STOPS; n++) {
    await page.keyboard.press('Tab');
    if (await isAt(page, selector)) return;
  }
  throw new Error(`no key leads to ${selector}`);
}

/** Is the focus there? */
export function isAt(page: Page, selector: string): Promise<boolean> {
  return page.evaluate<boolean>(`document.activeElement.matches(${JSON.stringify(selector)})`);
}

const FOCUSED = `(() => {
  const e = document.activeElement;
  const style = getComputedStyle(e);
  const box = e.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const rgb = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = rgb(colour).slice(0, 3).map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  // The line stands off its element, so what is behind it is what is behind the element.
  let behind = e.parentElement ?? e;
  while (behind.parentElement && rgb(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
  const two = [light(style.outlineColor), light(getComputedStyle(behind).backgroundColor)].sort();
  const front = document.elementFromPoint(x, y);
  return {
    place: e === document.body ? -1 : [...document.querySelectorAll('${STOPS}')].indexOf(e),
    outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    contrast: (two[1] + 0.05) / (two[0] + 0.05),
    seen: front !== null && (e.contains(front) || front.contains(e)) && box.width > 1 && y > 0 && y < innerHeight,
  };
})()`;
