import type { Permission } from '@lazaret/kernel';
import { describe, expect, it } from 'vitest';

import { judgeAnswers } from './judge-answers.js';

const analyst: Permission[] = ['approval.read', 'approval.decide', 'garden.confine'];

describe('judgeAnswers', () => {
  it('lets a second person agree or decline', () => {
    expect(judgeAnswers({ kind: 'confine', mine: false }, analyst)).toEqual({
      agree: true,
      decline: true,
      withdraw: false,
      not: null,
    });
  });
  it('lets nobody agree with himself, but take it back', () => {
    expect(judgeAnswers({ kind: 'confine', mine: true }, analyst)).toEqual({
      agree: false,
      decline: false,
      withdraw: true,
      not: 'mine',
    });
  });
  it('lets nobody agree to what he may not do, but decline it', () => {
    expect(judgeAnswers({ kind: 'activate-policy', mine: false }, analyst)).toMatchObject({
      agree: false,
      decline: true,
      not: 'kind',
    });
  });
  it('offers nothing to who only reads', () => {
    expect(judgeAnswers({ kind: 'confine', mine: false }, ['approval.read'])).toEqual({
      agree: false,
      decline: false,
      withdraw: false,
      not: 'role',
    });
  });
});
