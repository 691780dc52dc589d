import { describe, expect, it } from 'vitest';

import { OPERATOR_ROLES, PERMISSIONS, type OperatorRole, type Permission } from '@lazaret/kernel';

import { allows, permissionsOf } from './permissions-of.js';

const READS = 'case.read garden.read line.read notice.read policy.read report.read approval.read';
const TABLE: Readonly<Record<OperatorRole, string>> = {
  viewer: READS,
  helpline: 'case.note case.read garden.release helpline.search line.read notice.read person.reveal',
  analyst: `${READS} approval.decide case.act case.bulk case.note garden.confine garden.release helpline.search person.reveal`,
  engineer: `${READS} approval.decide feed.activate garden.release garden.switch policy.propose`,
  admin: `${READS} approval.decide audit.read operator.manage policy.propose`,
};

describe('permissionsOf', () => {
  it.each(OPERATOR_ROLES)('gives a %s exactly this', (role) => {
    expect([...permissionsOf([role])].sort()).toEqual(TABLE[role].split(' ').sort());
  });

  it('gives somebody with several roles all that one of them may do', () => {
    expect(permissionsOf(['helpline', 'engineer'])).toEqual(
      new Set([...permissionsOf(['helpline']), ...permissionsOf(['engineer'])]),
    );
  });

  it('gives nobody nothing', () => {
    expect(permissionsOf([]).size).toBe(0);
  });

  it('leaves no permission that nobody holds', () => {
    expect([...permissionsOf(OPERATOR_ROLES)].sort()).toEqual([...PERMISSIONS].sort());
  });
});

describe('allows', () => {
  it('says the same as the table, for every role and permission', () => {
    for (const role of OPERATOR_ROLES)
      for (const permission of PERMISSIONS)
        expect(allows([role], permission), `${role} ${permission}`).toBe(
          TABLE[role].split(' ').includes(permission),
        );
  });

  it('refuses what nobody knows', () => {
    expect(allows(['admin'], 'house.burn' as Permission)).toBe(false);
    expect(allows([], 'case.read')).toBe(false);
  });

  it('lets nobody both manage operators and look at people', () => {
    for (const role of OPERATOR_ROLES)
      expect(allows([role], 'operator.manage') && allows([role], 'person.reveal'), role).toBe(false);
  });
});
