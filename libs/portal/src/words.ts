/** What a page may ask for. `acknowledge`: I have read it. `cleaned`: it is done, let me out. */
export const REQUEST_KINDS = ['acknowledge', 'cleaned', 'safety', 'not-me', 'call'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** How we know whose a request is: by the address it came from, or by the code of a letter. */
export const REQUEST_WAYS = ['address', 'code'] as const;
export type RequestWay = (typeof REQUEST_WAYS)[number];

/** What became of it: written down, the line let out, left to a person, or there was nothing to do. */
export const REQUEST_OUTCOMES = ['noted', 'released', 'desk', 'nothing'] as const;
export type RequestOutcome = (typeof REQUEST_OUTCOMES)[number];

/** Asked without a known address, by the code of a letter: what can harm nobody whoever asks. */
export const BY_CODE: readonly RequestKind[] = ['safety', 'call'];
