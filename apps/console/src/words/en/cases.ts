export const caseWords = { title: 'Cases' };
