import type { SunkMail } from '../mail/sunk-mail.js';
import { markup, type Markup } from './markup.js';
import { capital, when } from './say.js';
import { code, table, text } from './table.js';
import { languageName, letterName } from './words.js';

export function letterTable(mails: readonly SunkMail[]): Markup {
  return table(
    'Letters',
    [{ head: 'Subject' }, { head: 'What' }, { head: 'Language' }, { head: 'To' }, { head: 'Sent' }],
    mails.map((mail) => [
      markup`<a href="/letter/${mail.id}" lang="${mail.locale}">${mail.subject}</a>`,
      text(capital(letterName(mail.template))),
      text(languageName(mail.locale)),
      code(mail.to),
      when(mail.arrivedAt),
    ]),
  );
}
