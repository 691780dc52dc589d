/** Packet codes (RFC 2865 §3, RFC 2866 §3, RFC 5176 §2.3). */
export const CODE = {
  accessRequest: 1,
  accessAccept: 2,
  accessReject: 3,
  accountingRequest: 4,
  accountingResponse: 5,
  disconnectRequest: 40,
  disconnectAck: 41,
  disconnectNak: 42,
  coaRequest: 43,
  coaAck: 44,
  coaNak: 45,
} as const;

/** Attribute types by their RFC's name; the RFC where it is not 2865. */
export const ATTRIBUTE = {
  userName: 1,
  nasIpAddress: 4,
  nasPort: 5,
  framedIpAddress: 8,
  framedIpNetmask: 9,
  filterId: 11,
  replyMessage: 18,
  framedRoute: 22,
  class: 25,
  vendorSpecific: 26,
  sessionTimeout: 27,
  idleTimeout: 28,
  calledStationId: 30,
  callingStationId: 31,
  nasIdentifier: 32,
  proxyState: 33,
  /** RFC 2866 §5, up to 51. */
  acctStatusType: 40,
  acctDelayTime: 41,
  acctSessionId: 44,
  acctAuthentic: 45,
  acctSessionTime: 46,
  acctTerminateCause: 49,
  acctMultiSessionId: 50,
  /** RFC 2869 §5.3. */
  eventTimestamp: 55,
  nasPortType: 61,
  /** RFC 3579 §3.2. */
  messageAuthenticator: 80,
  /** RFC 2869 §5.16. */
  acctInterimInterval: 85,
  /** RFC 2869 §5.17. */
  nasPortId: 87,
  /** RFC 4372 §2.2. */
  chargeableUserIdentity: 89,
  /** RFC 3162 §2.1 to §2.6. */
  nasIpv6Address: 95,
  framedInterfaceId: 96,
  framedIpv6Prefix: 97,
  framedIpv6Route: 99,
  /** RFC 5176 §3.5. */
  errorCause: 101,
  /** RFC 4818 §3. */
  delegatedIpv6Prefix: 123,
  /** RFC 6911 §3.1. */
  framedIpv6Address: 168,
} as const;

/** Values of Acct-Status-Type (RFC 2866 §5.1). */
export const ACCT_STATUS = {
  start: 1,
  stop: 2,
  interimUpdate: 3,
  accountingOn: 7,
  accountingOff: 8,
} as const;

/** Vendors whose attributes mean something to us, by IANA enterprise number, as FreeRADIUS's dictionaries have them. */
export const VENDOR = {
  mikrotik: { id: 14988, addressList: 19 },
  huawei: { id: 2011, natPublicAddress: 161, natStartPort: 162, natEndPort: 163 },
  nokia: { id: 6527, natPortRange: 121 },
  /** RFC 4679 §3.3.1 and §3.3.2. */
  broadbandForum: { id: 3561, agentCircuitId: 1, agentRemoteId: 2 },
} as const;
