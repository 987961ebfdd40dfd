import { bench } from '../../lib/workbook/bench';

void bench([]).then((code) => (process.exitCode = code));
