import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRegistryClient, type RegistrySchema } from '../src/index.ts';
import { registryUrl } from './infrastructure.ts';
import { uniqueName } from './subject.ts';

jest.setTimeout(60_000);

function schemaOf(subject: string, fields: readonly unknown[]): RegistrySchema {
  const text = JSON.stringify({ type: 'record', name: 'R', namespace: 'test', fields });
  return { recordName: 'InvoiceIssued', subject, text };
}

describe('schema registry', () => {
  const registry = createRegistryClient(registryUrl());
  const first = [{ name: 'a', type: 'int' }];
  const optional = { name: 'b', type: ['null', 'string'], default: null };

  it('gives the id of the schema that the code was built with, not of the newest', async () => {
    const subject = uniqueName('versions');
    const [old, newer] = [schemaOf(subject, first), schemaOf(subject, [...first, optional])];
    await registry.registerAll([old]);
    await registry.registerAll([newer]);
    const oldIds = await registry.lookup([old]);
    const newIds = await registry.lookup([newer]);
    const name = 'InvoiceIssued';
    expect(oldIds.idOf(name)).not.toBe(newIds.idOf(name));
    expect(await newIds.schemaById(oldIds.idOf(name))).toBe(old.text);
  });

  it('is harmless to register in twice', async () => {
    const schema = schemaOf(uniqueName('twice'), first);
    await registry.registerAll([schema]);
    await registry.registerAll([schema]);
    const response = await fetch(`${registryUrl()}/subjects/${schema.subject}/versions`);
    expect(await response.json()).toEqual([1]);
  });

  it('is asked twice for each schema that is new, and once for one that it has', async () => {
    const asked: string[] = [];
    const counting = createServer((request, response) => {
      asked.push(request.method ?? '');
      const { method, headers } = request;
      const there = ask(`${registryUrl()}${request.url}`, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.pipe(response);
      });
      request.pipe(there);
    });
    await new Promise<void>((resolve) => counting.listen(0, '127.0.0.1', resolve));
    const { port } = counting.address() as AddressInfo;
    const counted = createRegistryClient(`http://127.0.0.1:${port}`);
    const schemas = [1, 2, 3].map((n) => schemaOf(uniqueName(`counted${n}`), first));
    await counted.registerAll(schemas);
    const [compatibility, list, ...each] = asked.splice(0);
    expect([compatibility, list]).toEqual(['PUT', 'GET']);
    expect(each).toEqual(schemas.flatMap(() => ['POST', 'PUT']));
    await counted.registerAll(schemas);
    expect(asked).toEqual(['PUT', 'GET', 'POST', 'POST', 'POST']);
    counting.closeAllConnections();
    await new Promise((resolve) => counting.close(resolve));
  });

  it('is set to FULL_TRANSITIVE, each subject too', async () => {
    const schema = schemaOf(uniqueName('config'), first);
    await registry.registerAll([schema]);
    for (const path of ['/config', `/config/${schema.subject}`]) {
      const response = await fetch(`${registryUrl()}${path}`);
      expect(await response.json()).toMatchObject({ compatibilityLevel: 'FULL_TRANSITIVE' });
    }
  });

  it('refuses a version that an old reader could not read', async () => {
    const subject = uniqueName('incompatible');
    await registry.registerAll([schemaOf(subject, first)]);
    const changed = schemaOf(subject, [{ name: 'a', type: 'string' }]);
    await expect(registry.registerAll([changed])).rejects.toMatchObject({
      code: 'SCHEMA_INCOMPATIBLE',
      retriable: false,
      message: expect.stringContaining(subject),
    });
  });

  it('is never registered in by a look-up', async () => {
    const schema = schemaOf(uniqueName('absent'), first);
    const refused = { code: 'SCHEMA_UNKNOWN', message: expect.stringContaining('deploy step') };
    await expect(registry.lookup([schema])).rejects.toMatchObject(refused);
    const response = await fetch(`${registryUrl()}/subjects/${schema.subject}/versions`);
    expect(response.status).toBe(404);
  });

  it('has no schema for an id that it never gave', async () => {
    const ids = await registry.lookup([]);
    expect(await ids.schemaById(2_000_000_000)).toBeNull();
  });

  it('takes two deploy steps at a time', async () => {
    const schemas = [1, 2, 3].map((n) => schemaOf(uniqueName(`parallel${n}`), first));
    await Promise.all([registry.registerAll(schemas), registry.registerAll(schemas)]);
    for (const { subject } of schemas) {
      const response = await fetch(`${registryUrl()}/subjects/${subject}/versions`);
      expect(await response.json()).toEqual([1]);
    }
  });

  it('is given up after the deadline when nobody answers', async () => {
    const away = createRegistryClient('http://127.0.0.1:1', { deadlineMs: 300 });
    await expect(away.lookup([schemaOf('x', first)])).rejects.toMatchObject({
      code: 'REGISTRY_UNAVAILABLE',
      retriable: true,
    });
  });
});
