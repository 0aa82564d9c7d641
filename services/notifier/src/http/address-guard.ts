import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Why an address of a receiver may not be called. */
export type AddressRefusal =
  | 'address_unknown'
  | 'address_private'
  | 'protocol_not_https'
  | 'port_not_allowed'
  | 'url_has_credentials';

export type AddressVerdict =
  | { readonly kind: 'allowed'; readonly addresses: readonly ResolvedAddress[] }
  | { readonly kind: 'refused'; readonly reason: AddressRefusal };

/**
 * Decides whether a URL from the settings may be called. It resolves the name once and judges
 * every address; the caller connects to what is answered here, so a second look-up cannot lead
 * elsewhere (DNS rebinding).
 */
export interface AddressGuard {
  check(url: URL): Promise<AddressVerdict>;
}

export interface AddressGuardOptions {
  /** Addresses or networks (`127.0.0.1`, `10.2.0.0/16`) that may be called though not public. */
  readonly allowPrivateAddresses: readonly string[];
  /** Ports of public addresses; an allowed private address may be called on any. */
  readonly allowedPorts: readonly number[];
  readonly resolve?: (host: string) => Promise<readonly ResolvedAddress[]>;
}

/** Everything that is not the public internet: private, local, shared, reserved, transition. */
const NOT_PUBLIC: readonly (readonly [network: string, prefix: number])[] = [
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
  ['::', 128],
  ['::1', 128],
  // Translated IPv4 hides private addresses. Mapped IPv4 (::ffff:…) is judged as the IPv4 it is.
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

/** A guard with these exceptions. Throws when one of them is not an address or network. */
export function createAddressGuard(options: AddressGuardOptions): AddressGuard {
  const refused = blockListOf(NOT_PUBLIC);
  const allowed = blockListOf(options.allowPrivateAddresses.map(parseNetwork));
  const resolve = options.resolve ?? resolveHost;
  const isPrivate = ({ address, family }: ResolvedAddress): boolean =>
    refused.check(address, familyName(family));
  const isExcepted = ({ address, family }: ResolvedAddress): boolean =>
    allowed.check(address, familyName(family));

  return {
    async check(url) {
      if (url.username !== '' || url.password !== '') return refuse('url_has_credentials');
      const host = url.hostname.replace(/^\[|\]$/g, '');
      const family = isIP(host);
      const addresses =
        family === 4 || family === 6 ? [{ address: host, family } as const] : await resolve(host);
      if (addresses.length === 0) return refuse('address_unknown');
      if (addresses.every(isExcepted)) return { kind: 'allowed', addresses };
      if (addresses.some((one) => isPrivate(one) && !isExcepted(one))) {
        return refuse('address_private');
      }
      if (url.protocol !== 'https:') return refuse('protocol_not_https');
      if (!options.allowedPorts.includes(Number(url.port || 443)))
        return refuse('port_not_allowed');
      return { kind: 'allowed', addresses };
    },
  };
}

function refuse(reason: AddressRefusal): AddressVerdict {
  return { kind: 'refused', reason };
}

function blockListOf(networks: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of networks) {
    list.addSubnet(network, prefix, isIP(network) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

function parseNetwork(text: string): readonly [string, number] {
  const [network = '', prefix] = text.split('/');
  const family = isIP(network);
  const bits = prefix === undefined ? (family === 6 ? 128 : 32) : Number(prefix);
  const isValid = family !== 0 && Number.isInteger(bits) && bits >= 0 && bits <= 128;
  if (!isValid) throw new RangeError(`${text} is not an address or a network such as 10.2.0.0/16`);
  return [network, bits];
}

function familyName(family: 4 | 6): 'ipv4' | 'ipv6' {
  return family === 6 ? 'ipv6' : 'ipv4';
}

/** A name that does not resolve has no addresses; only that it does not, not why, matters here. */
async function resolveHost(host: string): Promise<readonly ResolvedAddress[]> {
  try {
    const found = await lookup(host, { all: true });
    return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
  } catch {
    return [];
  }
}
