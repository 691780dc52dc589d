import { Button } from '@mantine/core';
import { routes } from '@lazaret/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type JSX } from 'react';

import { ConfirmWithReason } from '../look/ConfirmWithReason.js';
import { useToast } from '../look/toast.js';
import { keyOf, useChange } from '../use-ask.js';
import { useWords } from '../words/speech.js';

/** Never hold this line back, from now on. One person is enough: it can only help whoever has the line. */
export function ProtectButton({ line }: { line: string }): JSX.Element {
  const { lines: said } = useWords();
  const client = useQueryClient();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const protect = useChange(routes.protect, [routes.lines, routes.case, routes.cases, routes.health]);
  return (
    <>
      <Button onClick={() => setAsking(true)}>{said.protect}</Button>
      {asking ? (
        <ConfirmWithReason
          title={said.protectTitle(line)}
          verb={said.protect}
          label={said.protectWhy}
          hint={said.protectHint}
          busy={protect.isPending}
          error={protect.error}
          onConfirm={(why) =>
            protect.mutate(
              { params: { ref: line }, body: { why } },
              {
                onSuccess: (now) => {
                  client.setQueryData(keyOf(routes.line, { params: { ref: line } }), now);
                  toast({ text: said.protectDone, tone: 'clear' });
                  setAsking(false);
                },
              },
            )
          }
          onClose={() => {
            setAsking(false);
            protect.reset();
          }}
        >
          {said.protectText}
        </ConfirmWithReason>
      ) : null}
    </>
  );
}
