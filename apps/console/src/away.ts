/** After so long without a hand on the page, nobody is there because of what it asks. */
const AWAY_MS = 60_000;

let touchedAt = Date.now();

if (typeof window !== 'undefined')
  for (const kind of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'])
    window.addEventListener(kind, () => (touchedAt = Date.now()), { capture: true, passive: true });

/** What the page asks now, it asks by itself: it must not keep a session alive that nobody uses. */
export function isAway(): boolean {
  return Date.now() - touchedAt > AWAY_MS;
}
