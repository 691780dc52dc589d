const DARK = { letter: false, seal: false, left: false, dawn: false, right: false };
/** The house on the line, or a letter: which windows are lit, and whether the letter bears our seal. */
export const PICTURES = {
  dark: DARK,
  ill: { ...DARK, left: true },
  dawn: { ...DARK, left: true, dawn: true },
  well: { ...DARK, left: true, right: true },
  letter: { ...DARK, letter: true },
  sealed: { ...DARK, letter: true, seal: true },
} as const;
