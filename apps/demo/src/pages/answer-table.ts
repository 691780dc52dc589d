import type { StoryAnswer } from '../story.js';
import { markup, type Markup } from './markup.js';
import { number, when } from './say.js';
import { code, table, text } from './table.js';
import { ANSWERS } from './words.js';

/** The answers of the ledger, what each means, and one row that got it. */
export function answerTable(answers: readonly StoryAnswer[]): Markup {
  return table(
    'Whose address was it?',
    [
      { head: 'Answer' },
      { head: 'Rows', figure: true },
      { head: 'For example' },
      { head: 'In the ledger’s words' },
    ],
    answers.map(({ outcome, count, example }) => [
      markup`<b>${outcome}</b><p class="soft">${ANSWERS[outcome]}</p>`,
      text(number(count)),
      example ? markup`${code(example.who)}<p>${when(example.at)}</p>` : text('–'),
      text(example?.why ?? '–'),
    ]),
  );
}
