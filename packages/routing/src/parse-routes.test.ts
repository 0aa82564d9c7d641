import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRoutes } from './parse-routes.ts';
import { problemText } from './problem.ts';

const receivers = [
  { id: 'ops', channel: 'slack' },
  { id: 'desk', channel: 'email' },
  { id: 'dunning', channel: 'webhook' },
];

function said(yaml: string): readonly string[] {
  const parsed = parseRoutes(yaml, receivers);
  return parsed.kind === 'ok' ? [] : parsed.problems.map((one) => problemText('routes', one));
}

describe('a file of routes', () => {
  it('needs no more than a receiver', () => {
    expect(said('route: { receiver: ops }')).toEqual([]);
  });

  it('may be the one in examples', () => {
    const example = join(import.meta.dirname, '..', '..', '..', 'examples', 'routes.yaml');
    const known = [
      { id: 'credit-team', channel: 'slack' },
      { id: 'credit-manager', channel: 'email' },
      { id: 'systems', channel: 'webhook' },
    ];
    expect(parseRoutes(readFileSync(example, 'utf8'), known)).toMatchObject({ kind: 'ok' });
  });

  it.each([
    ['that is empty', '', 'routes:1:1 route is missing. Write the route that'],
    ['that is no YAML', 'route: [\n  receiver: ops\n', 'routes:3:1 it is no YAML: Flow sequence'],
    [
      'with a misspelt name',
      'route:\n  recever: ops\n  receiver: ops\n',
      'routes:2:3 route.recever is not known here. Did you mean receiver?',
    ],
    [
      'with a name that is nothing like any',
      'route:\n  receiver: ops\nxyzzy: 1\n',
      'routes:3:1 xyzzy is not known here. Known here: timeZone, workingHours,',
    ],
    [
      'that names no receiver at the top',
      'route:\n  deliver: now\n',
      'routes:2:3 route has no receiver. Write who hears what no other route has.',
    ],
    [
      'whose top route is for some alerts only',
      'route:\n  receiver: ops\n  match: { branch: lyon }\n',
      'routes:3:3 route.match stands on the top route. Write it on a route below',
    ],
    [
      'with a receiver that the settings do not have',
      'route:\n  receiver: ops\n  escalateTo: dsk\n',
      'routes:3:15 route.escalateTo names no receiver of the settings: dsk. Did you mean desk?',
    ],
    [
      'with hours of such a receiver',
      'receivers:\n  boss: { timeZone: UTC }\nroute: { receiver: ops }\n',
      'routes:2:3 receivers.boss names no receiver of the settings: boss. There are ops, desk,',
    ],
    [
      'with a zone that is none',
      'timeZone: Europe/Pari\nroute: { receiver: ops }\n',
      'routes:1:11 timeZone is no time zone. Write a name such as Europe/Paris.',
    ],
    [
      'with a time that is none',
      'workingHours: { from: "8" }\nroute: { receiver: ops }\n',
      'routes:1:23 workingHours.from is no time of day. Write "HH:MM" in quotes',
    ],
    [
      'whose work ends before it begins',
      'workingHours: { from: "18:00", to: "08:00" }\nroute: { receiver: ops }\n',
      'routes:1:15 workingHours ends before it begins. Write "from" earlier than "to".',
    ],
    [
      'with a severity that is none',
      'route:\n  receiver: ops\n  routes:\n    - match: { minSeverity: eror }\n',
      'routes:4:29 route.routes[0].match.minSeverity is no severity. Write one of info, warning,',
    ],
    [
      'for a code that no alert has',
      'route:\n  receiver: ops\n  routes:\n    - match: { code: OVERDU_60 }\n',
      'routes:4:22 route.routes[0].match.code names no alert: OVERDU_60. Did you mean OVERDUE_60?',
    ],
    [
      'for a code that is nothing like any',
      'route:\n  receiver: ops\n  routes:\n    - match: { code: xyzzy }\n',
      'names no alert: xyzzy. docs/runbooks has a page for each code.',
    ],
    [
      'with such a code among others',
      'route:\n  receiver: ops\n  routes:\n    - match:\n        code: [LIMIT,\n         LIMITS]\n',
      'routes:6:10 route.routes[0].match.code[1] names no alert: LIMITS. Did you mean LIMIT?',
    ],
    [
      'with an amount without currency',
      'route:\n  receiver: ops\n  routes:\n    - match: { minAmount: 1000 }\n',
      'routes:4:27 route.routes[0].match.minAmount is no amount. Write such as 10000 EUR',
    ],
    [
      'with a number where an id stands',
      'route:\n  receiver: ops\n  routes:\n    - match: { branch: 12 }\n',
      'routes:4:24 route.routes[0].match.branch must be a text or a list of texts. Write',
    ],
    [
      'with a mute time that it does not have',
      'muteTimes: { nights: [{ to: "07:00" }] }\nroute: { receiver: ops, mute: night }\n',
      'routes:2:31 route.mute names no mute time: night. Did you mean nights?',
    ],
    [
      'that would mute somebody for good',
      'muteTimes: { a: [{ to: "20:00" }, { from: "20:00" }] }\nroute: { receiver: ops, mute: a }\n',
      'routes:2:31 route.mute mutes the whole week. Leave some time',
    ],
    [
      'with a route that nothing reaches',
      'route:\n  receiver: ops\n  routes:\n    - receiver: desk\n    - match: { branch: lyon }\n',
      'routes:5:7 route.routes[1] is never reached: a route before it matches everything.',
    ],
    [
      'that gives changes to a chat',
      'route: { receiver: ops }\nchanges:\n  - { receiver: ops, tenant: acme }\n',
      'routes:3:17 changes[0].receiver is no webhook but slack: ops. Name a receiver that is',
    ],
    [
      'that gives changes to nobody',
      'route: { receiver: ops }\nchanges:\n  - { receiver: dunnin, tenant: acme }\n',
      'routes:3:17 changes[0].receiver names no receiver of the settings: dunnin. Did you mean',
    ],
    [
      'that gives the changes of no tenant, or of all',
      'route: { receiver: ops }\nchanges:\n  - receiver: dunning\n',
      'routes:3:5 changes[0].tenant is missing. Write the id of a tenant, or a list of them;',
    ],
    [
      'that would leave some changes out, which no reader could tell from a loss',
      'route: { receiver: ops }\nchanges:\n  - { receiver: dunning, tenant: a, kinds: band }\n',
      'routes:3:37 changes[0].kinds is not known here. Known here: receiver, tenant.',
    ],
  ])('is refused with place and mend when it is one %s', (_, yaml, expected) => {
    expect(said(yaml)).toEqual([expect.stringContaining(expected)]);
  });

  it('is told all its mistakes at once, in the order of the file', () => {
    const yaml = 'timeZone: x\nroute:\n  receiver: ops\n  deliver: later\n  groupBy: colour\n';
    expect(said(yaml).map((line) => line.split(' ')[0])).toEqual([
      'routes:1:11',
      'routes:4:12',
      'routes:5:12',
    ]);
  });
});
