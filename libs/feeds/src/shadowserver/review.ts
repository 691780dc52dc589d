import type { Role, ThreatClass } from '@lazaret/kernel';

/** What a person decided about report types. Nothing here is a default: a type that no verdict names is not parsed. */
export interface Verdict {
  /** Whose address the row carries. */
  readonly role: Role;
  readonly class: ThreatClass;
  /**
   * Could somebody else have put that address there? `unless-tcp`: the sensor heard the address first, so only a
   * completed TCP handshake proves it; UDP and unstated protocols are spoofable.
   */
  readonly spoofable: 'never' | 'always' | 'unless-tcp';
  /** Whether the type's `src_port` is the port the address itself spoke from: the one a CGNAT record can answer. */
  readonly sourcePort: boolean;
  /** The column of the address the report is *for*, where that is not the one IntelMQ calls the source. */
  readonly address?: string;
  /** A cell that makes a row of this type evidence of infection. */
  readonly infectedWhen?: { readonly column: string; readonly has: string };
  readonly why: string;
  /** Report types, parted by white space. */
  readonly types: string;
}

/**
 * Every report type of the Shadowserver Foundation, judged one by one against its published description. Grouped by
 * verdict so that a reader can disagree with a reason rather than with a table.
 */
export const VERDICTS: readonly Verdict[] = [
  {
    role: 'actor',
    class: 'infected',
    spoofable: 'unless-tcp',
    sourcePort: true,
    why: 'The address called a name or server that only malware knows.',
    types: 'event4_sinkhole event6_sinkhole event4_microsoft_sinkhole',
  },
  {
    role: 'actor',
    class: 'infected',
    spoofable: 'never',
    sourcePort: true,
    why: 'As above, with a whole HTTP request over an established connection.',
    types: 'event4_sinkhole_http event6_sinkhole_http event4_microsoft_sinkhole_http',
  },
  {
    role: 'actor',
    class: 'infected',
    spoofable: 'unless-tcp',
    sourcePort: true,
    why: 'The address attacked a honeypot; on an access line that is a device under foreign control.',
    types: `event4_honeypot_adb_scan event4_honeypot_brute_force event4_honeypot_http_scan event4_honeypot_ics_scan
      event4_honeypot_ikev2_scan event4_honeypot_rdp_scan event4_honeypot_rocketmq_scan event4_honeypot_smb_scan`,
  },
  {
    role: 'actor',
    class: 'infected',
    spoofable: 'always',
    sourcePort: true,
    why: 'One-way packets: a darknet never answers, and attack traffic may carry any source.',
    types: 'event4_honeypot_darknet event4_ddos_participant',
  },
  {
    role: 'resolver',
    class: 'infected',
    spoofable: 'always',
    sourcePort: false,
    why: 'The query comes from a resolver on behalf of somebody else, over UDP; its port is the resolver’s own.',
    types: 'event4_sinkhole_dns',
  },
  {
    role: 'victim',
    class: 'abusive',
    spoofable: 'always',
    sourcePort: false,
    why: 'The source is forged to be the victim, and the port was chosen by the attacker.',
    types: 'event4_honeypot_ddos_amp',
  },
  {
    role: 'victim',
    class: 'abusive',
    spoofable: 'never',
    sourcePort: false,
    address: 'dst_ip',
    why: 'Sent to whoever holds the destination, the attacked one; the source is the command server.',
    types: 'event4_honeypot_ddos_target',
  },
  {
    role: 'host',
    class: 'abusive',
    spoofable: 'never',
    sourcePort: false,
    why: 'A command server that gave an order over the connection our drone had opened: its port listens.',
    types: 'event4_honeypot_ddos',
  },
  {
    role: 'host',
    class: 'abusive',
    spoofable: 'always',
    sourcePort: false,
    why: 'The site named in a Referer header; a client may write there what it likes, and the port is the site’s.',
    types: 'event4_sinkhole_http_referer event6_sinkhole_http_referer',
  },
  {
    role: 'host',
    class: 'vulnerable',
    spoofable: 'never',
    sourcePort: true,
    why: 'A volunteer’s own test showed that the network lets forged sources out. Nobody is infected.',
    types: 'event4_ip_spoofer',
  },
  {
    role: 'host',
    class: 'infected',
    spoofable: 'never',
    sourcePort: false,
    why: 'A probe found the implant or the intruder’s key on the device itself.',
    types: 'compromised_iot compromised_iot6 scan_synfulknock',
  },
  {
    role: 'host',
    class: 'abusive',
    spoofable: 'never',
    sourcePort: false,
    why: 'What is served from the address harms others: the desk’s matter, not one of cleaning a device.',
    types: `compromised_website compromised_website6 malware_url phish_url scan_post_exploitation_framework`,
  },
  {
    role: 'host',
    class: 'abusive',
    spoofable: 'always',
    sourcePort: false,
    why: 'A link in spam: anybody may write any link.',
    types: 'spam_url',
  },
  {
    role: 'unknown',
    class: 'abusive',
    spoofable: 'always',
    sourcePort: false,
    why: 'Somebody’s list, or what malware talked to in a sandbox: innocent services are among them.',
    types: 'blocklist sandbox_conn sandbox_dns sandbox_url',
  },
  {
    role: 'victim',
    class: 'infected',
    spoofable: 'always',
    sourcePort: false,
    why: 'Names an account or an organisation and no address at all.',
    types: 'compromised_account ransomware_victim',
  },
  {
    role: 'unknown',
    class: 'vulnerable',
    spoofable: 'never',
    sourcePort: false,
    why: 'Says what stands there, or differs from one mailing to the next; by itself no reason to write to anybody.',
    types: 'device_id device_id6 special',
  },
  {
    role: 'unknown',
    class: 'vulnerable',
    spoofable: 'always',
    sourcePort: false,
    why: 'A box on the way answered in the name of the probed address.',
    types: 'scan_ddos_middlebox',
  },
  {
    role: 'host',
    class: 'vulnerable',
    spoofable: 'never',
    sourcePort: false,
    infectedWhen: { column: 'tag', has: 'webshell' },
    why: 'A mail server that answered a probe; with a web shell somebody is in already.',
    types: 'scan_exchange scan6_exchange',
  },
  {
    role: 'host',
    class: 'vulnerable',
    spoofable: 'never',
    sourcePort: false,
    infectedWhen: { column: 'smb_implant', has: 'Y' },
    why: 'File sharing that answered a probe; the probe also asks for a known kernel implant.',
    types: 'scan_smb scan6_smb',
  },
  {
    role: 'host',
    class: 'vulnerable',
    spoofable: 'never',
    sourcePort: false,
    why: 'The scanner asked first and the address answered: the service is there. `port` is where it listens.',
    types: `population_bgp population_http_proxy population_isakmp population_msmq population_ntrip
      population6_bgp population6_http_proxy population6_isakmp population6_msmq
      scan_activemq scan_adb scan_afp scan_amqp scan_ard scan_badsecrets scan_bgp scan_chargen
      scan_cisco_smart_install scan_coap scan_couchdb scan_cwmp scan_db2 scan_dns scan_docker scan_dvr_dhcpdiscover
      scan_elasticsearch scan_epmd scan_ftp scan_gtp scan_hadoop scan_http scan_http_proxy scan_http_vulnerable
      scan_ics scan_imap scan_imap_vulnerable scan_ip_tunnel scan_ipmi scan_ipp scan_isakmp scan_kubernetes
      scan_ldap_tcp scan_ldap_udp scan_loop_dos scan_mdns scan_memcached scan_mongodb scan_mqtt scan_mqtt_anon
      scan_msrpc scan_mssql scan_mysql scan_nat_pmp scan_netbios scan_netis_router scan_ntp scan_ntpmonitor
      scan_pop3 scan_pop3_vulnerable scan_portmapper scan_postgres scan_qotd scan_quic scan_radmin scan_rdp
      scan_rdpeudp scan_redis scan_rsync scan_sip scan_slp scan_smtp scan_smtp_vulnerable scan_snmp scan_socks
      scan_ssdp scan_ssh scan_ssl scan_ssl_freak scan_ssl_poodle scan_stun scan_telnet scan_tftp scan_ubiquiti
      scan_vnc scan_ws_discovery scan_xdmcp
      scan6_activemq scan6_badsecrets scan6_bgp scan6_cwmp scan6_dns scan6_elasticsearch scan6_ftp scan6_http
      scan6_http_proxy scan6_http_vulnerable scan6_imap scan6_imap_vulnerable scan6_ip_tunnel scan6_ipp
      scan6_isakmp scan6_ldap_tcp scan6_mongodb scan6_mqtt scan6_mqtt_anon scan6_msrpc scan6_mysql scan6_ntp
      scan6_ntpmonitor scan6_pop3 scan6_pop3_vulnerable scan6_postgres scan6_rdp scan6_rsync scan6_slp scan6_smtp
      scan6_smtp_vulnerable scan6_snmp scan6_ssh scan6_ssl scan6_ssl_freak scan6_ssl_poodle scan6_stun
      scan6_telnet scan6_vnc`,
  },
];
