import https from 'node:https';
import {
  type ClientCertificate,
  type Clock,
  certificateAlert,
  certificateReader,
  createSystemClock,
  type Login,
  readSecret,
  type ShownCertificate,
} from '@duewatch/config';
import { catalogue, type RecordName, type SchemaIds, schemaTexts } from '@duewatch/contracts';
import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { BusError, certificateRefused, messageOf } from './errors.ts';
import { callHttp, type HttpCall } from './http-call.ts';
import { retryUntil } from './retry.ts';

/** One schema under its subject, the record's full name. */
export interface RegistrySchema {
  readonly recordName: string;
  readonly subject: string;
  /** The Avro schema as JSON text. */
  readonly text: string;
}

export interface RegistryClient {
  /**
   * The deploy step: sets FULL_TRANSITIVE for the registry and each subject that it writes to, and
   * registers what is missing, one after the other (parallel first registrations break on some
   * registries). Rejects with SCHEMA_INCOMPATIBLE, naming the subject, when the registry refuses
   * one.
   */
  registerAll(schemas?: readonly RegistrySchema[]): Promise<void>;
  /**
   * What services do: asks for the ids of the schemas that this code was built with, and never
   * registers. Rejects with SCHEMA_UNKNOWN when the deploy step has not run.
   */
  lookup(schemas?: readonly RegistrySchema[]): Promise<SchemaIds>;
}

export interface RegistryClientOptions {
  readonly clock?: Clock;
  readonly deadlineMs?: number;
  /** Sent as HTTP basic authentication. */
  readonly login?: Login | null | undefined;
  readonly certificate?: ClientCertificate | null | undefined;
}

/**
 * Old and new readers both live for years: the log is kept for ever, consumers upgrade after us.
 */
const compatibility = 'FULL_TRANSITIVE';

/** Look-ups at a time: 90 schemas one by one would hold up every start. */
const lookupsAtOnce = 8;

/** Every message of the catalogue. */
function ownSchemas(): readonly RegistrySchema[] {
  return catalogue.map(({ recordName, fullName }) => {
    return { recordName, subject: fullName, text: schemaTexts[recordName] };
  });
}

/** The schema registry at `url` (Confluent's API). */
export function createRegistryClient(
  url: string,
  options: RegistryClientOptions = {},
): RegistryClient {
  const registry = new RegistryCalls(url, options);
  return {
    registerAll: async (schemas = ownSchemas()) => {
      await registry.setCompatibility();
      const known = await registry.subjects();
      for (const schema of schemas) await registry.register(schema, known.has(schema.subject));
    },
    lookup: async (schemas = ownSchemas()) => {
      const ids = new Map<string, number>();
      const queue = [...schemas];
      const lookUpNext = async (): Promise<void> => {
        for (let schema = queue.shift(); schema !== undefined; schema = queue.shift()) {
          const id = await registry.idOf(schema);
          if (id === undefined) throw notRegistered(schema.subject);
          ids.set(schema.recordName, id);
        }
      };
      await Promise.all(Array.from({ length: lookupsAtOnce }, lookUpNext));
      return {
        idOf: (recordName: RecordName) => {
          const id = ids.get(recordName);
          if (id === undefined) throw notRegistered(recordName);
          return id;
        },
        schemaById: (id) => registry.textById(id),
      };
    },
  };
}

function notRegistered(name: string): BusError {
  return new BusError(
    'SCHEMA_UNKNOWN',
    `the registry does not have this version of ${name}: register the schemas first (deploy step)`,
  );
}

/** The calls, each with retries until the deadline. */
class RegistryCalls {
  readonly #url: string;
  readonly #client: SchemaRegistry;
  readonly #login: Login | null;
  readonly #certificate: (() => ShownCertificate) | null;
  readonly #clock: Clock;
  readonly #deadlineMs: number;

  constructor(url: string, options: RegistryClientOptions) {
    this.#url = url.replace(/\/+$/, '');
    this.#clock = options.clock ?? createSystemClock();
    this.#deadlineMs = options.deadlineMs ?? 30_000;
    this.#login = options.login ?? null;
    const files = this.#url.startsWith('https:') ? (options.certificate ?? null) : null;
    this.#certificate = files === null ? null : certificateReader(files);
    // Retries are ours: the client's stop after three, whatever the deadline.
    this.#client = new SchemaRegistry({
      ...{ host: this.#url, retry: { retries: 0 } },
      ...(this.#login === null ? {} : { auth: credentialsOf(this.#login) }),
      ...(this.#certificate === null ? {} : { agent: new https.Agent(this.#certificate()) }),
    });
  }

  /** For a subject, or for all that have none of their own. */
  async setCompatibility(subject?: string): Promise<void> {
    const path = subject === undefined ? '/config' : `/config/${encodeURIComponent(subject)}`;
    await this.#retry('set the compatibility', async () => {
      await this.#send('PUT', path, { compatibility });
    });
  }

  async subjects(): Promise<ReadonlySet<string>> {
    return await this.#retry('list the subjects', async () => {
      return new Set(JSON.parse((await this.#call('/subjects')) ?? '[]') as readonly string[]);
    });
  }

  /** A subject that is new is asked for nothing: its first version cannot be incompatible. */
  async register(schema: RegistrySchema, isKnown: boolean): Promise<void> {
    const { subject, text } = schema;
    if (isKnown) {
      if ((await this.idOf(schema)) !== undefined) return;
      await this.setCompatibility(subject);
    }
    await this.#retry(`register ${subject}`, async () => {
      try {
        const path = `/subjects/${encodeURIComponent(subject)}/versions`;
        await this.#send('POST', path, { schema: text });
      } catch (error) {
        // Another deploy step was faster: the registry then answers as if it were incompatible.
        if ((await this.idOf(schema)) !== undefined) return;
        throw registrationError(subject, error);
      }
    });
    if (!isKnown) await this.setCompatibility(subject);
  }

  /** The id of this very schema, not of the newest one of its subject. */
  async idOf({ subject, text }: RegistrySchema): Promise<number | undefined> {
    return await this.#retry(`look up ${subject}`, async () => {
      try {
        const schema = { type: SchemaType.AVRO, schema: text } as const;
        return await this.#client.getRegistryIdBySchema(subject, schema);
      } catch (error) {
        // The client makes a plain error of a 404; all others keep their status.
        if (error instanceof Error && error.name === 'ConfluentSchemaRegistryError')
          return undefined;
        if ((error as { status?: unknown }).status === 401) throw loginRefused(this.#url);
        throw this.#known(error);
      }
    });
  }

  async textById(id: number): Promise<string | null> {
    return await this.#retry(`look up schema ${id}`, async () => {
      const answer = await this.#call(`/schemas/ids/${id}`);
      if (answer === null) return null;
      const { schema } = JSON.parse(answer) as { schema?: unknown };
      return typeof schema === 'string' ? schema : null;
    });
  }

  async #send(method: 'PUT' | 'POST', path: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/vnd.schemaregistry.v1+json' };
    const call = { method, headers, body: JSON.stringify(body) };
    if ((await this.#call(path, call)) === null) throw new Error(`${path} is not there`);
  }

  /** The answer's text; null for what the registry does not have. */
  async #call(path: string, call: Partial<HttpCall> = {}): Promise<string | null> {
    const headers = { ...call.headers, ...authorizationOf(this.#login) };
    const access = { headers, certificate: this.#certificate?.() ?? null, timeoutMs: 5_000 };
    const { status, text } = await callHttp(`${this.#url}${path}`, { ...call, ...access }).catch(
      (error: unknown) => {
        throw this.#known(error);
      },
    );
    if (status === 404) return null;
    if (status === 401) throw loginRefused(this.#url);
    if (status >= 300) {
      throw Object.assign(new Error(`${path} answered ${status}: ${text}`), { status });
    }
    return text;
  }

  #known(error: unknown): unknown {
    const server = `the schema registry at ${this.#url}`;
    const alert = certificateAlert(error);
    return alert === undefined ? error : certificateRefused(server, alert, error);
  }

  async #retry<T>(what: string, attempt: () => Promise<T>): Promise<T> {
    return await retryUntil(
      {
        clock: this.#clock,
        deadlineMs: this.#deadlineMs,
        what: `${what} in the schema registry at ${this.#url}`,
        code: 'REGISTRY_UNAVAILABLE',
      },
      attempt,
    );
  }
}

function credentialsOf({ user, passwordFile }: Login) {
  return { username: user, password: readSecret(passwordFile) };
}

function authorizationOf(login: Login | null): Readonly<Record<string, string>> {
  if (login === null) return {};
  const { username, password } = credentialsOf(login);
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
}

function loginRefused(url: string): BusError {
  const mend = 'Check user and password file of stack.registryLogin.';
  return new BusError('REFUSED', `the schema registry at ${url} refuses the login. ${mend}`);
}

function registrationError(subject: string, error: unknown): unknown {
  const { status } = error as { status?: unknown };
  if (status !== 409 && status !== 422) return error;
  return new BusError(
    'SCHEMA_INCOMPATIBLE',
    `the registry refuses the new version of ${subject}: ${messageOf(error)}`,
    error,
  );
}
