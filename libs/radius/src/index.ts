/** RADIUS packets: decoded, made, signed, verified (RFC 2865, 2866, 2869, 3162, 4818, 5176, 6911). Nothing is sent here. */
export { type Attribute } from './attribute.js';
export {
  integer,
  ipv4,
  ipv6,
  octets,
  prefix6,
  text,
  time,
  vendorInteger,
  vendorIpv4,
  vendorText,
} from './make-value.js';
export { ACCT_STATUS, ATTRIBUTE, CODE, VENDOR } from './numbers.js';
export { decodePacket, type Packet } from './packet.js';
export { find, findVendor, readHex, readInteger, readPrefix6, readText, readTime } from './read-value.js';
export { encodeReply, encodeRequest, verifyReply, verifyRequest, type Message } from './sign.js';
