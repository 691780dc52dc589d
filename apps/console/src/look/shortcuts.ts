/** Of a key press, what matters here. */
export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly target: Target | null;
}

export interface Target {
  readonly tagName: string;
  readonly isContentEditable?: boolean;
  readonly type?: string;
  readonly role?: string | null;
}

const FIELDS = new Set(['INPUT', 'TEXTAREA', 'SELECT']);
const TICKS = new Set(['checkbox', 'radio', 'button', 'submit', 'reset']);
const PRESSABLE = new Set(['A', 'BUTTON', 'SUMMARY', 'SELECT', 'INPUT']);
const CHOSEN = new Set([
  'option',
  'menuitem',
  'menuitemradio',
  'menuitemcheckbox',
  'tab',
  'switch',
  'checkbox',
]);
const COMMANDS = new Set([
  'Enter',
  ' ',
  'Escape',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'PageUp',
  'PageDown',
]);

/**
 * The key as a shortcut, or null when it belongs to somebody else: the browser, a field that is written in, or a control
 * that Enter and Space press. With single keys switched off, every key that writes something is left alone (WCAG 2.1.4).
 */
export function readKey(press: Press, singleKeys: boolean): string | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  const { key, target } = press;
  if (key === 'Shift' || key === 'Tab' || key === 'Dead' || key === 'Unidentified') return null;
  if (target && isWrittenIn(target)) return null;
  if (target && (key === 'Enter' || key === ' ') && isPressed(target)) return null;
  if (!singleKeys && !COMMANDS.has(key)) return null;
  return key === ' ' ? 'Space' : key;
}

function isWrittenIn({ tagName, isContentEditable, type }: Target): boolean {
  if (isContentEditable === true) return true;
  return FIELDS.has(tagName) && !(tagName === 'INPUT' && TICKS.has(type ?? 'text'));
}

function isPressed({ tagName, role }: Target): boolean {
  return PRESSABLE.has(tagName) || CHOSEN.has(role ?? '');
}

/** One more key: is something called by it, or does it begin a pair such as `g c`? */
export function step(
  before: string | null,
  key: string,
  known: ReadonlySet<string>,
): { readonly hit: string | null; readonly pending: string | null } {
  const pair = before === null ? null : `${before} ${key}`;
  if (pair !== null && known.has(pair)) return { hit: pair, pending: null };
  if (known.has(key)) return { hit: key, pending: null };
  const begins = [...known].some((keys) => keys.startsWith(`${key} `));
  return { hit: null, pending: begins ? key : null };
}
