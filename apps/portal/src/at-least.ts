/** Real time that an answer about a code takes, whatever it is. */
const LEAST_MS = 200;

/** Gives the result not before the time is over, so that how long it took tells nothing. */
export async function atLeast<T>(work: Promise<T>, ms = LEAST_MS): Promise<T> {
  const [result] = await Promise.all([work, new Promise((done) => setTimeout(done, ms))]);
  return result;
}
