import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';

import { Refused, THREAT_CLASSES, type Problem } from '@lazaret/kernel';

import { isNotifyTier, policySchema, templatesOf, type Policy, type Tier } from './policy-file.js';
import { lawbreakers } from './safety.js';

/** What is the matter with a policy file. Warnings do not keep it from being used. */
export type PolicyCheck =
  | { readonly ok: true; readonly policy: Policy; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

interface Found {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

const MAX_LENGTH = 256 * 1024;
const MAX_PROBLEMS = 50;

/**
 * Reads a policy file (YAML 1.2 core, no aliases, no tags) and holds it against the schema, its own inner references
 * and the laws above it. Every problem names line, path and remedy: `line 61, ladders.infected[4].then.confine.profile`.
 * @param known.templates names of the notices that exist; left out, names are not checked
 */
export function checkPolicy(
  text: string,
  known: { readonly templates?: readonly string[] } = {},
): PolicyCheck {
  if (text.length > MAX_LENGTH)
    return refused([{ at: 'line 1', message: 'is longer than 256 KiB: no policy is' }]);
  if (text.includes('\0'))
    return refused([{ at: 'line 1', message: 'has a zero byte: this is no text file' }]);
  const lines = new LineCounter();
  let document: Document.Parsed;
  let value: unknown;
  try {
    document = parseDocument(text, { lineCounter: lines, schema: 'core', prettyErrors: false });
    const broken = [...document.errors, ...document.warnings];
    if (broken.length > 0)
      return refused(broken.map((e) => ({ at: `line ${lines.linePos(e.pos[0]).line}`, message: e.message })));
    value = document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    // Aliases, and nesting deeper than the stack: nothing a policy needs.
    return refused([
      {
        at: 'line 1',
        message:
          error instanceof ReferenceError ? 'has an alias (*name): write it out' : 'is nested too deeply',
      },
    ]);
  }
  const at = ({ path, message }: Found): Problem => {
    const line = lineOf(document, lines, path);
    return { at: `line ${line}${path.length === 0 ? '' : `, ${sayPath(path)}`}`, message };
  };
  const read = policySchema.safeParse(value, { error: sayIssue });
  if (!read.success) return refused(read.error.issues.flatMap(spread).map(at));
  const policy = read.data;
  const problems = [...lawbreakers(policy), ...loose(policy), ...unknownTemplates(policy, known.templates)];
  if (problems.length > 0) return refused(problems.map(at));
  return { ok: true, policy, warnings: doubtful(policy).map(at) };
}

/** A policy that is known to be good, or a refusal with all its problems. @throws Refused */
export function readPolicy(text: string, known: { readonly templates?: readonly string[] } = {}): Policy {
  const check = checkPolicy(text, known);
  if (check.ok) return check.policy;
  throw new Refused('this policy file cannot be used', { problems: check.problems });
}

function refused(problems: readonly Problem[]): PolicyCheck {
  return { ok: false, problems: problems.slice(0, MAX_PROBLEMS) };
}

/** Inner references: tiers that name tiers, notices that must be told apart. */
function loose(policy: Policy): Found[] {
  return THREAT_CLASSES.flatMap((kind) => {
    const ladder = policy.ladders[kind];
    return ladder.flatMap((tier, i) =>
      looseIn(tier, ladder.slice(0, i), policy).map((f) => ({ ...f, path: ['ladders', kind, i, ...f.path] })),
    );
  });
}

function looseIn(tier: Tier, earlier: readonly Tier[], policy: Policy): Found[] {
  const found: Found[] = [];
  const told = earlier.filter(isNotifyTier);
  if (earlier.some((t) => t.tier === tier.tier))
    found.push({ path: ['tier'], message: `“${tier.tier}” is there twice: rename one` });
  if (tier.after !== undefined && !told.some((t) => t.tier === tier.after?.tier))
    found.push({
      path: ['after', 'tier'],
      message: `“${tier.after.tier}” is no earlier tier with a notice; there is: ${told.map((t) => t.tier).join(', ') || 'none'}`,
    });
  if (!isNotifyTier(tier)) {
    if (tier.limit !== undefined)
      found.push({ path: ['limit'], message: 'limits notices: remove it from a tier that sends none' });
    return found;
  }
  if (tier.then.rounds > 1 && tier.limit === undefined)
    found.push({
      path: ['then', 'notify', 'rounds'],
      message: 'several rounds need a `limit`, or they would go out at once',
    });
  const others = new Set([
    ...told.flatMap(templatesOf),
    policy.notices.correction,
    policy.notices.no_longer_seen,
    policy.notices.confined,
    policy.notices.released,
  ]);
  for (const template of new Set(templatesOf(tier)))
    if (others.has(template))
      found.push({
        path: ['then', 'notify'],
        message: `“${template}” is used elsewhere: each tier needs a notice of its own, or it counts as sent`,
      });
  return found;
}

function unknownTemplates(policy: Policy, templates: readonly string[] | undefined): Found[] {
  if (templates === undefined) return [];
  const say = (t: string): string => `there is no notice “${t}”; there is: ${templates.join(', ')}`;
  const missing = (names: readonly string[], path: readonly PropertyKey[]): Found[] =>
    names.filter((t) => !templates.includes(t)).map((t) => ({ path, message: say(t) }));
  return [
    ...missing([policy.notices.no_longer_seen], ['notices', 'no_longer_seen']),
    ...missing([policy.notices.correction], ['notices', 'correction']),
    ...missing([policy.notices.confined], ['notices', 'confined']),
    ...missing([policy.notices.released], ['notices', 'released']),
    ...THREAT_CLASSES.flatMap((kind) =>
      policy.ladders[kind].flatMap((tier, i) =>
        isNotifyTier(tier) ? missing(templatesOf(tier), ['ladders', kind, i, 'then', 'notify']) : [],
      ),
    ),
  ];
}

function doubtful(policy: Policy): Found[] {
  const confines = THREAT_CLASSES.some((k) => policy.ladders[k].some((t) => t.then.kind === 'confine'));
  if (!confines || Object.values(policy.holidays).flat().length > 0) return [];
  return [
    { path: ['holidays'], message: 'names no day: the garden may start on a holiday or the day before one' },
  ];
}

type Issue = Parameters<NonNullable<NonNullable<Parameters<typeof policySchema.safeParse>[1]>['error']>>[0];

function sayIssue(issue: Issue): string | undefined {
  if (issue.code === 'invalid_type')
    return issue.input === undefined
      ? 'is missing'
      : `must be a ${issue.expected === 'object' ? 'mapping' : issue.expected}, not ${JSON.stringify(issue.input)?.slice(0, 60)}`;
  if (issue.code === 'invalid_value') return `must be one of: ${issue.values.map(String).join(', ')}`;
  return undefined;
}

// An unknown key is told at the key, not at the mapping it stands in.
function spread(issue: {
  code: string;
  path: PropertyKey[];
  message: string;
  keys?: readonly string[];
}): Found[] {
  if (issue.code !== 'unrecognized_keys' || issue.keys === undefined) return [issue];
  return issue.keys.map((key) => ({ path: [...issue.path, key], message: issue.message }));
}

function sayPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((said, step) => {
    if (typeof step === 'number') return `${said}[${step}]`;
    return said === '' ? String(step) : `${said}.${String(step)}`;
  }, '');
}

/** The line of the deepest part of `path` that exists. */
function lineOf(document: Document.Parsed, lines: LineCounter, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let position = 0;
  for (const step of path) {
    let next: unknown;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (pair === undefined) break;
      if (isScalar(pair.key)) position = pair.key.range?.[0] ?? position;
      next = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      next = node.items[step];
      if (isMap(next) || isScalar(next) || isSeq(next)) position = next.range?.[0] ?? position;
    } else break;
    node = next;
  }
  return lines.linePos(position).line;
}
