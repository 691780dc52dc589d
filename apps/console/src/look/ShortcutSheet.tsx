import { Modal } from '@mantine/core';
import type { JSX } from 'react';

import { useWords } from '../words/speech.js';
import { Kbd } from './Kbd.js';
import style from './ShortcutSheet.module.css';
import { useShortcuts } from './use-shortcut.js';

/** Everything that can be pressed on this page. */
export function ShortcutSheet({ onClose }: { onClose: () => void }): JSX.Element {
  const words = useWords();
  const { list, singleKeys } = useShortcuts();
  const shown = list();
  const groups = [...new Set(shown.map(({ group }) => group))];
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.look.shortcuts}
      size="lg"
      closeButtonProps={{ 'aria-label': words.look.close }}
    >
      <div className={style.groups}>
        {groups.map((name) => (
          <section key={name}>
            <h2 className={style.group}>{name}</h2>
            <dl>
              {shown
                .filter(({ group }) => group === name)
                .map(({ keys, label }) => (
                  <div key={keys} className={style.row}>
                    <dt>{label}</dt>
                    <dd>
                      <Kbd keys={keys} always />
                      <span className="unseen">{keys}</span>
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <p className={style.hint}>{singleKeys ? words.look.shortcutsHint : words.look.shortcutsOff}</p>
    </Modal>
  );
}
