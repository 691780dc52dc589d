import { IpAddress } from '@lazaret/kernel';

/** Whom an address belongs to, for counting: one IPv4 address, or the /64 that one IPv6 household has. */
export function networkOf(address: string | null): string {
  const parsed = address === null ? undefined : IpAddress.tryParse(address);
  if (parsed === undefined) return 'unknown';
  return parsed.family === 4 ? parsed.toString() : `${(parsed.value >> 64n).toString(16)}/64`;
}
