/**
 * Which addresses the product may dial on behalf of a host that somebody typed (P26). The rule looks at resolved
 * addresses, never at spellings: `0x7f.1`, `2130706433` and a name that points inside are all one to it.
 */
import net from 'node:net';

/** Inside, special or not routable: IANA's special-purpose registries for IPv4 (RFC 6890 and its updates). */
const inside4 = new net.BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  inside4.addSubnet(network, prefix, 'ipv4');
}

/** Of IPv6 only the global unicast space is outside, without what embeds IPv4 or is for documentation. */
const global6 = new net.BlockList();
global6.addSubnet('2000::', 3, 'ipv6');
const special6 = new net.BlockList();
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  special6.addSubnet(network, prefix, 'ipv6');
}

/** Where clouds hand out credentials to whoever asks: closed even to hosts that an operator allowed by name. */
const metadata = new net.BlockList();
metadata.addSubnet('169.254.0.0', 16, 'ipv4');
metadata.addAddress('100.100.100.200', 'ipv4');
metadata.addAddress('168.63.129.16', 'ipv4');
metadata.addAddress('fd00:ec2::254', 'ipv6');
metadata.addSubnet('fe80::', 10, 'ipv6');

export type AddressVerdict = 'allowed' | 'inside' | 'metadata' | 'not-an-address';

/** `allowed` holds host names and addresses that an operator opened, such as `localhost` or `10.0.0.5`. */
export function judgeAddress(host: string, address: string, allowed: readonly string[]): AddressVerdict {
  const canonical = unmapped(address);
  const family = net.isIP(canonical);
  if (family === 0 || canonical.includes('%')) return 'not-an-address';
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  const named = allowed.map(canonicalHost);
  if (named.includes(canonical)) return 'allowed';
  if (metadata.check(canonical, kind)) return 'metadata';
  if (named.includes(canonicalHost(host))) return 'allowed';
  const outside = family === 4 ? !inside4.check(canonical, kind) : global6.check(canonical, kind) && !special6.check(canonical, kind);
  return outside ? 'allowed' : 'inside';
}

function canonicalHost(host: string): string {
  return host.toLowerCase().replace(/\.$/, '');
}

/** `::ffff:127.0.0.1` and `::ffff:7f00:1` are the IPv4 address that they carry (RFC 4291, 2.5.5.2). */
function unmapped(address: string): string {
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (dotted?.[1] !== undefined) return dotted[1];
  const hex = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address);
  if (hex?.[1] === undefined || hex[2] === undefined) return address.toLowerCase();
  const [high, low] = [Number.parseInt(hex[1], 16), Number.parseInt(hex[2], 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
