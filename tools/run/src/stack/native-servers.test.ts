import { kafkaProperties, nativeServers } from './native-servers.ts';
import { homePlaces } from './places.ts';

const ports = { kafka: 1, kafkaController: 2, registry: 3, stateRedis: 4, queueRedis: 5 };
const files = { kafkaDir: '/c/kafka', registryDir: '/c/registry', redisDir: '/c/redis' };

const servers = nativeServers(files, 'redis-server', homePlaces('/home/x'), ports, {
  PATH: '/bin',
});

function specOf(name: string) {
  const server = servers.find(({ spec }) => spec.name === name);
  if (server === undefined) throw new Error(`no ${name}`);
  return server.spec;
}

describe('the native servers', () => {
  it('listen on this machine alone', () => {
    const properties = kafkaProperties(ports, '/home/x/data');
    expect(properties).toContain('listeners=CLIENT://127.0.0.1:1,CONTROLLER://127.0.0.1:2\n');
    expect(properties).not.toContain('0.0.0.0');
    expect(specOf('registry').env?.['QUARKUS_HTTP_HOST']).toBe('127.0.0.1');
    for (const redis of ['redis-state', 'redis-queue']) {
      expect(specOf(redis).args.join(' ')).toContain('--bind 127.0.0.1');
    }
  });

  it('keep their data below the home', () => {
    expect(kafkaProperties(ports, '/home/x/data')).toContain('log.dirs=/home/x/data/kafka\n');
    expect(specOf('registry').env?.['APICURIO_DATASOURCE_URL']).toContain(
      'jdbc:h2:file:/home/x/data/registry/registry;',
    );
    expect(specOf('redis-state').args.join(' ')).toContain('--dir /home/x/data/redis-state');
  });

  it('log each into a file of its own', () => {
    const logs = servers.map(({ spec }) => spec.logFile);
    expect(new Set(logs).size).toBe(servers.length);
    expect(logs.every((file) => file.startsWith('/home/x/logs/'))).toBe(true);
  });

  it('hand the environment on to the registry beside its own settings', () => {
    expect(specOf('registry').env).toMatchObject({ PATH: '/bin', QUARKUS_HTTP_PORT: '3' });
  });

  it('write a folder with a backslash so that Java reads it back', () => {
    expect(kafkaProperties(ports, '/a\\b')).toContain('log.dirs=/a\\\\b/kafka\n');
  });
});
