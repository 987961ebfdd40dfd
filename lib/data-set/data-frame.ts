import type { DataFrame } from 'danfojs-node';
import { dataFrame } from '../figure/table';
import type { Series } from './series';

/** The series as a danfojs data frame with the columns date and value, for a notebook. Cost: the first one loads danfojs. */
export function toDataFrame(from: Series): DataFrame {
  return dataFrame({ date: [...from.dates], value: from.values });
}
