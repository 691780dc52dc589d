// One @, no space, control or list character, a domain of at least two labels. What lies beyond is for the mail
// server to judge: a stricter rule refuses addresses that work (RFC 5321 §4.1.2, RFC 6531 §3.3).
const LOCAL = /^[^\s\p{Cc}@<>()[\]\\,;:"]{1,64}$/u;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

/** Whether a text may be an e-mail address. Dots at odd places are refused, for no server takes them unquoted. */
export function isMailAddress(text: string): boolean {
  const [local = '', domain = '', ...rest] = text.split('@');
  const labels = domain.split('.');
  return (
    text.length <= 254 &&
    rest.length === 0 &&
    LOCAL.test(local) &&
    !/^\.|\.$|\.\./.test(local) &&
    labels.length > 1 &&
    labels.every((label) => LABEL.test(label))
  );
}
