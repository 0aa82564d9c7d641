import http from 'node:http';
import https from 'node:https';
import type { ShownCertificate } from '@duewatch/config';

export interface HttpCall {
  readonly method?: 'GET' | 'PUT' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly certificate: ShownCertificate | null;
  /** Rejects when no whole answer is there after so long. */
  readonly timeoutMs: number;
}

/** One request, and its whole answer as text. `fetch` has no way to show a client's certificate. */
export async function callHttp(
  url: string,
  { method = 'GET', headers = {}, body, certificate, timeoutMs }: HttpCall,
): Promise<{ readonly status: number; readonly text: string }> {
  const signal = AbortSignal.timeout(timeoutMs);
  const { request } = url.startsWith('https:') ? https : http;
  return await new Promise((resolve, reject) => {
    const options = { method, headers: { ...headers }, signal, ...certificate };
    const sent = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
