import { shown } from './delimited-text.js';
import { jsonNumber, parseJson, type SeriesSource } from './series-source.js';

/** Sveriges riksbank, its SWEA interface: an array of { date, value }. Paper: section 5.2, bond yields. */
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
  parse(text) {
    // No content is how it says that there is no observation in the range.
    if (text.trim() === '') return { observations: [], notes: [] };
    const parsed = parseJson(text, 'riksbank');
    if (!Array.isArray(parsed)) {
      throw new RangeError(`riksbank: the answer expects a list of date and value, got ${shown(text)}; ask the source`);
    }
    const observations = parsed.map((entry, i) => {
      const { date, value } = (entry ?? {}) as { date?: unknown; value?: unknown };
      if (typeof date !== 'string') {
        throw new RangeError(
          `riksbank: entry ${i + 1} expects a date, got ${shown(JSON.stringify(entry))}; ask the source`,
        );
      }
      return { date, value: jsonNumber(value, 'riksbank', date) };
    });
    return { observations, notes: [] };
  },
};
