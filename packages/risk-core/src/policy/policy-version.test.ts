import { defaultPolicy } from './default-policy.ts';
import { canonicalText, contentHash, policyVersionOf } from './policy-version.ts';

describe('the version of a policy', () => {
  it('does not depend on the order in which the fields are written', () => {
    const one = { b: [1, { d: true, c: null }], a: 'x"y' };
    const other = { a: 'x"y', b: [1, { c: null, d: true }] };
    expect(canonicalText(one)).toBe('{"a":"x\\"y","b":[1,{"c":null,"d":true}]}');
    expect(contentHash(one)).toBe(contentHash(other));
    expect(contentHash({ ...one, a: 'z' })).not.toBe(contentHash(one));
  });

  it('names id, version and content', () => {
    const changed = { ...defaultPolicy, horizonDays: defaultPolicy.horizonDays + 1 };
    expect(policyVersionOf(defaultPolicy)).toMatch(/^default@1:[0-9a-f]{12}$/);
    expect(policyVersionOf(changed)).not.toBe(policyVersionOf(defaultPolicy));
  });
});
