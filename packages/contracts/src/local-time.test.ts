import { isTimeZone } from './local-time.ts';

describe('time zone names', () => {
  it.each([
    ['Europe/Paris', true],
    ['UTC', true],
    ['Mars/Olympus', false],
    ['', false],
  ])('%s: known is %s', (name, known) => {
    expect(isTimeZone(name)).toBe(known);
  });
});
