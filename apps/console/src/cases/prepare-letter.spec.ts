import { expect, it } from 'vitest';

import { prepareLetter } from './prepare-letter.js';

it('keeps looks aside and leaves the words as they are', () => {
  const html = `<html><head><style media="x">p{color:red}</style><link rel="stylesheet" href="//x"></head>
<body style="margin:0"><p class='a' style='font-size:20px' lang="en">He said style="x" &amp; left</p><script>alert(1)</script></body></html>`;
  const { markup, sheets } = prepareLetter(html);
  expect(sheets).toEqual(['p{color:red}']);
  expect(markup).toBe(`<html><head></head>
<body data-style="margin:0"><p class='a' data-style='font-size:20px' lang="en">He said style="x" &amp; left</p></body></html>`);
});
