export * from './logic.ts';
export * from './store.ts';
