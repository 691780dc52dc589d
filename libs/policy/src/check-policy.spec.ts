import { describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';

import { checkPolicy, readPolicy } from './check-policy.js';
import { defaultPolicyText } from './testing.js';

const text = defaultPolicyText();

/** The default file with one place changed, and the number of the line where it stands. */
function changed(from: string, to: string): { text: string; line: number } {
  expect(text, `the default file has ${from}`).toContain(from);
  return { text: text.replace(from, to), line: text.slice(0, text.indexOf(from)).split('\n').length };
}

function problemsOf(policy: string): readonly { at: string; message: string }[] {
  const check = checkPolicy(policy);
  return check.ok ? [] : check.problems;
}

describe('the default policy', () => {
  it('is a policy, and warns of nothing but the empty calendar', () => {
    expect(checkPolicy(text)).toMatchObject({
      ok: true,
      warnings: [{ message: expect.stringMatching(/no day/) }],
    });
  });

  it('names the figures of the house', () => {
    const policy = readPolicy(text);
    const garden = policy.ladders.infected.find((t) => t.then.kind === 'confine');
    expect(garden).toMatchObject({
      after: { tier: 'told', delivered: true, hours: 72 },
      evidence: { any_of: [{ upstreams: 2 }, { days: 3 }], within_hours: 48 },
      line: { classes: ['residential'], confinable: true },
      hours: { days: ['mon', 'tue', 'wed', 'thu'], from: '09:00', to: '16:00', not_before_holiday: true },
      then: { kind: 'confine', profile: 'leaky', max_days: 7 },
    });
    expect(policy.garden).toEqual({
      hold_hours: 24,
      release_unanswered_hours: 24,
      retry_hours: 24,
      confined_days: { max: 10, in_days: 60 },
      self_releases: { max: 2, in_days: 30 },
      caps: { per_bng_per_hour: 5, per_day: 50 },
    });
    expect(policy.ladders.vulnerable.map((t) => t.limit)).toContainEqual({ notices: 1, days: 90 });
  });

  it('says nothing of the calendar once it has one', () => {
    const filled = text.replace('holidays: {}', 'holidays: { DE-SN: [2026-12-25] }');
    expect(checkPolicy(filled)).toMatchObject({ ok: true, warnings: [] });
  });
});

describe('a file that is no policy is refused with line, path and remedy', () => {
  const CASES: [what: string, from: string, to: string, path: string, message: RegExp][] = [
    ['an unknown key', 'grace_hours: 24', 'grace_hours: 24\n  gracehours: 3', 'evidence.gracehours', /not known here; known are: grace_hours, ignored_names/],
    ['a missing key', '  clear_after_days: 14\n', '', 'silence.clear_after_days', /is missing/],
    ['a text where a number belongs', 'grace_hours: 24', 'grace_hours: soon', 'evidence.grace_hours', /must be a number, not "soon"/],
    ['another version', 'version: 1', 'version: 2', 'version', /must be 1/],
    ['a time without quotes or sense', "from: '09:00'", "from: '9 am'", 'ladders.infected[4].hours.from', /time of day in quotes, like '09:00'/],
    ['hours that end before they start', "to: '16:00'", "to: '08:00'", 'ladders.infected[4].hours.to', /later than/],
    ['a day that is none', 'holidays: {}', 'holidays: { DE: [2026-02-30] }', 'holidays.DE[0]', /not a day of the calendar/],
    ['a class of line that is none', 'classes: [protected]', 'classes: [hospital]', 'ladders.infected[3].line.classes[0]', /must be one of: residential, business/],
    ['two things to do', 'then: { confine: { profile: leaky, max_days: 7 } }', 'then: { confine: { profile: leaky, max_days: 7 }, ask_desk: { why: both } }', 'ladders.infected[4].then', /exactly one of: notify, confine, ask_desk/],
    ['evidence of an unknown kind', 'any_of: [{ upstreams: 2 }, { days: 3 }]', 'any_of: [{ feeds: 2 }]', 'ladders.infected[4].evidence.any_of[0]', /must be one of: \{sightings: n\}/],
    ['a tier twice', '- tier: reminder', '- tier: told', 'ladders.infected[2].tier', /there twice/],
    ['a tier after one that does not exist', 'after: { tier: told, hours: 48 }', 'after: { tier: tolled, hours: 48 }', 'ladders.infected[2].after.tier', /no earlier tier with a notice; there is: told/],
    ['one notice in two tiers', 'template: reminder }', 'template: first }', 'ladders.infected[2].then.notify', /used elsewhere/],
    ['rounds without a limit', 'template: reminder }', 'template: reminder, rounds: 3 }', 'ladders.infected[2].then.notify.rounds', /need a `limit`/],
  ]; // prettier-ignore

  it.each(CASES)('%s', (_what, from, to, path, message) => {
    const [problem, ...others] = problemsOf(changed(from, to).text);
    expect(others).toEqual([]);
    expect(problem?.at).toMatch(new RegExp(`^line \\d+, ${path.replaceAll(/[[\].]/g, '\\$&')}$`));
    expect(problem?.message).toMatch(message);
  });

  it('points at the very line', () => {
    const { text: bad, line } = changed('max_days: 7', 'max_days: 7.5');
    expect(problemsOf(bad)[0]?.at).toBe(`line ${line}, ladders.infected[4].then.confine.max_days`);
  });

  it('tells all problems at once', () => {
    const two = text.replace('grace_hours: 24', 'grace_hours: -1').replace('per_day: 50', 'per_day: 0');
    expect(problemsOf(two).map((p) => p.at.split(', ')[1])).toEqual([
      'evidence.grace_hours',
      'garden.caps.per_day',
    ]);
  });

  it('knows the notices, if it is told them', () => {
    const check = checkPolicy(text, { templates: ['first'] });
    expect(check.ok ? [] : check.problems.map((p) => p.message)).toContainEqual(
      'there is no notice “correction”; there is: first',
    );
  });
});

describe('hostile files', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x]\n${'bcdefgh'.split('').map((c, i) => `${c}: &${c} [${Array(8).fill(`*${'abcdefg'[i]}`).join(',')}]`).join('\n')}`; // prettier-ignore
  it.each([
    ['no YAML at all', 'version: [1', /line 1/],
    ['nothing', '', /line 1/],
    ['a list', '- 1', /line 1/],
    ['a key twice', 'version: 1\nversion: 1', /line 2/],
    ['an alias bomb', bomb, /line 1/],
    ['a foreign tag', 'version: !!js/function "x"', /line 1/],
    ['a deep nest', '['.repeat(100_000), /line 1/],
    ['a zero byte', 'name: \0', /line 1/],
    ['a name of two lines', text.replace('name: default', 'name: "a\\nb"'), /, name$/],
    ['a long one', `# ${'x'.repeat(300_000)}`, /line 1/],
    ['a prototype', text.replace('holidays: {}', 'holidays: {}\n__proto__: { version: 2 }'), /__proto__/],
  ])('%s is refused in words', (_what, bad, at) => {
    const problems = problemsOf(bad);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]?.at).toMatch(at);
    expect(() => readPolicy(bad)).toThrow(Refused);
  });
});

describe('the laws above every file', () => {
  const LAWS: [what: string, from: string, to: string, message: RegExp][] = [
    ...['protected', 'unknown', 'business', 'shared', 'wholesale'].map((kind): [string, string, string, RegExp] => [
      `confining a line of class ${kind}`, 'classes: [residential], confinable: true', `classes: [residential, ${kind}], confinable: true`, /only residential lines/,
    ]),
    ['confining a line that must not be', 'classes: [residential], confinable: true', 'classes: [residential]', /confinable: true/],
    ['the strict garden', 'profile: leaky', 'profile: strict', /only a person/],
    ['more than two weeks', 'max_days: 7', 'max_days: 15', /at most 14 days/],
    ['one source', '{ upstreams: 2 }, { days: 3 }', '{ upstreams: 1 }, { days: 3 }', /one sighting may be wrong/],
    ['two days', '{ upstreams: 2 }, { days: 3 }', '{ upstreams: 2 }, { days: 2 }', /one sighting may be wrong/],
    ['many sightings of one source', '{ upstreams: 2 }, { days: 3 }', '{ sightings: 1000 }', /one sighting may be wrong/],
    ['old evidence', '{ days: 3 }], within_hours: 48', '{ days: 3 }], within_hours: 49', /older than 48/],
    ['before telling', '      after: { tier: told, delivered: true, hours: 72 }\n', '', /told first/],
    ['before the notice is known to have arrived', 'delivered: true, hours: 72', 'hours: 72', /told first/],
    ['at once after the notice', 'delivered: true, hours: 72', 'delivered: true, hours: 23', /told first/],
    ['at night', "to: '16:00'", "to: '22:00'", /somebody must be there/],
    ['before a holiday', 'not_before_holiday: true', 'not_before_holiday: false', /somebody must be there/],
    ['a hold longer than a day', 'hold_hours: 24', 'hold_hours: 25', /free within a day/],
    ['a request left unanswered', 'release_unanswered_hours: 24', 'release_unanswered_hours: 48', /within 24 hours/],
    ['writing to a wholesale line', '- tier: told\n      line: { classes: [residential,', '- tier: told\n      line: { classes: [wholesale, residential,', /told by their own provider/],
    ['a garden for the vulnerable', '      limit: { notices: 1, days: 90 }\n      then: { notify: { template: vulnerable, rounds: 4 } }', '      then: { confine: { profile: leaky, max_days: 7 } }', /never vulnerable ones/],
  ]; // prettier-ignore

  it.each(LAWS)('%s cannot be asked for', (_what, from, to, message) => {
    const problems = problemsOf(changed(from, to).text);
    expect(problems.map((p) => p.message)).toContainEqual(expect.stringMatching(message));
  });
});
