import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClientCertificate, trustAuthorities } from '@duewatch/config';
import { createRegistryClient } from '@duewatch/event-bus';
import { repositoryRoot } from '@duewatch/run';
import { makeCertificate } from '@duewatch/testing';

const passwordFile = join(mkdtempSync(join(tmpdir(), 'duewatch-registry-login-')), 'password');
const { certFile, keyFile } = makeCertificate();
const client = makeCertificate('duewatch');
const text = '{"type":"string"}';
const schema = { recordName: 'InvoiceIssued', subject: 'test', text };

describe('a schema registry that wants TLS, a certificate and a login', () => {
  const expected = `Basic ${Buffer.from('duewatch:right').toString('base64')}`;
  const options = {
    ...{ key: readFileSync(keyFile), cert: readFileSync(certFile) },
    ...{ requestCert: true, ca: readFileSync(client.certFile) },
  };
  const server = createServer(options, (request, response) => {
    const isKnown = request.headers.authorization === expected;
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isKnown ? { id: 7, schema: text } : { message: 'who are you?' }));
  });
  let url: string;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    trustAuthorities({ caFile: certFile });
  });
  afterAll(() => server.close());

  const lookUp = async (password: string, certificate: ClientCertificate | null = client) => {
    writeFileSync(passwordFile, password);
    const login = { user: 'duewatch', passwordFile };
    return await createRegistryClient(url, { login, certificate }).lookup([schema]);
  };

  it('tells ids and schemas to who has the password', async () => {
    const ids = await lookUp('right');
    expect(ids.idOf('InvoiceIssued')).toBe(7);
    expect(await ids.schemaById(8)).toBe(text);
  });

  it('refuses a wrong one at once, in words that do not hold it', async () => {
    const error = await lookUp('hunter2').catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code: 'REFUSED', retriable: false });
    expect(String(error)).toMatch(/schema registry at https.*refuses the login.*registryLogin/);
    expect(String(error)).not.toContain('hunter2');
  });

  it('refuses who shows no certificate at once, and says where it is set', async () => {
    await expect(lookUp('right', null)).rejects.toMatchObject({
      code: 'REFUSED',
      message: expect.stringMatching(/schema registry at https.*stack\.clientCertificate/),
    });
  });

  it('ends a service that it refuses, which says why in one line', async () => {
    writeFileSync(passwordFile, 'hunter2');
    const env = {
      ...process.env,
      DUEWATCH_STACK_KAFKA_BROKERS: '127.0.0.1:1',
      DUEWATCH_STACK_STATE_REDIS_URL: 'redis://127.0.0.1:1',
      DUEWATCH_STACK_QUEUE_REDIS_URL: 'redis://127.0.0.1:1',
      DUEWATCH_STACK_REGISTRY_URL: url,
      DUEWATCH_STACK_REGISTRY_LOGIN_USER: 'duewatch',
      DUEWATCH_STACK_REGISTRY_LOGIN_PASSWORD_FILE: passwordFile,
      DUEWATCH_STACK_CA_FILE: certFile,
      DUEWATCH_STACK_CLIENT_CERTIFICATE_CERT_FILE: client.certFile,
      DUEWATCH_STACK_CLIENT_CERTIFICATE_KEY_FILE: client.keyFile,
    };
    const scoring = join(repositoryRoot, 'services/scoring/src/main.ts');
    const said = await new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
      execFile(process.execPath, [scoring], { env }, (error, stdout, stderr) =>
        resolve({ code: error?.code, stdout, stderr }),
      );
    });
    expect(said).toMatchObject({ code: 1, stderr: '' });
    const { level, error } = JSON.parse(said.stdout);
    expect(`${level} ${error}`).toMatch(/^fatal .*refuses the login.*registryLogin/);
    expect(error).not.toContain('hunter2');
  });
});
