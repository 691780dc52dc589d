const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** A table of ready-made cells that scrolls inside itself on a narrow screen; `note` stands below, or instead. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], note: string): string {
  if (rows.length === 0) return `<p class="soft">${escapeHtml(note)}</p>`;
  const numeric = head.map((_, column) => rows.every((row) => /^[\d,–]+$/.test(row[column] ?? '')));
  const cell = (tag: string, text: string, column: number): string =>
    `<${tag}${tag === 'th' ? ' scope="col"' : ''}${numeric[column] ? ' class="n"' : ''}>${text}</${tag}>`;
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(head[0] ?? 'Table')}"><table>
    <thead><tr>${head.map((text, column) => cell('th', escapeHtml(text), column)).join('')}</tr></thead>
    <tbody>${rows.map((row) => `<tr>${row.map((text, column) => cell('td', text, column)).join('')}</tr>`).join('')}</tbody>
  </table></div>`;
}

/** A page of the demo: no script, nothing from elsewhere. */
export function document(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${escapeHtml(title)} · Lazaret demo</title><style>${STYLE}</style></head>
<body><header><a href="/">Lazaret</a><span>demo: Northlight Broadband</span></header><main>${body}</main></body></html>`;
}

const STYLE = `
:root{color-scheme:light dark;--ground:#fcfbf8;--ink:#1d2a31;--soft:#55626a;--rule:#d5d5ce;--link:#0e5161;--tint:#f1efe9;
  --blue:#1f5f8f;--amber:#8a5a00;--violet:#6b3f94;--green:#2c6e3f;--red:#a33327}
@media(prefers-color-scheme:dark){:root{--ground:#12191d;--ink:#ebe7df;--soft:#a9b4b8;--rule:#354147;--link:#93d1dc;--tint:#1b2429;
  --blue:#8cc0ea;--amber:#e6b45c;--violet:#c9a5ea;--green:#8fd0a0;--red:#f09a8e}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
header{display:flex;gap:12px;align-items:baseline;padding:12px 24px;border-bottom:1px solid var(--rule)}
header a{font-weight:700;color:var(--ink);text-decoration:none}header span,.soft{color:var(--soft)}
main{max-width:76rem;margin:0 auto;padding:24px}
h1{font-size:28px;line-height:34px;letter-spacing:-.4px;margin:8px 0}h2{font-size:18px;margin:36px 0 8px}
a{color:var(--link)}a:focus-visible,.scroll:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.flow{list-style:none;display:grid;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr));gap:0;margin:24px 0;padding:0;border-block:1px solid var(--rule)}
.flow li{padding:12px 16px 12px 0}.flow b{display:block;font-size:28px;line-height:34px;font-variant-numeric:tabular-nums}
.flow span{display:block;font-size:14px;color:var(--soft)}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}
th{text-align:left;font-weight:600;color:var(--soft);white-space:nowrap}th,td{padding:7px 16px 7px 0;border-bottom:1px solid var(--rule);vertical-align:top}
th.n,td.n{text-align:right}time,code{white-space:nowrap}code,pre{font-family:ui-monospace,'SF Mono',Menlo,Consolas,monospace;font-size:13px}
pre{background:var(--tint);padding:16px;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere}
.badge{white-space:nowrap;font-weight:600}.badge::before{content:'';display:inline-block;width:8px;height:8px;border-radius:50%;background:currentColor;margin-right:7px}
.told,.sent{color:var(--blue)}.waiting,.needs-port,.ambiguous,.pending{color:var(--amber)}.confined{color:var(--violet)}.cleared,.line,.delivered{color:var(--green)}.failed{color:var(--red)}
.closed,.watching,.no-lease,.expired,.delegated,.foreign,.own,.not-ours{color:var(--soft)}
p.why{font-size:18px;line-height:27px;max-width:44rem}
iframe{width:100%;height:46rem;border:1px solid var(--rule);border-radius:6px;background:var(--ground)}
ol.time{list-style:none;padding:0;margin:0}ol.time li{display:grid;grid-template-columns:11rem 1fr;gap:4px 16px;padding:9px 0;border-bottom:1px solid var(--rule)}
@media(max-width:40rem){main{padding:16px}header{padding:12px 16px}ol.time li{grid-template-columns:1fr}}
`;
