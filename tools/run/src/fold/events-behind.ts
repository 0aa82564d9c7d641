import { invoiceKeyOf } from '@duewatch/risk-core';
import type { LineEvent } from './line-reader.ts';
import { day } from './wording.ts';

const DAY_MS = 86_400_000;

/** The events of one customer as a file tells them, to be found from what they came to. */
export class EventsBehind {
  private readonly events: string[] = [];
  private readonly invoices = new Map<number, { readonly id: string; readonly lines: number[] }>();

  add({ line, customerId, envelope, decoded, entry }: LineEvent): void {
    if (customerId === null) return;
    const data = decoded.data as unknown as Readonly<Record<string, unknown>>;
    const names = Object.entries(data)
      .filter(([name, value]) => isTelling(name) && value !== null && typeof value !== 'object')
      .map(([name, value]) => `${name} ${name.endsWith('On') ? day(value as number) : value}`);
    const type = entry.ceType.replace('io.duewatch.ar.', '');
    const on = day(Math.floor(envelope.time / DAY_MS));
    this.events.push(`line ${line}, ${on}: ${type} ${names.join(', ')}`);
    const { invoiceId } = data;
    if (typeof invoiceId !== 'string') return;
    const key = invoiceKeyOf(invoiceId);
    const known = this.invoices.get(key);
    if (known === undefined) this.invoices.set(key, { id: invoiceId, lines: [line] });
    else known.lines.push(line);
  }

  newest(count: number): readonly string[] {
    return this.events.slice(-count).reverse();
  }

  /** The model keeps only the hash of what is settled; the file has the id. */
  invoiceId(key: number): string {
    return this.invoices.get(key)?.id ?? `invoice ${key}`;
  }

  /** Where the file speaks of an invoice. */
  linesOf(key: number): string {
    const lines = this.invoices.get(key)?.lines ?? [];
    return lines.length === 0 ? '' : ` [line ${lines.join(', ')}]`;
  }
}

/** What identifies, values and dates an event; the rest would bury it. */
function isTelling(name: string): boolean {
  if (name === 'tenantId' || name === 'customerId' || name === 'legalEntityId') return false;
  return /(Id|Minor|On|currency|reason|outcome|promisedFor)$/.test(name);
}
