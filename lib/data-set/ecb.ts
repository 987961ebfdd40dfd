import { parseColumns, type SeriesSource } from './series-source.js';

/** European Central Bank: comma-separated values of its data portal. */
export const ecb: SeriesSource = {
  name: 'ecb',
  owner: 'European Central Bank',
  server: 'https://data-api.ecb.europa.eu',
  examples: {
    'YC/B.U2.EUR.4F.G_N_A.SV_C_YM.SR_5Y':
      'EUR government bonds rated AAA, spot rate of 5 years in percent, from 2004 on',
    'YC/B.U2.EUR.4F.G_N_A.SV_C_YM.SR_10Y': 'EUR government bonds rated AAA, 10 years',
  },
  pattern: /^[A-Z0-9_]+\/[A-Z0-9_]+(\.[A-Z0-9_]+)*$/,
  path: (identifier, { from, to }) => `/service/data/${identifier}?format=csvdata&startPeriod=${from}&endPeriod=${to}`,
  parse(text, identifier) {
    const key = { heading: 'KEY', name: identifier.replace('/', '.') };
    return parseColumns(text, 'ecb', { date: ['TIME_PERIOD'], value: 'OBS_VALUE', key, missing: ['', 'NaN'] });
  },
};
