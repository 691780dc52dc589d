/** Operators, sessions, permissions, approvals, audit. */
export {};
