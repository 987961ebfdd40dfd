import { adviceOnName, type ErrorReport } from '../cell/index.js';

/** What engines say of a name that nobody has declared: V8 and Firefox, and Firefox of an assignment. */
const undeclared = /^(\w+) is not defined$|^assignment to undeclared variable (\w+)$/;
const markedLine = /^> +\d+ \| (.*)$/;

/** A report with advice, where a name of another language was used, or a new name without `const`. No compiler has checked the names before. */
export function withAdviceOnName(report: ErrorReport): ErrorReport {
  const [, read, assigned] = undeclared.exec(report.evalue) ?? [];
  const name = read ?? assigned;
  if (report.ename !== 'ReferenceError' || name === undefined) return report;
  const lines = report.traceback.flatMap((line) => markedLine.exec(line)?.[1] ?? []);
  const advice = adviceOnName(`Cannot find name '${name}'`, lines[0] ?? '');
  return advice === undefined ? report : { ...report, traceback: [...report.traceback, `Advice: ${advice}`] };
}
