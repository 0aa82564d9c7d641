import {
  createDossier,
  type Dossier,
  fillTopic,
  type TopicName,
} from '../../state/dossier/dossier.ts';
import { Bits, BitsReader } from '../bits.ts';
import { type ByteReader, type ByteWriter, StoredFormatError } from '../bytes.ts';
import { adviceCodec } from './advice-codec.ts';
import { affiliationCodec } from './affiliation-codec.ts';
import { complianceCodec } from './compliance-codec.ts';
import { contactCodec } from './contact-codec.ts';
import { courtCasesCodec } from './court-cases-codec.ts';
import { creditLimitsCodec } from './credit-limits-codec.ts';
import { dunningCodec } from './dunning-codec.ts';
import { externalScoresCodec } from './external-scores-codec.ts';
import { financialsCodec } from './financials-codec.ts';
import { holdsCodec } from './holds-codec.ts';
import { insolvencyCodec } from './insolvency-codec.ts';
import { insuranceCodec } from './insurance-codec.ts';
import { lateItemsCodec } from './late-items-codec.ts';
import { lossHistoryCodec } from './loss-history-codec.ts';
import { orderWeeksCodec } from './order-weeks-codec.ts';
import { overrideCodec } from './override-codec.ts';
import { paymentMethodCodec } from './payment-method-codec.ts';
import { reconciliationCodec } from './reconciliation-codec.ts';
import { registryCodec } from './registry-codec.ts';
import { scoreHistoryCodec } from './score-history-codec.ts';
import { securitiesCodec } from './securities-codec.ts';
import { termsCodec } from './terms-codec.ts';
import type { TopicCodec } from './topic-codec.ts';
import { tradeExperienceCodec } from './trade-experience-codec.ts';
import { turnoverCodec } from './turnover-codec.ts';

/** A topic's place in this table is its bit in storage: append only. */
const codecs: { readonly [Name in TopicName]: TopicCodec<NonNullable<Dossier[Name]>> } = {
  externalScores: externalScoresCodec,
  advice: adviceCodec,
  scoreHistory: scoreHistoryCodec,
  courtCases: courtCasesCodec,
  insolvency: insolvencyCodec,
  registry: registryCodec,
  lateItems: lateItemsCodec,
  turnover: turnoverCodec,
  financials: financialsCodec,
  tradeExperience: tradeExperienceCodec,
  affiliation: affiliationCodec,
  compliance: complianceCodec,
  contact: contactCodec,
  creditLimits: creditLimitsCodec,
  dunning: dunningCodec,
  holds: holdsCodec,
  insurance: insuranceCodec,
  override: overrideCodec,
  paymentMethod: paymentMethodCodec,
  reconciliation: reconciliationCodec,
  securities: securitiesCodec,
  terms: termsCodec,
  orderWeeks: orderWeeksCodec,
  lossHistory: lossHistoryCodec,
};

const entries = Object.entries(codecs) as [TopicName, TopicCodec<unknown>][];

/** Writes a bit per topic, and each topic that is known: an absent one costs its bit only. */
export function writeDossier(writer: ByteWriter, dossier: Dossier): void {
  const present = new Bits();
  for (const [name] of entries) present.add(dossier[name] !== null);
  writer.whole(present.value);
  for (const [name, codec] of entries) {
    const state = dossier[name];
    if (state === null) continue;
    writer.whole(codec.version);
    codec.write(writer, state);
  }
}

/** Reads what `writeDossier` wrote, also when there were fewer topics. */
export function readDossier(reader: ByteReader): Dossier {
  const dossier = createDossier();
  const present = new BitsReader(reader.whole());
  for (const [name, codec] of entries) {
    if (!present.take()) continue;
    const version = reader.whole();
    if (version > codec.version) {
      throw new StoredFormatError(`no topic ${name} has version ${version}`);
    }
    fillTopic(dossier, name, codec.read(reader, version) as NonNullable<Dossier[typeof name]>);
  }
  return dossier;
}
