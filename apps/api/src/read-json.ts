import { TurnedAway } from './turned-away.js';

/** Nothing of ours is nested deeper than this. */
const DEEPEST = 12;

type Done = (error: Error | null, value?: unknown) => void;

/** A body of JSON. Depth is looked at before anything is built, and no key may reach into prototypes. */
export function readJson(text: string, done: Done): void {
  try {
    done(null, text === '' ? undefined : parse(text));
  } catch (error) {
    done(error instanceof TurnedAway ? error : new TurnedAway('malformed', 'the body is not JSON'));
  }
}

function parse(text: string): unknown {
  if (depthOf(text) > DEEPEST)
    throw new TurnedAway('malformed', `the body is nested deeper than ${DEEPEST} levels`);
  return JSON.parse(text, (key, value: unknown) => {
    if (key === '__proto__') throw new TurnedAway('malformed', 'the body has a key that nobody may use');
    return value;
  });
}

/** How deep arrays and objects are nested, whether or not the rest is JSON. */
export function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const letter = text.charCodeAt(i);
    if (quoted) {
      if (letter === BACKSLASH) i += 1;
      else if (letter === QUOTE) quoted = false;
    } else if (letter === QUOTE) quoted = true;
    else if (letter === OPEN_ARRAY || letter === OPEN_OBJECT) deepest = Math.max(deepest, ++depth);
    else if (letter === CLOSE_ARRAY || letter === CLOSE_OBJECT) depth -= 1;
  }
  return deepest;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
