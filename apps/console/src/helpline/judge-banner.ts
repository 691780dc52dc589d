import type { Helpline } from '@lazaret/contracts';

import type { IconName } from '../look/Icon.js';
import type { Tone } from '../look/tones.js';
import type { Words } from '../words/words.js';

export type Answer = NonNullable<Helpline['answer']>;

/** The one sentence that answers "is it you who blocks me?", with its sign. */
export interface Banner {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly text: string;
}

/** What is held back comes before what was told, and doubt is said as doubt. @param when says an instant within a sentence */
export function judgeBanner(
  { limited, verdict, since, seenSinceRelease }: Pick<Answer, 'limited' | 'verdict' | 'since' | 'seenSinceRelease'>,
  { helpline: { verdict: said } }: Words,
  when: (at: string) => string,
): Banner {
  const from = since === null ? null : when(since);
  if (limited === 'unsure') return { tone: 'broken', icon: 'warning', text: said.unsure };
  if (limited === 'ending') return { tone: 'waiting', icon: 'clock', text: said.ending };
  if (limited === 'asked') return { tone: 'waiting', icon: 'clock', text: said.asked };
  if (limited === 'yes') return { tone: 'confined', icon: 'fence', text: said.limited(from) };
  switch (verdict) {
    case 'limited':
      return { tone: 'confined', icon: 'fence', text: said.limited(from) };
    case 'told':
      return { tone: 'told', icon: 'letter', text: from === null ? said.told : said.toldAt(from) };
    case 'released':
      return seenSinceRelease
        ? { tone: 'told', icon: 'eye', text: said.again(from) }
        : { tone: 'clear', icon: 'open', text: said.released(from) };
    case 'clear':
      return { tone: 'clear', icon: 'tick', text: said.clear(from) };
    case 'nothing':
      return { tone: 'watching', icon: 'tick', text: said.nothing };
  }
} // prettier-ignore
