// What the services say to each other: the catalogue of messages and their generated types, the
// topics, the CloudEvents envelope, the Avro codec, and the shapes that the door accepts. The
// promises themselves are the files in schemas/. This room talks to no broker, registry or clock,
// and validates no input: the door derives its validation from the shapes.
export * from './catalogue.ts';
export * from './codec.ts';
export * from './codec-error.ts';
export * from './date.ts';
export * from './envelope.ts';
export type * from './generated/records.ts';
export { schemaTexts } from './generated/schema-texts.ts';
export * from './json-shape.ts';
export * from './local-time.ts';
export * from './personal-fields.ts';
export * from './place-id.ts';
export * from './schema-ids.ts';
export * from './shaped-json.ts';
export * from './topics.ts';
export * from './units.ts';
