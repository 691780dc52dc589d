// npm run build: translates what changed.
import { build, ensureInstalled } from './ensure.mjs';

await ensureInstalled();
await build();
