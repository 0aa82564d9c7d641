import { createAddressGuard, type ResolvedAddress } from './address-guard.ts';

const v4 = (address: string): ResolvedAddress => ({ address, family: 4 });
const v6 = (address: string): ResolvedAddress => ({ address, family: 6 });

function check(
  url: string,
  addresses: readonly ResolvedAddress[] = [],
  allowPrivateAddresses: readonly string[] = [],
) {
  const guard = createAddressGuard({
    allowPrivateAddresses,
    allowedPorts: [443, 8443],
    resolve: async () => addresses,
  });
  return guard.check(new URL(url));
}

describe('calling a receiver’s address', () => {
  it('is allowed over https where every address is public, and only to those', async () => {
    const addresses = [v4('93.184.216.34'), v6('2606:2800:220:1::1')];
    expect(await check('https://hooks.example', addresses)).toEqual({ kind: 'allowed', addresses });
    expect(await check('https://hooks.example:8443', addresses)).toMatchObject({ kind: 'allowed' });
  });

  it.each([
    ['plain http', 'http://hooks.example', [v4('93.184.216.34')], 'protocol_not_https'],
    ['an odd port', 'https://hooks.example:6379', [v4('93.184.216.34')], 'port_not_allowed'],
    ['a name nobody knows', 'https://nowhere.example', [], 'address_unknown'],
    ['a password in it', 'https://a:b@hooks.example', [v4('93.184.216.34')], 'url_has_credentials'],
  ])('is refused for %s', async (_, url, addresses, reason) => {
    expect(await check(url, addresses)).toEqual({ kind: 'refused', reason });
  });

  it.each([
    ['loopback', v4('127.0.0.1')],
    ['a private network', v4('10.1.2.3')],
    ['another private network', v4('172.31.255.255')],
    ['cloud metadata', v4('169.254.169.254')],
    ['carrier-grade NAT', v4('100.64.0.1')],
    ['this host', v4('0.0.0.0')],
    ['broadcast', v4('255.255.255.255')],
    ['IPv6 loopback', v6('::1')],
    ['IPv6 unique local', v6('fd00::1')],
    ['IPv6 link local', v6('fe80::1')],
    ['mapped IPv4', v6('::ffff:127.0.0.1')],
    ['mapped IPv4 in hexadecimal', v6('::ffff:a01:203')],
    ['NAT64', v6('64:ff9b::7f00:1')],
    ['6to4', v6('2002:7f00:1::')],
  ])('is refused when a name leads to %s', async (_, address) => {
    const verdict = await check('https://hooks.example', [v4('93.184.216.34'), address]);
    expect(verdict).toEqual({ kind: 'refused', reason: 'address_private' });
  });

  it.each(['https://127.0.0.1', 'https://2130706433', 'https://0x7f.1', 'https://[::1]'])(
    'is refused for the written address %s',
    async (url) => {
      expect(await check(url)).toEqual({ kind: 'refused', reason: 'address_private' });
    },
  );

  it('is allowed to an address in the settings, over http and on any port', async () => {
    const verdict = await check('http://127.0.0.1:3999', [], ['127.0.0.1']);
    expect(verdict).toEqual({ kind: 'allowed', addresses: [v4('127.0.0.1')] });
  });

  it('is refused to a private address outside the network in the settings', async () => {
    expect(await check('http://10.3.0.1', [], ['10.2.0.0/16'])).toMatchObject({ kind: 'refused' });
    expect(await check('http://10.2.9.1', [], ['10.2.0.0/16'])).toMatchObject({ kind: 'allowed' });
  });

  it('is refused over http when only one of two addresses is in the settings', async () => {
    const verdict = await check(
      'http://half.example',
      [v4('127.0.0.1'), v4('93.184.216.34')],
      ['127.0.0.1'],
    );
    expect(verdict).toEqual({ kind: 'refused', reason: 'protocol_not_https' });
  });

  it('cannot be set up with something that is no network', () => {
    expect(() =>
      createAddressGuard({ allowPrivateAddresses: ['localhost'], allowedPorts: [] }),
    ).toThrow('localhost is not an address');
  });
});
