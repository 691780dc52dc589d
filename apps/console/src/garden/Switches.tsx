import { Button, NativeSelect } from '@mantine/core';
import { routes } from '@lazaret/contracts';
import { useState, type JSX } from 'react';

import { ConfirmWithReason } from '../look/ConfirmWithReason.js';
import { Icon } from '../look/Icon.js';
import { useToast } from '../look/toast.js';
import { useSayWhen } from '../look/When.js';
import { useMay, useSession } from '../session/use-session.js';
import { useChange } from '../use-ask.js';
import { useRealNow } from '../words/now.js';
import { useWords } from '../words/speech.js';
import style from './garden.module.css';
import { heldLines, readScope, resumeBy, type Garden } from './judge-garden.js';

type Thrown = 'stop-new' | 'release-all' | 'resume';

/** The switches, how they stand, and who has thrown them. One person stops; two go on. */
export function Switches({ garden }: { garden: Garden }): JSX.Element {
  const { garden: words } = useWords();
  const { name } = useSession();
  const real = useRealNow();
  const may = useMay()('garden.switch');
  const when = useSayWhen(true);
  const [asked, setAsked] = useState<Thrown | null>(null);
  const who = resumeBy(garden, name, real);
  const stopped = who !== 'not-stopped';
  const able = may && garden.switchable;
  const why = able ? undefined : may ? words.notHere : words.mayNot;
  const whole = (scope: string): string => (scope === 'all' ? words.scopeAll : scope);
  return (
    <section className={`${style.switches} ${stopped ? style.stopped : ''}`} aria-label={words.title}>
      <div className={style.say}>
        {stopped ? null : (
          <p>
            <Icon name="tick" /> {words.running}
          </p>
        )}
        {garden.releaseAll.map(({ scope, at, by }) => (
          <p key={scope}>
            <Icon name="warning" /> {words.releasing(whole(scope), by, when(at, 'ago'))}
          </p>
        ))}
        {garden.stopNew ? (
          <p>
            <Icon name="warning" /> {words.stopped(garden.stopNew.by, when(garden.stopNew.at, 'ago'))}
          </p>
        ) : null}
        {garden.stopNew && garden.releaseAll.length === 0 ? <p>{words.stoppedRest}</p> : null}
        {garden.resume && who !== 'first' ? (
          <p>
            {who === 'same'
              ? words.resumeMine
              : words.resumeHalf(garden.resume.by, when(garden.resume.at, 'ago'))}
          </p>
        ) : null}
        {why === undefined ? null : <p className={style.dim}>{why}</p>}
      </div>
      <div className={style.buttons}>
        {stopped ? (
          <Button
            variant={who === 'second' ? 'filled' : 'default'}
            disabled={!able || who === 'same'}
            title={who === 'same' ? words.resumeSame : why}
            onClick={() => setAsked('resume')}
          >
            {who === 'second' ? words.resumeAgree : words.resume}
          </Button>
        ) : null}
        <Button disabled={!able || garden.stopNew !== null} title={why} onClick={() => setAsked('stop-new')}>
          {words.stop}
        </Button>
        <Button disabled={!able} title={why} onClick={() => setAsked('release-all')}>
          {words.release}
        </Button>
      </div>
      {asked ? <SwitchDialog what={asked} garden={garden} onClose={() => setAsked(null)} /> : null}
    </section>
  );
}

function SwitchDialog(props: { what: Thrown; garden: Garden; onClose: () => void }): JSX.Element {
  const { what, garden, onClose } = props;
  const { garden: words } = useWords();
  const { name } = useSession();
  const real = useRealNow();
  const toast = useToast();
  const [scope, setScope] = useState('');
  const change = useChange(routes.throwSwitch, [routes.garden, routes.stays, routes.health]);
  const who = resumeBy(garden, name, real);
  const said = {
    'stop-new': { title: words.stopTitle, text: words.stopText, verb: words.stop },
    'release-all': { title: words.releaseTitle, text: words.releaseText, verb: words.release },
    resume: {
      title: words.resumeTitle,
      text: who === 'second' ? words.resumeSecond(garden.resume?.by ?? '') : words.resumeFirst,
      verb: who === 'second' ? words.resumeAgree : words.resume,
    },
  }[what];
  return (
    <ConfirmWithReason
      title={said.title}
      verb={said.verb}
      busy={change.isPending}
      error={change.error}
      onClose={onClose}
      onConfirm={(why) =>
        change.mutate(
          { body: { action: what, why, ...(what === 'release-all' ? readScope(scope) : {}) } },
          {
            onSuccess: (now) => {
              const goes = what === 'resume' && resumeBy(now, name, real) === 'not-stopped';
              toast({ text: goes ? words.resumed : words.done[what], tone: 'clear' });
              onClose();
            },
          },
        )
      }
    >
      <p className={style.text}>{said.text}</p>
      {what === 'release-all' ? (
        <>
          {scope === '' ? (
            <p>
              <b>{words.releaseCount(heldLines(garden.states))}</b>
            </p>
          ) : null}
          {garden.caps.hour.length > 0 ? (
            <NativeSelect
              className={style.where ?? ''}
              label={words.releaseWhere}
              value={scope}
              onChange={(event) => setScope(event.currentTarget.value)}
              data={[
                { value: '', label: words.scopeAll },
                ...garden.caps.hour.map(({ nas }) => ({ value: `nas ${nas}`, label: nas })),
              ]}
            />
          ) : null}
        </>
      ) : null}
    </ConfirmWithReason>
  );
}
