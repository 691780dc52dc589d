import { useSayWhen } from '../look/When.js';
import { useNow } from '../words/now.js';
import { useWall, useWords } from '../words/speech.js';
import { dayOf } from '../words/time.js';

/** Says an instant within a sentence: `today 11:58`, `yesterday 11:20`, `4 Apr`. */
export function useSayInSentence(): (at: string) => string {
  const words = useWords();
  const wall = useWall();
  const now = useNow();
  const say = useSayWhen();
  return (at) => {
    const near = say(at, 'near');
    return dayOf(Date.parse(at), wall) === dayOf(now, wall) ? words.helpline.today(near) : near;
  };
}
