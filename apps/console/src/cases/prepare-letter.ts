/** A letter whose looks are taken out of its markup, to be put on again by hand. */
export interface PreparedLetter {
  readonly markup: string;
  readonly sheets: readonly string[];
}

/**
 * The content security policy lets no style stand in markup, and a letter has nothing but that; even a parser that shows
 * nothing reports it. What elements say of their looks is therefore kept aside before anything parses it; the frame puts
 * it on through the object model, which the policy allows. What would load or run something is left out; it could not,
 * whatever it says.
 */
export function prepareLetter(html: string): PreparedLetter {
  const sheets: string[] = [];
  const markup = html
    .replace(/<style\b[^>]*>([\s\S]*?)<\/style>/gi, (_, sheet: string) => {
      sheets.push(sheet);
      return '';
    })
    .replace(/<script\b[\s\S]*?<\/script>/gi, '')
    .replace(/<(?:link|base|meta\s[^>]*http-equiv)\b[^>]*>/gi, '')
    .replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\sstyle=("[^"]*"|'[^']*')/gi, ' data-style=$1'));
  return { markup, sheets };
}

/** Puts the looks on a letter that stands in its frame. @returns its height, px */
export function dressLetter(frame: HTMLIFrameElement, { sheets }: PreparedLetter): number {
  const { contentDocument: letter, contentWindow: realm } = frame;
  if (!letter || !realm) return 0;
  for (const element of letter.querySelectorAll<HTMLElement>('[data-style]'))
    element.style.cssText = element.dataset['style'] ?? '';
  const { CSSStyleSheet: Sheet } = realm as unknown as { CSSStyleSheet: typeof CSSStyleSheet };
  letter.adoptedStyleSheets = sheets.map((text) => {
    const sheet = new Sheet();
    sheet.replaceSync(text);
    return sheet;
  });
  return letter.documentElement.scrollHeight;
}
