/**
 * The same things in the same order, each fetched while the one before is being worked on. An error comes when its turn
 * comes. Two of them are in memory instead of one.
 */
export async function* oneAhead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    for (let coming = fetched(source); ;) {
      const next = await coming;
      if (next.done) return;
      coming = fetched(source);
      yield next.value;
    }
  } finally {
    await source.return(undefined);
  }
}

/** If nobody comes back for it, its error is nobody's business. */
function fetched<T>(source: AsyncGenerator<T>): Promise<IteratorResult<T>> {
  const next = source.next();
  next.catch(() => undefined);
  return next;
}
