/** A letter whose looks are taken out of its markup, to be put on again by hand. */
export interface PreparedLetter {
  readonly markup: string;
  readonly sheets: readonly string[];
}

/**
 * The content security policy lets no style stand in markup, and a letter has nothing but that. What its elements say of
 * their looks is kept aside; the frame puts it on through the object model, which the policy allows. Scripts cannot run
 * in the frame whatever the letter says.
 */
export function prepareLetter(html: string): PreparedLetter {
  const letter = new DOMParser().parseFromString(html, 'text/html');
  const sheets = [...letter.querySelectorAll('style')].map((style) => {
    const text = style.textContent ?? '';
    style.remove();
    return text;
  });
  for (const element of letter.querySelectorAll('script, link, base, meta[http-equiv]')) element.remove();
  for (const element of letter.querySelectorAll('[style]')) {
    element.setAttribute('data-style', element.getAttribute('style') ?? '');
    element.removeAttribute('style');
  }
  return { markup: `<!doctype html>${letter.documentElement.outerHTML}`, sheets };
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
