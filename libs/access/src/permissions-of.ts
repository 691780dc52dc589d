import type { OperatorRole, Permission } from '@lazaret/kernel';

const READS = [
  'case.read',
  'line.read',
  'garden.read',
  'report.read',
  'notice.read',
  'policy.read',
  'approval.read',
] as const satisfies readonly Permission[];

/** What each role may do. Whatever does not stand here is refused. */
export const ROLE_PERMISSIONS: Readonly<Record<OperatorRole, readonly Permission[]>> = {
  viewer: READS,
  helpline: [
    'case.read',
    'line.read',
    'notice.read',
    'helpline.search',
    'garden.release',
    'case.note',
    'person.reveal',
  ],
  analyst: [
    ...READS,
    'case.note',
    'case.act',
    'case.bulk',
    'helpline.search',
    'person.reveal',
    'garden.release',
    'garden.confine',
    'approval.decide',
  ],
  engineer: [
    ...READS,
    'garden.release',
    'garden.switch',
    'feed.activate',
    'policy.propose',
    'approval.decide',
  ],
  admin: [...READS, 'audit.read', 'operator.manage', 'policy.propose', 'approval.decide'],
};

/** Everything that one of the roles may do. */
export function permissionsOf(roles: readonly OperatorRole[]): ReadonlySet<Permission> {
  return new Set(roles.flatMap((role) => ROLE_PERMISSIONS[role]));
}

export function allows(roles: readonly OperatorRole[], permission: Permission): boolean {
  return roles.some((role) => ROLE_PERMISSIONS[role].includes(permission));
}
