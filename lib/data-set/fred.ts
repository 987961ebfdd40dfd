import { parseColumns, type SeriesSource } from './series-source.js';

/** Federal Reserve Bank of St. Louis: comma-separated values of its graphs. Holidays have an empty field, in older files a point. */
export const fred: SeriesSource = {
  name: 'fred',
  owner: 'Federal Reserve Bank of St. Louis',
  server: 'https://fred.stlouisfed.org',
  examples: {
    DGS5: 'US Treasury, constant maturity of 5 years, yield in percent',
    DGS10: 'US Treasury, constant maturity of 10 years',
  },
  pattern: /^[A-Z0-9_]+$/,
  path: (identifier, { from, to }) => `/graph/fredgraph.csv?id=${identifier}&cosd=${from}&coed=${to}`,
  parse: (text, identifier) =>
    parseColumns(text, 'fred', { date: ['observation_date', 'DATE'], value: identifier, missing: ['', '.'] }),
};
