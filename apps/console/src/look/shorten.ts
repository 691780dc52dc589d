/** Cuts a long id in the middle, where nobody reads: `7f3a91c2…04be`. Its ends tell it from others. */
export function shorten(text: string, most = 24): string {
  if (text.length <= most) return text;
  const end = Math.floor((most - 1) / 3);
  return `${text.slice(0, most - 1 - end)}…${text.slice(-end)}`;
}
