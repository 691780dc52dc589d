import { Button } from '@mantine/core';
import { routes, type Reply } from '@lazaret/contracts';
import { Link, useParams } from '@tanstack/react-router';
import { useState, type JSX } from 'react';

import { Address } from '../look/Address.js';
import { Bones } from '../look/Bones.js';
import { ConfirmWithReason } from '../look/ConfirmWithReason.js';
import { ErrorState } from '../look/ErrorState.js';
import { Icon } from '../look/Icon.js';
import { KeyValues } from '../look/KeyValues.js';
import { Panel } from '../look/Panel.js';
import { useToast } from '../look/toast.js';
import { When } from '../look/When.js';
import { useMay } from '../session/use-session.js';
import { Sheet } from '../sheet/Sheet.js';
import { useAsk, useChange } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import style from './policy.module.css';
import { VersionState } from './PolicyPage.js';
import { PolicyText } from './PolicyText.js';

type Policy = Reply<typeof routes.policy>;

/** One version, whole and against the one that decides; and the request that it decides. */
export function PolicyVersionPage(): JSX.Element {
  const { id } = useParams({ from: '/frame/policy/$id' });
  const { policy } = useWords();
  const may = useMay()('policy.propose');
  const [asking, setAsking] = useState(false);
  const { data, error, refetch } = useAsk(routes.policy, { params: { id } });
  const versions = useAsk(routes.policies, {});
  const activeId = versions.data?.items.find((version) => version.active)?.id;
  const active = useAsk(routes.policy, { params: { id: activeId ?? 0 } }, { when: activeId !== undefined });
  const why = data?.active ? policy.alreadyActive : may ? undefined : policy.mayNot;
  return (
    <Sheet
      title={data?.label ?? policy.title}
      back={
        <Link to="/policy">
          <Icon name="left" size={10} /> {policy.back}
        </Link>
      }
      beside={data ? <VersionState active={data.active} /> : null}
      actions={
        data && !data.active ? (
          <Button variant="filled" disabled={why !== undefined} title={why} onClick={() => setAsking(true)}>
            {policy.ask}
          </Button>
        ) : null
      }
    >
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Bones lines={16} height={20} /> : null}
      {data ? (
        <div className={style.columns}>
          {data.active || active.data || active.error ? (
            <PolicyText
              key={data.id}
              content={data.content}
              active={data.active ? null : (active.data?.content ?? null)}
            />
          ) : (
            <Bones lines={16} height={20} />
          )}
          <Facts it={data} active={data.active ? null : (active.data ?? null)} />
        </div>
      ) : null}
      {asking && data ? (
        <AskToActivate it={data} active={active.data ?? null} onClose={() => setAsking(false)} />
      ) : null}
    </Sheet>
  );
}

function Facts({ it, active }: { it: Policy; active: Policy | null }): JSX.Element {
  const words = useWords();
  const { policy } = words;
  const cap = (then: number, now: number | undefined): JSX.Element =>
    now === undefined || now === then ? (
      <>{words.count(then)}</>
    ) : (
      <>
        <del>{words.count(now)}</del> <Icon name="right" size={10} /> <ins>{words.count(then)}</ins>
      </>
    );
  return (
    <aside aria-label={policy.facts}>
      <Panel title={policy.caps}>
        <KeyValues
          rows={[
            [policy.perDay, cap(it.caps.perDay, active?.caps.perDay)],
            [policy.perHour, cap(it.caps.perHourAndNas, active?.caps.perHourAndNas)],
          ]}
        />
      </Panel>
      <Panel title={policy.facts}>
        <KeyValues
          rows={[
            [policy.created, <><When at={it.createdAt} as="near" /> {policy.by(it.createdBy)}</>],
            it.activatedAt === null
              ? null
              : [policy.activated, <><When at={it.activatedAt} as="near" /> {it.activatedBy === null ? '' : policy.by(it.activatedBy)}</>],
            [policy.digest, <Address key="sha" most={20} copy>{it.sha256}</Address>],
          ]}
        />
      </Panel>
    </aside>
  ); // prettier-ignore
}

function AskToActivate(props: { it: Policy; active: Policy | null; onClose: () => void }): JSX.Element {
  const { it, active, onClose } = props;
  const { policy } = useWords();
  const toast = useToast();
  const change = useChange(routes.activatePolicy, [routes.approvals, routes.health]);
  const raises =
    active !== null &&
    (it.caps.perDay > active.caps.perDay || it.caps.perHourAndNas > active.caps.perHourAndNas);
  return (
    <ConfirmWithReason
      title={policy.askTitle(it.label)}
      verb={policy.ask}
      busy={change.isPending}
      error={change.error}
      onClose={onClose}
      onConfirm={(why) =>
        change.mutate(
          { params: { id: it.id }, body: { why } },
          {
            onSuccess: () => {
              toast({ text: policy.asked, tone: 'clear' });
              onClose();
            },
          },
        )
      }
    >
      <p>{policy.askText}</p>
      {raises ? <p>{policy.askCaps}</p> : null}
    </ConfirmWithReason>
  );
}
