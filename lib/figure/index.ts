export * from './figure';
export * from './palette';
