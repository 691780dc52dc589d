import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState, type JSX } from 'react';

import { usePageTitle } from '../frame/use-page-title.js';
import { useAnnounce } from '../look/announce.js';
import { Bones } from '../look/Bones.js';
import { ErrorState } from '../look/ErrorState.js';
import { Icon } from '../look/Icon.js';
import { useShortcut } from '../look/use-shortcut.js';
import { useWords } from '../words/speech.js';
import { Answer } from './Answer.js';
import { AskBox, type AskBoxHandle } from './AskBox.js';
import { ChooseLine } from './ChooseLine.js';
import style from './HelplinePage.module.css';
import { judgeBanner } from './judge-banner.js';
import { Teach } from './Teach.js';
import { useHelpline, type Asked, type Question } from './use-helpline.js';
import { useSayInSentence } from './use-say-when.js';

/** The answer for somebody who calls, within ten seconds and without a mouse. */
export function HelplinePage(): JSX.Element {
  const words = useWords();
  usePageTitle(words.helpline.title);
  const navigate = useNavigate();
  const announce = useAnnounce();
  const when = useSayInSentence();
  const { line: opened = '' } = useSearch({ from: '/frame/helpline' });
  const { asked, looking, error, look, refresh, clear } = useHelpline();
  const [several, setSeveral] = useState<Asked | null>(null);
  const [start, setStart] = useState(opened);
  const box = useRef<AskBoxHandle>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const answer = asked?.found.answer ?? null;

  const open = async (question: Question, from: Asked | null = null): Promise<void> => {
    const next = await look(question);
    if (next === null) return;
    const { found } = next;
    setSeveral(found.choose.length > 0 ? next : from);
    announce(sayFound(next));
    // A line may stand in the address; whom somebody asked for may not.
    const line = found.answer?.line;
    void navigate({ to: '/helpline', search: line === undefined ? {} : { line }, replace: true });
  };
  const sayFound = ({ found }: Asked): string => {
    if (found.answer)
      return words.helpline.said(judgeBanner(found.answer, words, when).text, found.answer.line);
    if (found.choose.length > 0) return words.helpline.choose(found.choose.length);
    return `${words.helpline.none}. ${found.hint ?? ''}`;
  };
  // Opened at a line, from its page or by going back: the answer is asked for again.
  const latest = useRef(open);
  useEffect(() => {
    latest.current = open;
  });
  const shown = useRef<string | null>(null);
  shown.current = answer?.line ?? null;
  useEffect(() => {
    if (opened === '' || opened === shown.current) return;
    setStart(opened);
    void latest.current({ words: opened, at: null });
  }, [opened]);

  // What changes while somebody waits is said, not only shown.
  const verdict = answer === null ? null : judgeBanner(answer, words, when).text;
  const before = useRef({ asked: asked?.question, verdict });
  useEffect(() => {
    const same = before.current.asked === asked?.question;
    if (same && verdict !== null && before.current.verdict !== null && verdict !== before.current.verdict)
      announce(verdict);
    before.current = { asked: asked?.question, verdict };
  }, [announce, asked, verdict]);

  const next = (): void => {
    clear();
    setSeveral(null);
    setStart('');
    box.current?.clear();
    void navigate({ to: '/helpline', search: {}, replace: true });
  };
  useShortcut(
    { keys: 'Escape', label: words.helpline.key.ask, group: words.helpline.key.group, run: next },
    asked !== null || error !== null,
  );

  const seconds = asked ? words.count(Math.max(0.1, Math.round(asked.ms / 100) / 10)) : '';
  const kinds = answer || (asked?.found.choose.length ?? 0) > 0 ? words.helpline.foundBy : words.helpline.lookedFor;
  return (
    <div className={style.page}>
      <h1 className="unseen">{words.helpline.title}</h1>
      <AskBox
        ref={box}
        start={start}
        looking={looking !== null}
        found={
          asked && {
            words: asked.question.words,
            how: words.helpline.inSeconds(kinds[asked.found.understood], seconds),
          }
        }
        onAsk={(question) => void open(question)}
        onLeave={() => (heading.current ? heading.current.focus() : next())}
      />
      <div className={style.result} aria-busy={looking !== null}>
        {looking ? <Waiting /> : null}
        {!looking && error !== null ? (
          <ErrorState error={error} onRetry={asked ? () => void open(asked.question) : next} />
        ) : null}
        {!looking && answer ? (
          <>
            {several && several !== asked ? (
              <button type="button" className={style.back} onClick={() => void open(several.question)}>
                <Icon name="left" /> {words.helpline.choose(several.found.choose.length)}
              </button>
            ) : null}
            <Answer
              answer={answer}
              hint={asked?.found.hint ?? null}
              heading={heading}
              onChanged={() => void refresh()}
            />
          </>
        ) : null}
        {!looking && asked && !answer && asked.found.choose.length > 0 ? (
          <ChooseLine
            lines={asked.found.choose}
            hint={asked.found.hint}
            heading={heading}
            onChoose={(line) => {
              setStart(line);
              void open({ words: line, at: asked.question.at }, asked);
            }}
          />
        ) : null}
        {!looking && asked && !answer && asked.found.choose.length === 0 ? (
          <section className={style.none}>
            <h2 ref={heading} tabIndex={-1}>
              {words.helpline.none}
            </h2>
            {asked.found.hint === null ? null : <p>{asked.found.hint}</p>}
          </section>
        ) : null}
        {!looking && !answer && error === null && (asked === null || asked.found.choose.length === 0) ? (
          <Teach />
        ) : null}
      </div>
    </div>
  );
} // prettier-ignore

function Waiting(): JSX.Element {
  return (
    <div className={style.waiting}>
      <Bones lines={6} height={40} />
    </div>
  );
}
