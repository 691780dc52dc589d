/**
 * Breaks the lines of a letter's text part. A numbered step or a `Label:  value` line goes on under its own text; a
 * line that starts with blanks stands as it is; more than two empty lines in a row become two.
 * @param width longest line, in characters; a longer word stays whole
 */
export function wrapText(text: string, width = 72): string {
  const lines = text.split('\n').flatMap((line) => wrapLine(line.trimEnd(), width));
  return `${lines.join('\n').replace(/\n{4,}/g, '\n\n\n').trim()}\n`; // prettier-ignore
}

function wrapLine(line: string, width: number): string[] {
  if (line.length <= width || line.startsWith(' ')) return [line];
  const hang = /^(\d+\. +|[^:]{1,24}: {2,})/.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = hang;
  let empty = true;
  for (const word of line.slice(hang.length).split(' ')) {
    if (!empty && current.length + 1 + word.length > width) {
      lines.push(current);
      current = ' '.repeat(hang.length) + word;
    } else {
      current += empty ? word : ` ${word}`;
    }
    empty = false;
  }
  return [...lines, current];
}
