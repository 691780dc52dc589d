import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where data lies when nobody says otherwise. Root's home is closed to the user PostgreSQL runs as, so root gets the
 * place the file hierarchy has for it (FHS 3.0 §5.8).
 */
export function defaultDataDir(
  environment: { readonly LAZARET_DATA_DIR?: string | undefined },
  uid: number | undefined = process.getuid?.(),
  home: string = homedir(),
): string {
  if (environment.LAZARET_DATA_DIR) return environment.LAZARET_DATA_DIR;
  return uid === 0 ? '/var/lib/lazaret' : join(home, '.local', 'share', 'lazaret');
}
