import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { JSX, ReactNode, Ref } from 'react';

import { Address } from '../look/Address.js';
import { Icon } from '../look/Icon.js';
import { useShortcut } from '../look/use-shortcut.js';
import { When } from '../look/When.js';
import { useMay } from '../session/use-session.js';
import { useWords } from '../words/speech.js';
import style from './Answer.module.css';
import { PhoneActionsRow, usePhoneActions } from './HelplineActions.js';
import { judgeBanner, type Answer as Told } from './judge-banner.js';
import { Say } from './Say.js';
import { SentList } from './Sent.js';
import { useSayInSentence } from './use-say-when.js';

/** Everything for the caller, the verdict first. */
export function Answer(props: {
  answer: Told;
  /** How far it can be trusted. */
  hint: string | null;
  onChanged: () => void;
  heading: Ref<HTMLHeadingElement>;
}): JSX.Element {
  const { answer, hint, onChanged, heading } = props;
  const words = useWords();
  const when = useSayInSentence();
  const navigate = useNavigate();
  const mayOpen = useMay()('case.read') && answer.case !== null;
  const actions = usePhoneActions(answer, onChanged);
  const banner = judgeBanner(answer, words, when);
  useShortcut(
    {
      keys: 'o',
      label: words.helpline.key.case,
      group: words.helpline.key.group,
      run: () => void navigate({ to: '/cases/$code', params: { code: answer.case ?? '' } }),
    },
    mayOpen,
  );
  const { row } = words.helpline;
  return (
    <section className={style.answer} aria-label={banner.text}>
      <header className={`${style.banner} ${style[banner.tone]}`}>
        <span className={style.sign}>
          <Icon name={banner.icon} size={26} />
        </span>
        <div className={style.verdict}>
          <h2 ref={heading} tabIndex={-1}>
            {banner.text}
          </h2>
          <p>
            {words.helpline.line} <Address>{answer.line}</Address>
            {answer.limited !== 'no' && answer.endsAt !== null ? `. ${words.helpline.endsAt(when(answer.endsAt))}` : ''}
          </p>
        </div>
        {actions.may('release') ? (
          <Button
            variant="filled"
            size="md"
            className={style.release ?? ''}
            title={words.helpline.happens.release}
            onClick={() => actions.choose('release')}
          >
            {words.helpline.verb.release}
          </Button>
        ) : null}
      </header>
      {hint === null ? null : <p className={style.hint}>{hint}</p>}
      {answer.protected ? <p className={style.hint}>{words.helpline.protected}</p> : null}
      <dl className={style.rows}>
        {answer.why === null ? null : <Row title={row.why}>{answer.why}</Row>}
        {answer.stillWorks === null ? null : <Row title={row.works}>{answer.stillWorks}</Row>}
        <Row title={row.sent}>
          <SentList sent={answer.sent} />
        </Row>
        {answer.verdict === 'released' ? (
          <Row title={row.seen}>
            {answer.seenSinceRelease && answer.lastSeenAt !== null
              ? words.helpline.seenAgain(when(answer.lastSeenAt))
              : words.helpline.seenNot}
          </Row>
        ) : answer.lastSeenAt === null || answer.why !== null ? null : (
          <Row title={row.lastSeen}>
            <When at={answer.lastSeenAt} /> <span className={style.dim}>({when(answer.lastSeenAt)})</span>
          </Row>
        )}
        {answer.request === null ? null : (
          <Row title={row.request}>
            {words.helpline.request[answer.request.kind](when(answer.request.at))}{' '}
            {answer.request.releasesAt !== null
              ? words.helpline.releases(when(answer.request.releasesAt))
              : answer.limited === 'no'
                ? null
                : words.helpline.releasesNot}
          </Row>
        )}
      </dl>
      <Say key={answer.line} answer={answer} />
      <PhoneActionsRow answer={answer} actions={actions} />
      {actions.dialog}
    </section>
  );
} // prettier-ignore

function Row({ title, children }: { title: string; children: ReactNode }): JSX.Element {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}
