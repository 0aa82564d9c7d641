import { hashId } from './hash-id.ts';

describe('a hashed id', () => {
  it('is the same everywhere, short, and does not show the id', () => {
    expect(hashId('acme|C-1')).toBe(hashId('acme|C-1'));
    expect(hashId('acme|C-1')).toMatch(/^[0-9a-f]{12}$/);
  });

  it('differs between customers', () => {
    expect(hashId('acme|C-1')).not.toBe(hashId('acme|C-2'));
  });
});
