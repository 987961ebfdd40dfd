import { anything, list, record, text } from './json-shape.js';
import { jsonNumber, parseAnswer, type SeriesSource } from './series-source.js';

/** Sveriges riksbank: a list of { date, value } from its SWEA interface. Paper: section 5.2, bond yields. */
export const riksbank: SeriesSource = {
  name: 'riksbank',
  owner: 'Sveriges riksbank',
  server: 'https://api.riksbank.se',
  examples: {
    EMGVB5Y: 'EUR government bonds, 5 years, yield in percent',
    EMGVB10Y: 'EUR government bonds, 10 years',
    USGVB5Y: 'USD government bonds, 5 years',
    USGVB10Y: 'USD government bonds, 10 years',
  },
  pattern: /^[A-Z0-9]+$/,
  path: (identifier, { from, to }) => `/swea/v1/Observations/${identifier}/${from}/${to}`,
  parse(content) {
    // The server answers without content when the range has no observation.
    if (content.trim() === '') return { observations: [], notes: [] };
    const entries = parseAnswer(content, 'riksbank', list(record({ date: text, value: anything })));
    const observations = entries.map(({ date, value }) => ({ date, value: jsonNumber(value, 'riksbank', date) }));
    return { observations, notes: [] };
  },
};
