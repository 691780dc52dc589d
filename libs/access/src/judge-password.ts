/** NIST SP 800-63B-4 §3.1.1.2: length counts, no rules of composition, nothing that is guessed first. */
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 200;

/** What the most common passwords are made of, once digits and signs are taken away. */
const COMMON = new Set([
  ...['password', 'passwort', 'passw0rd', 'pass', 'secret', 'geheim', 'kennwort', 'changeme', 'letmein'],
  ...['admin', 'administrator', 'root', 'user', 'guest', 'operator', 'login', 'default', 'test', 'demo'],
  ...['welcome', 'willkommen', 'hello', 'hallo', 'hallowelt', 'helloworld', 'iloveyou', 'ichliebedich'],
  ...['qwerty', 'qwertz', 'qwertyuiop', 'qwertzuiop', 'qwertyuiopasdfghjkl', 'asdfghjkl', 'asdf', 'yxcvbnm'],
  ...['zxcvbnm', 'qazwsx', 'qazwsxedc', 'qwerasdf', 'qwerasdfzxcv', 'abc', 'abcd', 'abcdef', 'abcdefgh'],
  ...['monkey', 'dragon', 'football', 'fussball', 'baseball', 'superman', 'batman', 'sunshine', 'princess'],
  ...['master', 'shadow', 'internet', 'computer', 'lazaret', 'summer', 'sommer', 'winter', 'spring'],
]);
/** Rows of keys and of letters that people walk along. */
const WALKS = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm', '1q2w3e4r5t6y7u8i9o0p', '1qaz2wsx3edc4rfv5tgb6yhn', 'q1w2e3r4t5y6u7i8o9p0']; // prettier-ignore

/** Why a password cannot be taken, with what would help; null when it can. */
export function judgePassword(password: string, name: string): string | null {
  const length = [...password].length;
  if (length < SHORTEST_PASSWORD) return `use at least ${SHORTEST_PASSWORD} characters`;
  if (length > LONGEST_PASSWORD) return `use at most ${LONGEST_PASSWORD} characters`;
  const plain = password.toLowerCase();
  const rest = plain.replaceAll(name.toLowerCase(), '');
  if (rest.length < plain.length && rest.length < SHORTEST_PASSWORD - 4)
    return 'it is little more than your name; use several words that only you put together';
  if (isCommon(plain) || (rest !== '' && isCommon(rest)))
    return 'it is one of those that are tried first; use several words that only you put together';
  return null;
}

function isCommon(text: string): boolean {
  if (new Set(text).size < 5) return true;
  const once = unrepeat(text);
  if (WALKS.some((walk) => walk.includes(once) || [...walk].reverse().join('').includes(once))) return true;
  const letters = text.replace(/[^a-z]/g, '');
  return COMMON.has(unrepeat(letters)) || COMMON.has(unrepeat(text.replace(/[^a-z0-9]/g, '')));
}

/** `abcabcabc` is `abc`. */
function unrepeat(text: string): string {
  for (let size = 1; size <= text.length / 2; size += 1)
    if (text.length % size === 0 && text.slice(0, size).repeat(text.length / size) === text)
      return text.slice(0, size);
  return text;
}
