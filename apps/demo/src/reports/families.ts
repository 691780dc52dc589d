/** The malware of the demo, with what a sinkhole can tell of the device. */
export const FAMILIES = [
  { infection: 'mirai', port: 23, device: ['Hikvision', 'ip-camera', 'DS-2CD'] },
  { infection: 'android.badbox2', port: 443, device: ['', 'tv-box', ''] },
  { infection: 'qakbot', port: 443, device: ['', '', ''] },
  { infection: 'gamarue', port: 80, device: ['', '', ''] },
] as const;
export type Family = (typeof FAMILIES)[number];
