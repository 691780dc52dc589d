import { Button, Group, Modal, Progress, SegmentedControl } from '@mantine/core';
import { routes } from '@lazaret/contracts';
import { Link } from '@tanstack/react-router';
import { useEffect, useState, type JSX } from 'react';

import { Address } from '../look/Address.js';
import { useAsk } from '../use-ask.js';
import { useWords } from '../words/speech.js';
import type { BulkRun } from './BulkDialog.js';
import style from './Bulk.module.css';

const EVERY_MS = 1_000;
const OUTCOMES = ['all', 'done', 'skipped', 'failed'] as const;

/** How far a bulk action is, and what became of each case. It goes on when the dialog is closed. */
export function BulkProgress(props: {
  run: BulkRun;
  open: boolean;
  onOpen: (open: boolean) => void;
  onFinished: () => void;
  onOver: () => void;
}): JSX.Element {
  const { run: begun, open, onOpen, onFinished, onOver } = props;
  const words = useWords();
  const { bulk } = words.cases;
  const [going, setGoing] = useState(true);
  const { data } = useAsk(routes.bulk, { params: { id: begun.id } }, going ? { everyMs: EVERY_MS } : {});
  const run = data ?? begun;
  const finished = run.finishedAt !== null;
  useEffect(() => {
    if (!finished || !going) return;
    setGoing(false);
    onFinished();
  }, [finished, going, onFinished]);
  const settled = run.done + run.failed;
  const said = finished ? bulk.finished(run.done, run.failed) : bulk.running(settled, run.total);
  if (!open)
    return (
      <div className={style.background} role="status">
        <span>{finished ? said : bulk.background(settled, run.total)}</span>
        <Button variant="subtle" onClick={() => onOpen(true)}>
          {bulk.again}
        </Button>
        {finished ? (
          <Button variant="subtle" onClick={onOver}>
            {words.look.close}
          </Button>
        ) : null}
      </div>
    );
  const leave = (): void => (finished ? onOver() : onOpen(false));
  return (
    <Modal
      opened
      onClose={leave}
      title={bulk.title[run.action]}
      size="lg"
      closeButtonProps={{ 'aria-label': words.look.close }}
    >
      <p role="status" className={style.said}>
        {said}
      </p>
      <Progress.Root size={6}>
        <Progress.Section value={percent(run.done, run.total)} color="var(--clear)" aria-label={said} />
        <Progress.Section
          value={percent(run.failed, run.total)}
          color="var(--broken)"
          aria-label={bulk.outcome.failed}
        />
      </Progress.Root>
      <Results id={run.id} going={!finished} />
      <Group justify="flex-end" mt="md">
        <Button variant={finished ? 'filled' : 'default'} onClick={leave}>
          {finished ? words.look.close : bulk.closeRunning}
        </Button>
      </Group>
    </Modal>
  );
}

function Results({ id, going }: { id: number; going: boolean }): JSX.Element {
  const words = useWords();
  const { bulk } = words.cases;
  const [outcome, setOutcome] = useState<(typeof OUTCOMES)[number]>('all');
  const { data, refetch } = useAsk(
    routes.bulkResults,
    { params: { id }, query: outcome === 'all' ? {} : { outcome } },
    { keep: true, ...(going ? { everyMs: EVERY_MS } : {}) },
  );
  // What was asked for last may be from before the end.
  useEffect(() => {
    if (!going) void refetch();
  }, [going, refetch]);
  return (
    <section className={style.results}>
      <div className={style.resultsHead}>
        <h2 id="bulk-results">{bulk.results}</h2>
        <SegmentedControl
          size="xs"
          value={outcome}
          data={OUTCOMES.map((value) => ({ value, label: value === 'all' ? bulk.all : bulk.outcome[value] }))}
          onChange={setOutcome}
          aria-labelledby="bulk-results"
        />
      </div>
      <div className={style.scroll} tabIndex={0} role="region" aria-labelledby="bulk-results">
        <ul>
          {(data?.items ?? []).map((item) => (
            <li key={item.code} className={style.result}>
              <Link to="/cases/$code" params={{ code: item.code }} target="_blank">
                <Address>{item.code}</Address>
              </Link>
              <span className={style.dim}>{item.line}</span>
              <span className={style[item.outcome]}>
                {bulk.outcome[item.outcome]}
                {item.why === null ? '' : `: ${sayWhy(item.why, words.terms.forbidden)}`}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function sayWhy(why: string, forbidden: Readonly<Record<string, string>>): string {
  return forbidden[why] ?? why;
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : (part / whole) * 100;
}
