import type { Palette } from './brand.config.js';

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
const MONO = "font-family:ui-monospace,'SF Mono','Cascadia Mono',Menlo,Consolas,monospace;";

/**
 * Styles for the tags themselves: mail clients drop style sheets, and some drop inheritance. Sizes: 28 for the title,
 * 30 for the code, 17 for what is read, 15 for what is looked up.
 */
export function letterStyle(c: Palette): LetterStyle {
  const read = `${FONT}font-size:17px;line-height:27px;color:${c.ink}`;
  const small = `${FONT}font-size:15px;line-height:22px`;
  const heading = `${FONT}font-size:17px;line-height:24px;font-weight:700;color:${c.ink}`;
  const ruled = `border-bottom:1px solid ${c.rule}`;
  return {
    paper: c.paper,
    glow: c.glow,
    body: `margin:0;padding:0;background:${c.paper}`,
    ground: `background:${c.paper}`,
    headRule: `padding:0 0 16px;border-bottom:2px solid ${c.rule}`,
    footRule: `padding:16px 0 0;border-top:1px solid ${c.rule}`,
    cell: `width:10px;height:10px;font-size:1px;line-height:1px;border:2px solid ${c.ink}`,
    name: `padding:0 16px 0 0;${FONT}font-size:18px;line-height:21px;font-weight:700;color:${c.ink}`,
    phone: `${FONT}font-size:17px;line-height:22px;font-weight:700;color:${c.ink};white-space:nowrap`,
    asOnBill: `font-size:15px;font-weight:400;color:${c.soft}`,
    day: `margin:22px 0;${small};color:${c.soft}`,
    title: `margin:0 0 16px;${FONT}font-size:28px;line-height:34px;font-weight:700;letter-spacing:-.4px;color:${c.ink}`,
    paragraph: `margin:0 0 16px;${read}`,
    last: `margin:0;${read}`,
    holdParagraph: `margin:16px 0 0;${read}`,
    heading: `margin:28px 0 6px;${heading}`,
    pane: `padding:18px 20px 4px;background:${c.glow};border-radius:10px`,
    paneHeading: `margin:0 0 4px;${heading}`,
    code: `margin:2px 0 10px;${MONO}font-size:30px;line-height:38px;font-weight:600;letter-spacing:2px;color:${c.ink}`,
    paneLast: `margin:0 0 14px;${read}`,
    number: `padding:9px 0;${ruled};${FONT}font-size:30px;line-height:27px;font-weight:300;color:${c.deep}`,
    step: `padding:9px 0;${ruled};${read}`,
    lastNumber: `padding:9px 0;${FONT}font-size:30px;line-height:27px;font-weight:300;color:${c.deep}`,
    lastStep: `padding:9px 0;${read}`,
    after: `margin:8px 0 0;${read}`,
    label: `padding:2px 20px 2px 0;white-space:nowrap;${small};font-weight:400;color:${c.soft}`,
    value: `padding:2px 0;${small};color:${c.ink}`,
    cellHead: `padding:2px 16px 2px 0;${small};font-weight:400;color:${c.soft}`,
    cellValue: `padding:2px 16px 2px 0;${small};color:${c.ink}`,
    regards: `margin:28px 0 0;${read}`,
    signature: `margin:0 0 24px;${read}`,
    small: `margin:0 0 10px;${small};color:${c.soft}`,
    smallLast: `margin:0;${small};color:${c.soft}`,
  };
}

const NAMES = [
  'paper', 'glow', 'body', 'ground', 'headRule', 'footRule', 'cell', 'name', 'phone', 'asOnBill', 'day', 'title', 'paragraph', 'last',
  'holdParagraph',
  'heading', 'pane', 'paneHeading', 'code', 'paneLast', 'number', 'step', 'lastNumber', 'lastStep', 'after', 'label', 'value',
  'cellHead', 'cellValue', 'regards', 'signature', 'small', 'smallLast',
] as const; // prettier-ignore
export type LetterStyle = Readonly<Record<(typeof NAMES)[number], string>>;
export const STYLE_NAMES: readonly string[] = NAMES;
