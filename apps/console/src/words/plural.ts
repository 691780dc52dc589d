type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** Chooses by the language's own plural categories (CLDR); `#` stands for the figure. */
export function pluralIn(locale: string): (n: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(locale);
  const count = countIn(locale);
  return (n, forms) => (forms[rules.select(n)] ?? forms.other).replace('#', count(n));
}

/** Figures as people of that language write them: `1,248`. */
export function countIn(locale: string): (n: number) => string {
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return (n) => format.format(n);
}
