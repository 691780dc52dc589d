import { Checkbox, Stack, TextInput } from '@mantine/core';
import { OPERATOR_ROLES } from '@lazaret/kernel';
import type { JSX } from 'react';

import { useWords } from '../words/speech.js';
import { judgeOperator, saidOf, type OperatorForm } from './judge-operator.js';
import style from './settings.module.css';

/** What stands about an operator, to be written; `naming`: with the name they sign in by, which stays. */
export function OperatorFields(props: {
  form: OperatorForm;
  naming: boolean;
  /** Whoever has not tried to send it is told nothing. */
  tried: boolean;
  error: unknown;
  onChange: (form: OperatorForm) => void;
}): JSX.Element {
  const { form, naming, tried, error, onChange } = props;
  const { settings: { operators: said }, terms } = useWords(); // prettier-ignore
  const wrong = tried ? judgeOperator(form) : new Set();
  return (
    <Stack gap="md">
      {naming ? (
        <TextInput
          data-autofocus
          label={said.name}
          description={said.nameHelp}
          error={wrong.has('name') ? said.nameWrong : saidOf('name', error)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={63}
          value={form.name}
          onChange={(event) => onChange({ ...form, name: event.currentTarget.value })}
        />
      ) : null}
      <TextInput
        data-autofocus={naming ? undefined : true}
        label={said.displayName}
        error={wrong.has('displayName') ? said.displayNameWrong : saidOf('displayName', error)}
        autoComplete="off"
        maxLength={100}
        value={form.displayName}
        onChange={(event) => onChange({ ...form, displayName: event.currentTarget.value })}
      />
      <Checkbox.Group
        label={said.roles}
        error={wrong.has('roles') ? said.rolesWrong : saidOf('roles', error)}
        value={[...form.roles]}
        onChange={(chosen) => onChange({ ...form, roles: OPERATOR_ROLES.filter((role) => chosen.includes(role)) })}
      >
        <Stack gap="sm" mt={6} mb={6}>
          {OPERATOR_ROLES.map((role) => (
            <Checkbox key={role} iconColor="var(--on-ink)" classNames={{ description: style.under ?? '' }} value={role} label={terms.operatorRole[role]} description={said.role[role]} />
          ))}
        </Stack>
      </Checkbox.Group>
    </Stack>
  );
} // prettier-ignore
