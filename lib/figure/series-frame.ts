import type { DataFrame } from 'danfojs-node';
import type { Series } from '../data-set/index.js';
import { dataFrame } from './table.js';

/** The series as a danfojs data frame with the columns date and value, for a notebook. Cost: the first one loads danfojs. */
export function toDataFrame(from: Series): DataFrame {
  return dataFrame({ date: [...from.dates], value: from.values });
}
