/**
 * Where random histories of the house's laws begin. Always the same, so that a run proves what the last one did; `LAWS_SEED`
 * tries others. Whatever breaks a law is printed with its seed.
 */
export const SEED = Number(process.env['LAWS_SEED'] ?? 2026);
