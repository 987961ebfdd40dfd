export * from './comma-separated';
export * from './data-frame';
export * from './returns';
export * from './series';
export * from './sp500';
export * from './sp500-returns';
